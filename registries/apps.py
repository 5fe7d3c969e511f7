from django.apps import AppConfig


class RegistriesConfig(AppConfig):
    name = "registries"
    verbose_name = "سامانه‌های بیرونی"
    default_auto_field = "django.db.models.BigAutoField"
