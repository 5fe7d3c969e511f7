"""Numbered decisions of the commissions (R127, R202)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.jalali import format_numeric
from core.text import to_persian_digits
from organizations.approvals.querysets import ApprovalQuerySet
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Body


class CommissionApproval(models.Model):
    """A numbered decision of a commission (مصوبه); for national unions, of the secretariat (R202).

    A chamber types the number under the commission's name; the commission confirms or disputes it (R127, R133).
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approvals", verbose_name="مرجع")
    number = models.CharField("شمارهٔ مصوبه", max_length=40)
    approved_on = models.DateField("تاریخ مصوبه")
    subject = models.CharField("موضوع", max_length=300)
    source = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="نهاد ثبت‌کننده",
    )
    state = models.CharField(
        "وضعیت", max_length=10, choices=ApprovalState.choices, default=ApprovalState.ENTERED
    )
    answered_at = models.DateTimeField("زمان پاسخ مرجع", null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="پاسخ‌دهنده",
    )
    dispute = models.CharField("علت اعتراض", max_length=500, blank=True, editable=False)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "مصوبه"
        verbose_name_plural = "مصوبه‌ها"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=~Q(state=ApprovalState.DISPUTED),
                name="approval_number_once_per_body",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="approval_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=(Q(state=ApprovalState.DISPUTED, answered_at__isnull=False) & ~Q(dispute=""))
                | (~Q(state=ApprovalState.DISPUTED) & Q(dispute="")),
                name="disputed_approval_says_why_and_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="approval_has_a_number",
                violation_error_message="شمارهٔ مصوبه را بنویسید.",
            ),
        ]

    def __str__(self) -> str:
        return f"مصوبهٔ {to_persian_digits(self.number)} مورخ {format_numeric(self.approved_on)}"
