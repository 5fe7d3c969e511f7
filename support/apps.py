from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = "پشتیبانی"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.signals import person_named
        from support.receivers import follow_new_name

        person_named.connect(follow_new_name, dispatch_uid="support.follow_new_name")
