"""Inquiries: which bodies are asked, the letters, and what came back (handbook 6.8, R100–R108)."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import User
from core.constraints import together
from core.keys import key_if_any, key_to
from core.searched import Searched, parts_index
from core.uploads.models import UploadedFiles, scan_queue_index
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from licensing.inquiries.querysets import InquiryQuerySet, LetterBatchQuerySet
from licensing.inquiries.states import (
    OPEN,
    InquiryActor,
    InquiryChannel,
    InquiryState,
    NeededWhen,
    PostalState,
    ReminderStep,
)
from licensing.papers.models import random_name
from organizations.bodies.models import Body, Union
from organizations.categories.models import Category
from organizations.places.models import County
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

#: Without letters and digits that look alike: the code is typed when no scanner is at hand.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NEED_STANDS = "برای این دستگاه، رسته و شهرستان ردیفی هست؛ همان را تغییر دهید."
CODE_LENGTH = 12  # 60 random bits
LONGEST_REASON = 250  # of a correction; it stands in a line of the history


def new_code() -> str:
    """An opaque code that says nothing about the person."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class InquiryBody(models.Model):
    """A kind of body that is asked about applicants (annexes 15–20 and others)."""

    code = models.CharField("کد", max_length=30, unique=True)
    form_no = models.PositiveSmallIntegerField("شمارهٔ ضمیمه", null=True, blank=True)
    name = models.CharField("دستگاه", max_length=120)
    title = models.CharField("موضوع استعلام", max_length=200)
    needed_when = models.CharField("کی لازم است", max_length=10, choices=NeededWhen.choices)
    basis = models.CharField("مبنا", max_length=300)
    is_active = models.BooleanField("فعال", default=True)

    class Meta:
        verbose_name = "دستگاه طرف استعلام"
        verbose_name_plural = "دستگاه‌های طرف استعلام"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class InquiryNeed(models.Model):
    """Whether a body is asked for a trade, in a county, or both; the nearest row decides (R108)."""

    body = models.ForeignKey(
        InquiryBody, on_delete=models.CASCADE, related_name="needs", verbose_name="دستگاه"
    )
    category = key_if_any(Category, "رسته")
    county = key_if_any(County, "شهرستان")
    is_needed = models.BooleanField("لازم است", default=True)

    class Meta:
        verbose_name = "نیاز به استعلام"
        verbose_name_plural = "نیازها به استعلام"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "category", "county"],
                name="one_inquiry_need_per_trade_and_county",
                violation_error_message=NEED_STANDS,
            ),
            models.UniqueConstraint(
                fields=["body", "category"],
                condition=Q(county__isnull=True),
                name="one_inquiry_need_per_trade_everywhere",
                violation_error_message=NEED_STANDS,
            ),
            models.UniqueConstraint(
                fields=["body", "county"],
                condition=Q(category__isnull=True),
                name="one_inquiry_need_per_county_for_all_trades",
                violation_error_message=NEED_STANDS,
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(category__isnull=True, county__isnull=True),
                name="one_inquiry_need_for_everybody",
                violation_error_message=NEED_STANDS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.category or 'همهٔ رسته‌ها'}، {self.county or 'همهٔ شهرستان‌ها'}"


class InquiryOffice(models.Model):
    """Which office stands for a kind of body in a county, and answers online there."""

    body = models.ForeignKey(
        InquiryBody, on_delete=models.CASCADE, related_name="offices", verbose_name="دستگاه"
    )
    county = key_to(County, "شهرستان")
    office = key_to(Body, "اداره")

    class Meta:
        verbose_name = "ادارهٔ پاسخ‌گو"
        verbose_name_plural = "اداره‌های پاسخ‌گو"
        constraints = [
            models.UniqueConstraint(fields=["body", "county"], name="one_inquiry_office_per_county")
        ]

    def __str__(self) -> str:
        return self.office.name


class Inquiry(Searched, UploadedFiles):
    """A question to a body about one request, from the letter to its answer. Its file is the second slip's picture."""

    FILES = ("slip",)

    case = key_to(LicenceRequest, "درخواست", related_name="inquiries")
    #: The request's, which never changes: lists of inquiries begin with it.
    union = key_to(Union, "اتحادیه", db_index=False, editable=False)
    body = key_to(InquiryBody, "دستگاه")
    office = key_if_any(Body, "اداره")
    code = models.CharField("رمز نامه", max_length=12, unique=True, default=new_code, editable=False)
    channel = models.CharField("راه", max_length=16, choices=InquiryChannel.choices, blank=True)
    state = models.CharField(
        "وضعیت", max_length=16, choices=InquiryState.choices, default=InquiryState.PREPARED
    )
    prepared_at = models.DateTimeField("آماده‌شدن", default=timezone.now)
    printed_at = models.DateTimeField("چاپ", null=True, blank=True)
    printed_by = acting_user_if_any("چاپ‌کننده")
    post_number = models.CharField("شمارهٔ قبض نخست", max_length=30, blank=True)
    sent_at = models.DateTimeField("فرستادن", null=True, blank=True)
    slip_number = models.CharField("شمارهٔ قبض دوم", max_length=30, blank=True)
    slip = models.FileField("تصویر قبض دوم", upload_to=random_name, blank=True)
    delivered_at = models.DateTimeField("رسیدن به دستگاه", null=True, blank=True)
    due_at = models.DateTimeField("مهلت پاسخ", null=True, blank=True)
    answer_number = models.CharField("شمارهٔ نامهٔ پاسخ", max_length=40, blank=True)
    reasons = models.TextField("دلیل‌ها یا شرط‌ها", max_length=2000, blank=True)
    answered_at = models.DateTimeField("پاسخ", null=True, blank=True)
    answered_by = acting_user_if_any("ثبت‌کنندهٔ پاسخ")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "استعلام"
        verbose_name_plural = "استعلام‌ها"
        ordering = ["pk"]
        indexes = [
            parts_index("inquiry_search", scope="union"),
            models.Index(fields=["union", "-id"], name="inquiry_union"),
            models.Index(fields=["office", "state"], name="inquiry_office_state"),
            models.Index(fields=["office", "-id"], name="inquiry_office"),
            models.Index(fields=["state", "due_at"], name="inquiry_state_due"),
            scan_queue_index("slip_held", file="slip"),
            models.Index(fields=["slip"], name="inquiry_slip"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "body"], name="one_inquiry_per_request_and_body"),
            models.CheckConstraint(
                condition=~Q(state__in=["NEGATIVE", "CONDITIONAL"]) | ~Q(reasons=""),
                name="inquiry_answered_no_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["DELIVERED", "DEEMED_POSITIVE"]) | Q(delivered_at__isnull=False),
                name="inquiry_runs_from_its_delivery",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["POSITIVE", "NEGATIVE", "CONDITIONAL"], answered_by__isnull=False)
                | Q(state="POSITIVE", channel="REGISTER", answered_by__isnull=True)
                | (~Q(state__in=["POSITIVE", "NEGATIVE", "CONDITIONAL"]) & Q(answered_by__isnull=True)),
                name="inquiry_answer_has_who_wrote_it_down",
            ),
            together("inquiry_printed_at_and_by_together", "printed_at", "printed_by"),
            models.CheckConstraint(
                condition=Q(state="PREPARED") | Q(state="CANCELLED") | ~Q(channel=""),
                name="inquiry_on_its_way_has_a_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}، {self.case}"

    def searched_names(self) -> list[str]:
        """The code on the letter, the body, and what the request is found by."""
        case = self.case
        return [self.code, self.body.name, case.tracking_code or "", *case.search.split(" ")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.union_id = self.case.union_id
        super().save(*args, **kwargs)

    @property
    def code_in_groups(self) -> str:
        return " ".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def actors_of(self, user: User | None) -> set[InquiryActor]:
        """In which parts this person may act on this inquiry. None is the portal itself, acting by law."""
        if user is None:
            return {InquiryActor.SYSTEM}
        held = self.case.actors_of(user)
        found = {InquiryActor.APPLICANT} if Actor.APPLICANT in held else set()
        if Actor.UNION_OPERATOR in held:
            found.add(InquiryActor.UNION)
            check = getattr(self, "postal_check", None)
            if check is not None and check.state == PostalState.DIFFERS:
                found.add(InquiryActor.JUDGE)
        if self.office_id and bodies_as(user, Role.INQUIRY_BODY).filter(body_id=self.office_id).exists():
            found.add(InquiryActor.BODY)
        return found


class InquiryCorrection(models.Model):
    """An answer that had been written down wrongly: what stood there before, why and by whom it was set right."""

    inquiry = key_to(Inquiry, "استعلام", related_name="corrections")
    before = models.CharField("پاسخ پیشین", max_length=16, choices=InquiryState.choices)
    before_reasons = models.TextField("دلیل‌ها یا شرط‌های پیشین", max_length=2000, blank=True)
    before_number = models.CharField("شمارهٔ پیشین نامهٔ پاسخ", max_length=40, blank=True)
    reason = models.CharField("علت تصحیح", max_length=LONGEST_REASON)
    corrected_at = models.DateTimeField("زمان تصحیح", default=timezone.now)
    corrected_by = acting_user("تصحیح‌کننده")

    class Meta:
        verbose_name = "تصحیح پاسخ استعلام"
        verbose_name_plural = "تصحیح‌های پاسخ استعلام"
        ordering = ["corrected_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="inquiry_correction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(before__in=["POSITIVE", "NEGATIVE", "CONDITIONAL"]),
                name="inquiry_correction_of_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry}: {self.reason}"


class InquiryReminder(models.Model):
    """A reminder a body is to get while it has not answered; the row is the to-do, written with the receipt."""

    inquiry = key_to(Inquiry, "استعلام", related_name="reminders")
    step = models.CharField("یادآوری", max_length=30, choices=ReminderStep.choices)
    due_at = models.DateTimeField("زمان یادآوری")
    sent_at = models.DateTimeField("یادآوری شد", null=True, blank=True)

    class Meta:
        verbose_name = "یادآوری استعلام"
        verbose_name_plural = "یادآوری‌های استعلام"
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], name="inquiry_reminder_due", condition=Q(sent_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "step"], name="one_inquiry_reminder_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}، {self.inquiry}"


class LetterBatch(models.Model):
    """Letters printed together, as one PDF: a letter a page, and the guild card form (annex 21) when asked for."""

    inquiries = models.ManyToManyField(Inquiry, related_name="batches", verbose_name="استعلام‌ها")
    card_of = key_if_any(LicenceRequest, "فرم اصناف کارت برای")
    reminds = models.BooleanField("نامهٔ یادآوری", default=False, db_default=False)
    made_by = acting_user("چاپ‌کننده")
    made_at = models.DateTimeField("زمان", default=timezone.now)
    document = models.FileField("فایل چاپی", upload_to="letters/%Y/%m/", blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "دستهٔ نامه‌ها"
        verbose_name_plural = "دسته‌های نامه‌ها"
        indexes = [
            models.Index(fields=["made_at"], name="letters_without_pdf", condition=Q(document="")),
            models.Index(fields=["document"], name="letters_document"),
        ]

    def __str__(self) -> str:
        return f"نامه‌های {self.pk}"
