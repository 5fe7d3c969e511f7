"""Text messages on their way out, the message box of a person, and instructions for guild units."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import Person
from core.constraints import filled_exactly_when, together
from core.keys import key_if_any, key_to
from core.uploads.models import UploadedFiles, scan_queue_index, unguessable_name
from messaging.querysets import InstructionQuerySet, MessageQuerySet, SmsQuerySet
from messaging.states import FINISHED, SmsStatus
from organizations.bodies.models import Body
from organizations.categories.models import Category
from organizations.places.models import County


class Sms(models.Model):
    """A text message. The row is written with the change it tells of; a worker sends it afterwards.

    An ordinary text stands in `text` for seven days. A secret one (a one-time code) stands encrypted in
    `sealed_text` until it is sent, has failed or has expired. `key` is the gateway's guard against doubles.
    """

    mobile = models.CharField("تلفن همراه", max_length=11)
    kind = models.CharField("نوع", max_length=20)
    secret = models.BooleanField("محرمانه", default=False)
    text = models.TextField("متن", blank=True, default="")
    sealed_text = models.TextField(blank=True, default="", editable=False)
    status = models.CharField("وضعیت", max_length=8, choices=SmsStatus.choices, default=SmsStatus.QUEUED)
    key = models.UUIDField("کلید یکتا", default=uuid.uuid4, unique=True, editable=False)
    queued_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    next_try_at = models.DateTimeField("تلاش بعدی", default=timezone.now)
    claimed_at = models.DateTimeField("در دست از", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("تلاش‌ها", default=0)
    sent_at = models.DateTimeField("ارسال در", null=True, blank=True)
    expires_at = models.DateTimeField("معتبر تا", null=True, blank=True)
    #: The network address whose request caused it, for its ceiling; gone with the message.
    asked_from = models.CharField(max_length=45, blank=True, default="", editable=False)
    provider_ref = models.CharField("شمارهٔ ارائه‌دهنده", max_length=64, blank=True, default="")
    last_error = models.CharField("آخرین خطا", max_length=120, blank=True, default="")

    objects = SmsQuerySet.as_manager()

    class Meta:
        verbose_name = "پیامک"
        verbose_name_plural = "پیامک‌ها"
        indexes = [
            models.Index(fields=["status", "-secret", "next_try_at"], name="sms_due"),
            models.Index(fields=["status", "-id"], name="sms_status"),
            models.Index(fields=["status", "expires_at"], name="sms_expiry"),
            models.Index(
                fields=["queued_at"], condition=~Q(text="") | ~Q(sealed_text=""), name="sms_text_kept"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mobile__regex=r"^09[0-9]{9}$"), name="sms_mobile_is_canonical"
            ),
            models.CheckConstraint(
                condition=Q(secret=False, sealed_text="") | Q(secret=True, text="", expires_at__isnull=False),
                name="sms_secret_is_sealed_and_expires",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=FINISHED) | Q(sealed_text="", asked_from=""),
                name="sms_finished_keeps_no_secret",
            ),
            filled_exactly_when("sms_sent_has_its_moment", Q(status=SmsStatus.SENT), "sent_at"),
            filled_exactly_when("sms_claimed_only_while_sending", Q(status=SmsStatus.SENDING), "claimed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_status_display()}"


class Message(models.Model):
    """A message in a person's box; only its reading and archiving change, never what it says (R264).

    The database itself refuses to change the content.
    """

    recipient = key_to(Person, "گیرنده", related_name="inbox")
    kind = models.CharField("نوع", max_length=20)
    subject = models.CharField("موضوع", max_length=160)
    body = models.TextField("متن")
    link = models.CharField("نشانی موضوع", max_length=200, blank=True, default="")
    is_quiet = models.BooleanField("بی‌صدا", default=False)
    created_at = models.DateTimeField("زمان", default=timezone.now, editable=False)
    read_at = models.DateTimeField("خوانده در", null=True, blank=True)
    archived_at = models.DateTimeField("بایگانی در", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "پیام"
        verbose_name_plural = "پیام‌ها"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_box"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, archived_at__isnull=True),
                name="message_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex=r"^/[^/\\]"), name="message_links_into_the_portal"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


def instruction_file(instance: models.Model, filename: str) -> str:
    return unguessable_name("instructions", filename)


class InstructionDoc(UploadedFiles):
    """An instruction (دستورالعمل) for guild units, a PDF of one to thirty pages (R262).

    Without `categories` it is for all of them, without `county` for the whole country. What is published stands:
    a new version is a new row, and the older one stays to be read at the desk. Owners read a version once the virus
    scanner has looked through it, and until then the one before.
    """

    FILES = ("file",)

    title = models.CharField("عنوان", max_length=160)
    summary = models.TextField("چکیده")
    file = models.FileField("فایل PDF", upload_to=instruction_file, blank=True)
    size = models.PositiveIntegerField("اندازه (بایت)")
    version = models.PositiveSmallIntegerField("نسخه", default=1)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name="به جای",
    )
    categories = models.ManyToManyField(Category, related_name="+", blank=True, verbose_name="رسته‌ها")
    county = key_if_any(County, "شهرستان")
    body = key_to(Body, "ناشر")
    published_at = models.DateTimeField("انتشار", default=timezone.now)
    published_by = acting_user("منتشرکننده")
    withdrawn_at = models.DateTimeField("برداشته در", null=True, blank=True)
    withdrawn_by = acting_user_if_any("بردارنده")

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = "دستورالعمل"
        verbose_name_plural = "دستورالعمل‌ها"
        indexes = [
            models.Index(
                fields=["county", "-id"], condition=Q(withdrawn_at__isnull=True), name="instruction_present"
            ),
            scan_queue_index("instruction_held"),
            models.Index(fields=["file"], name="instruction_file"),
        ]
        constraints = [
            together("instruction_withdrawn_at_and_by_together", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True)
                | Q(version__gt=1, replaces__isnull=False)
                | Q(scan="INFECTED", replaces__isnull=True),
                name="instruction_first_version_replaces_none",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(summary="") & (~Q(file="") | Q(scan="INFECTED")),
                name="instruction_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_present(self) -> bool:
        """Whether it is the newest version, neither withdrawn nor removed: its publisher may replace or withdraw it."""
        return self.withdrawn_at is None and not self.was_infected and not hasattr(self, "replaced_by")
