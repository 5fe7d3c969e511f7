"""Coded reasons, and which of them an answer rests on (R67, R81)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user
from core.keys import key_to
from core.text import to_persian_digits
from licensing.decisions.models import Decision
from licensing.decisions.states import ReasonKind, Source


class Reason(models.Model):
    """A reason a board may give: one for refusing, or something still needed. Never deleted, only retired."""

    code = models.CharField("کد", max_length=40, unique=True)
    kind = models.CharField("برای", max_length=10, choices=ReasonKind.choices)
    text = models.CharField("متن", max_length=300)
    basis = models.CharField("مبنای قانونی", max_length=200)
    is_active = models.BooleanField("به کار می‌رود", default=True)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name="به جای",
    )

    class Meta:
        verbose_name = "دلیل"
        verbose_name_plural = "دلیل‌ها"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(basis=""), name="reason_has_text_and_basis"),
            models.UniqueConstraint(
                fields=["kind", "text"], condition=Q(is_active=True), name="active_reason_once_per_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def may_rest_on(self, source: str, part: str) -> bool:
        return any(place.source == source and place.part == part for place in self.places.all())


class ReasonPlace(models.Model):
    """A part of the conditions a reason may rest on: military service on «eligibility», never on «foreigners».

    In special conditions it is one of `Part`, in the general ones the code of an article.
    """

    reason = models.ForeignKey(Reason, on_delete=models.CASCADE, related_name="places", verbose_name="دلیل")
    source = models.CharField("در", max_length=10, choices=Source.choices)
    part = models.CharField("بخش", max_length=40)

    class Meta:
        verbose_name = "جای دلیل"
        verbose_name_plural = "جای دلیل‌ها"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reason", "source", "part"], name="reason_once_per_part"),
            models.CheckConstraint(condition=~Q(part=""), name="reason_place_names_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.part}"


class RestsOnArticle(models.Model):
    """A coded reason tied to an article of the conditions the applicant accepted."""

    source = models.CharField("در", max_length=10, choices=Source.choices)
    article = models.PositiveSmallIntegerField("ماده")
    part = models.CharField("بخش", max_length=40)
    explanation = models.CharField("توضیح هیأت مدیره", max_length=500, blank=True)

    class Meta:
        abstract = True

    @property
    def rests_on(self) -> str:
        """The article in words, such as «مادهٔ ۳ ضوابط خاص»."""
        return f"مادهٔ {to_persian_digits(str(self.article))} {self.get_source_display()}"


class DecisionReason(RestsOnArticle):
    """One reason of one answer."""

    decision = key_to(Decision, "تصمیم", related_name="reasons")
    reason = key_to(Reason, "دلیل")

    class Meta:
        verbose_name = "دلیل تصمیم"
        verbose_name_plural = "دلیل‌های تصمیم"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "reason", "source", "article"],
                name="reason_once_per_decision_and_article",
            ),
            models.CheckConstraint(condition=Q(article__gte=1), name="reason_names_an_article"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.rests_on})"

    @property
    def newest_note(self) -> str:
        """What the applicant said last of this need; empty when nothing."""
        rows = list(self.met.all())
        return rows[-1].note if rows else ""


class NeedMet(models.Model):
    """The applicant says that a need of a conditional answer is met; said again, it is a new row."""

    reason = key_to(DecisionReason, "نیاز", related_name="met")
    note = models.CharField("توضیح متقاضی", max_length=500, blank=True)
    said_at = models.DateTimeField("زمان", default=timezone.now, editable=False)
    said_by = acting_user("به دست")

    class Meta:
        verbose_name = "نیاز برطرف‌شده"
        verbose_name_plural = "نیازهای برطرف‌شده"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reason}: {self.note}" if self.note else str(self.reason)
