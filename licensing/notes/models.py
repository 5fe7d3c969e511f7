"""What a union writes to an applicant between its decisions."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.fields import acting_user
from core.keys import key_to
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet
from organizations.members.models import BoardMinute

LONGEST_NOTE = 2000


class UnionNote(models.Model):
    """A message of the union about one request (پیام اتحادیه); the board answers for it (R73)."""

    case = key_to(LicenceRequest, "درخواست", related_name="notes")
    text = models.TextField("متن", max_length=LONGEST_NOTE)
    minute = key_to(BoardMinute, "صورتجلسه")
    posted_by = acting_user("نویسنده")
    posted_at = models.DateTimeField("زمان", default=timezone.now)
    seen_at = models.DateTimeField("دیده شد در", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "پیام اتحادیه"
        verbose_name_plural = "پیام‌های اتحادیه"
        ordering = ["-posted_at", "-pk"]
        indexes = [models.Index(fields=["case", "-posted_at"], name="union_note_request")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="union_note_says_something"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(seen_at__gte=F("posted_at")),
                name="union_note_seen_after_it_was_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.posted_at:%Y-%m-%d}"
