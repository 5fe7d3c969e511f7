from django.apps import AppConfig
from django.urls import register_converter

from core.numbers import NumberConverter


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "هسته"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(NumberConverter, "number")
