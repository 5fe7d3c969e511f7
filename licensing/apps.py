from django.apps import AppConfig


class LicensingConfig(AppConfig):
    name = "licensing"
    verbose_name = "پروانه‌ها"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the apps below."""
        from deadlines.signals import deadline_moved
        from licensing.receivers import follow_moved_deadlines

        deadline_moved.connect(follow_moved_deadlines, dispatch_uid="licensing.follow_moved_deadlines")
