"""The terms the law sets, as dated rows."""

from django.db import models
from django.db.models import F, Q

from deadlines.states import AtEnd, Confidence, Key, Owner, Unit


class Term(models.Model):
    """How long a statutory term is from one day on, and on which basis. A change is a new row, never an edit.

    `variant` lets a kind of case have its own length (handbook 13, point 15); without such a row the plain one holds.
    """

    key = models.CharField("مهلت", max_length=30, choices=Key.choices)
    variant = models.CharField("ویژهٔ", max_length=30, blank=True, default="")
    title = models.CharField("عنوان", max_length=160)
    amount = models.PositiveSmallIntegerField("مدت")
    amount_max = models.PositiveSmallIntegerField("بیشترین مدت", null=True, blank=True)
    unit = models.CharField("واحد", max_length=12, choices=Unit.choices)
    owner = models.CharField("برعهدهٔ", max_length=12, choices=Owner.choices)
    valid_from = models.DateField("اعتبار از")
    #: The last day it holds, where the law ended it without another length; a row that follows ends it as well.
    valid_to = models.DateField("اعتبار تا", null=True, blank=True)
    legal_basis = models.CharField("مبنای قانونی", max_length=200)
    confidence = models.CharField("اطمینان از منبع", max_length=1, choices=Confidence.choices)
    at_end = models.CharField("در پایان", max_length=20, choices=AtEnd.choices)
    rolls = models.BooleanField("پایان تعطیل به روز کاری بعد می‌رود", default=True)
    stops_in_outage = models.BooleanField("در قطعی اعلام‌شده می‌ایستد", default=False)

    class Meta:
        verbose_name = "مهلت قانونی"
        verbose_name_plural = "مهلت‌های قانونی"
        ordering = ["key", "variant", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "variant", "valid_from"], name="term_once_per_day"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="term_is_at_least_one_unit"),
            models.CheckConstraint(
                condition=Q(amount_max__isnull=True) | Q(amount_max__gt=F("amount")),
                name="term_range_is_a_range",
            ),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="term_has_a_legal_basis"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="term_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title
