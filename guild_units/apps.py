from django.apps import AppConfig


class GuildUnitsConfig(AppConfig):
    name = "guild_units"
    verbose_name = "واحدهای صنفی"
    default_auto_field = "django.db.models.BigAutoField"
