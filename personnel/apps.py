from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "personnel"
    verbose_name = "کارکنان واحدها"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guild_units.signals import unit_registered
        from personnel.receivers import take_over_the_list

        unit_registered.connect(take_over_the_list, dispatch_uid="personnel.take_over_the_list")
