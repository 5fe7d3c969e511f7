from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "licensing"
    verbose_name = "پروانه‌ها"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the apps below."""
        from accounts.signals import person_named, staff_account_changed
        from deadlines.signals import deadline_moved
        from licensing.receivers import (
            follow_moved_deadlines,
            follow_new_name,
            free_files_of_whoever_left,
        )
        from organizations.signals import role_withdrawn

        deadline_moved.connect(follow_moved_deadlines, dispatch_uid="licensing.follow_moved_deadlines")
        person_named.connect(follow_new_name, dispatch_uid="licensing.follow_new_name")
        for left in (role_withdrawn, staff_account_changed):
            left.connect(free_files_of_whoever_left, dispatch_uid="licensing.free_files_of_whoever_left")
