"""The papers of a request, file by file, and the list they are taken from (handbook 6.9)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user_if_any
from core.keys import key_to
from core.uploads.models import UploadedFiles, scan_queue_index, unguessable_name
from licensing.cases.models import LicenceRequest
from licensing.papers.querysets import DocumentQuerySet
from licensing.papers.states import Channel, DocumentReason, DocumentState, Needed


def random_name(instance: models.Model, filename: str) -> str:
    return unguessable_name("papers", filename)


class DocumentType(models.Model):
    """A paper the law asks for (Article 3 of the Art. 12 regulation)."""

    code = models.CharField("کد", max_length=40, unique=True)
    title = models.CharField("مدرک", max_length=200)
    applies = models.CharField(
        "برای", max_length=60, help_text="NATURAL، LEGAL، FOREIGN، RENEWAL یا DUPLICATE، با فاصله"
    )
    needed = models.CharField("کی لازم است", max_length=16, choices=Needed.choices, default=Needed.CASE)
    condition = models.CharField("شرط", max_length=300, blank=True)
    basis = models.CharField("مبنا", max_length=300)
    position = models.PositiveSmallIntegerField("ترتیب", default=0)
    is_active = models.BooleanField("فعال", default=True)

    class Meta:
        verbose_name = "نوع مدرک"
        verbose_name_plural = "انواع مدرک"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class RequestDocument(UploadedFiles):
    """One file, or one paper in the post. What is sent in its place is a new row; the old one stays to be read."""

    case = key_to(LicenceRequest, "درخواست", related_name="documents")
    type = key_to(DocumentType, "مدرک")
    channel = models.CharField("راه", max_length=8, choices=Channel.choices)
    file = models.FileField("فایل", upload_to=random_name, blank=True)
    thumbnail = models.FileField("تصویر کوچک", upload_to=random_name, blank=True)
    size = models.PositiveIntegerField("اندازه (بایت)", default=0)
    postal_number = models.CharField("شمارهٔ مرسولهٔ پستی", max_length=30, blank=True)
    sent_at = models.DateTimeField("زمان فرستادن", default=timezone.now)
    received_at = models.DateTimeField("رسید به اتحادیه", null=True, blank=True)
    state = models.CharField(
        "وضعیت", max_length=10, choices=DocumentState.choices, default=DocumentState.SENT
    )
    reason = models.CharField("دلیل", max_length=16, choices=DocumentReason.choices, blank=True)
    checked_at = models.DateTimeField("زمان بررسی", null=True, blank=True)
    checked_by = acting_user_if_any("بررسی‌کننده")
    named_at = models.DateTimeField(
        "خبر بررسی‌نشدن به هیأت مدیره و بازرس", null=True, blank=True, editable=False
    )
    matched_at = models.DateTimeField("تطبیق با اصل", null=True, blank=True)
    matched_by = acting_user_if_any("تطبیق‌دهنده")
    is_current = models.BooleanField("تازه‌ترین", default=True)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name="به جای",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "مدرک"
        verbose_name_plural = "مدارک"
        ordering = ["type__position", "pk"]
        indexes = [
            models.Index(fields=["case", "is_current"], name="document_request"),
            models.Index(fields=["sent_at"], name="document_sent"),
            models.Index(
                fields=["sent_at"],
                name="document_not_looked_at",
                condition=Q(state="SENT", is_current=True, named_at__isnull=True),
            ),
            scan_queue_index("document_held"),
            models.Index(fields=["file"], name="document_file"),
            models.Index(fields=["thumbnail"], name="document_thumbnail"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(channel=Channel.UPLOAD) & ~Q(file=""))
                | Q(channel=Channel.UPLOAD, file="", thumbnail="", scan="INFECTED", reason="INFECTED")
                | Q(channel=Channel.POST, file="", thumbnail=""),
                name="uploaded_document_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.SENT, checked_at__isnull=True, checked_by__isnull=True)
                | (
                    ~Q(state=DocumentState.SENT)
                    & Q(checked_at__isnull=False, checked_by__isnull=False)
                )
                | Q(state=DocumentState.REJECTED, checked_at__isnull=False, scan="INFECTED"),
                name="document_checked_at_and_by_with_its_verdict",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["REJECTED", "REPLACE"]) & ~Q(reason=""))
                | (~Q(state__in=["REJECTED", "REPLACE"]) & Q(reason="")),
                name="document_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(matched_at__isnull=True, matched_by__isnull=True)
                | Q(matched_at__isnull=False, matched_by__isnull=False, state=DocumentState.ACCEPTED),
                name="document_matched_at_and_by_once_accepted",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.type.title

    @property
    def is_sure(self) -> bool:
        """Accepted and the same as its original (R78)."""
        return self.state == DocumentState.ACCEPTED and self.matched_at is not None
