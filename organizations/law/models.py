"""Numbers the law sets from a day on (handbook 6.7, 13)."""

from django.db import models


class LegalValue(models.Model):
    """A number the law sets (ceiling, multiple, share) with the day it began and its basis."""

    key = models.CharField("کلید", max_length=40)
    title = models.CharField("عنوان", max_length=160)
    value = models.BigIntegerField("مقدار")
    unit = models.CharField("واحد", max_length=30)
    valid_from = models.DateField("اعتبار از")
    basis = models.CharField("مبنای قانونی", max_length=200)

    class Meta:
        verbose_name = "عدد قانونی"
        verbose_name_plural = "عددهای قانونی"
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="legal_value_once_per_day")]

    def __str__(self) -> str:
        return self.title
