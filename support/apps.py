from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = "پشتیبانی"
    default_auto_field = "django.db.models.BigAutoField"
