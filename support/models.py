"""Tickets: a question to support, what both sides wrote, and the files that came along (R263)."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from accounts.models import Person
from core.constraints import filled_exactly_when
from core.keys import key_to
from core.searched import Searched, parts_index
from core.text import to_persian_digits
from core.uploads.models import UploadedFiles, scan_queue_index, unguessable_name
from support.querysets import OfTicketQuerySet, TicketQuerySet
from support.states import TicketState, Topic

GROUP = 3


def random_name(instance: models.Model, filename: str) -> str:
    return unguessable_name("tickets", filename)


class Ticket(Searched):
    """A conversation of one person with support.

    `waiting_since` is the moment of the first message that has no answer yet: the queue is in its order.
    `form_key` comes with the form: the same form sent twice opens one ticket.
    """

    searched_by = ("subject",)

    number = models.CharField("شماره", max_length=9, unique=True)
    author = key_to(Person, "نویسنده", related_name="tickets")
    subject = models.CharField("موضوع", max_length=120)
    topic = models.CharField("بخش", max_length=10, choices=Topic.choices)
    tracking_code = models.CharField("کد رهگیری درخواست", max_length=16, blank=True)
    state = models.CharField("وضعیت", max_length=8, choices=TicketState.choices, default=TicketState.OPEN)
    waiting_since = models.DateTimeField("در انتظار پاسخ از", null=True, blank=True)
    held_by = acting_user_if_any("در دست")
    held_at = models.DateTimeField("در دست از", null=True, blank=True)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("آخرین تغییر", default=timezone.now)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "تیکت"
        verbose_name_plural = "تیکت‌ها"
        indexes = [
            models.Index(
                fields=["waiting_since", "id"], condition=Q(state=TicketState.OPEN), name="ticket_queue"
            ),
            models.Index(fields=["state", "-id"], name="ticket_state"),
            models.Index(fields=["tracking_code"], condition=~Q(tracking_code=""), name="ticket_about"),
            parts_index("ticket_search", scope="author"),
            models.Index(fields=["author", "-id"], name="ticket_author"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="one_ticket_of_one_form"),
            filled_exactly_when("open_ticket_waits_since_a_moment", Q(state=TicketState.OPEN), "waiting_since"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_by__isnull=True)
                | (Q(held_at__isnull=False, held_by__isnull=False) & ~Q(state=TicketState.CLOSED)),
                name="ticket_held_at_and_by_until_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{9}$") & ~Q(subject=""), name="ticket_can_be_named"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"تیکت {self.shown_number}"

    def searched_names(self) -> tuple[str, ...]:
        return self.subject, self.author.full_name

    def get_absolute_url(self) -> str:
        return reverse("ticket", args=[self.pk])

    @property
    def shown_number(self) -> str:
        """The number in groups of three Persian digits; a sentence keeps their order by `core.bidi`."""
        groups = (self.number[start : start + GROUP] for start in range(0, len(self.number), GROUP))
        return to_persian_digits("-".join(groups))

    @property
    def is_closed(self) -> bool:
        """Whether the conversation has ended (the author may take it up again)."""
        return self.state == TicketState.CLOSED


class TicketPost(models.Model):
    """What one side wrote. Only added: the database itself refuses to change or delete a row."""

    ticket = key_to(Ticket, "تیکت", related_name="posts")
    author = acting_user("نویسنده")
    by_staff = models.BooleanField("از پشتیبانی", default=False)
    text = models.TextField("متن")
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField("زمان", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "نوشتهٔ تیکت"
        verbose_name_plural = "نوشته‌های تیکت"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["ticket", "id"], name="post_of_ticket"),
            models.Index(fields=["author", "at"], name="post_pace"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "author", "form_key"], name="one_post_of_one_form"),
            models.CheckConstraint(condition=~Q(text=""), name="post_says_something"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.ticket}، {self.pk}"


class TicketAttachment(UploadedFiles):
    """The file that came with a post, written anew by the reader.

    The database itself refuses to exchange it; an infected one is removed, and the row stays to say so.
    """

    post = models.OneToOneField(
        TicketPost, on_delete=models.PROTECT, related_name="attachment", verbose_name="نوشته"
    )
    file = models.FileField("فایل", upload_to=random_name, blank=True)
    thumbnail = models.FileField("تصویر کوچک", upload_to=random_name, blank=True)
    size = models.PositiveIntegerField("اندازه (بایت)")

    objects = OfTicketQuerySet.as_manager()

    class Meta:
        verbose_name = "پیوست تیکت"
        verbose_name_plural = "پیوست‌های تیکت"
        indexes = [
            scan_queue_index("attachment_held"),
            models.Index(fields=["file"], name="attachment_file"),
            models.Index(fields=["thumbnail"], name="attachment_thumbnail"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | Q(scan="INFECTED", thumbnail=""), name="attachment_has_a_file"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"پیوست {self.post_id}"
