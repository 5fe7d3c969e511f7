"""Files of categories that were brought in or put aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.categories.states import ImportMode, ImportState
from organizations.roles.querysets import OfSecretariatQuerySet


class CategoryImport(models.Model):
    """An uploaded file of categories with the report of its check, until somebody decides what comes in."""

    file_name = models.CharField("نام فایل", max_length=160)
    content = models.TextField("محتوا", editable=False)
    state = models.CharField("وضعیت", max_length=10, choices=ImportState.choices, default=ImportState.CHECKED)
    mode = models.CharField("شیوه", max_length=16, choices=ImportMode.choices, blank=True)
    created_count = models.PositiveIntegerField("رستهٔ تازه", default=0)
    changed_count = models.PositiveIntegerField("رستهٔ تغییرکرده", default=0)
    same_count = models.PositiveIntegerField("بی‌تغییر", default=0)
    refused = models.JSONField("ردیف‌های نادرست", default=list)
    #: What changes in which row: line, code, name, field, old and new, as people read them.
    changes = models.JSONField("تغییرها", default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="بارگذار"
    )
    uploaded_at = models.DateTimeField("بارگذاری در", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="واردکننده",
    )
    decided_at = models.DateTimeField("زمان ورود", null=True, blank=True, editable=False)

    objects = OfSecretariatQuerySet.as_manager()

    class Meta:
        verbose_name = "ورود گروهی رسته‌ها"
        verbose_name_plural = "ورودهای گروهی رسته‌ها"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, state=ImportState.CHECKED)
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state=ImportState.CHECKED)),
                name="import_decided_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
