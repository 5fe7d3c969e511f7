"""What people write to support, and what support answers."""

import uuid
from typing import Any

from django import forms

from core.fields import PersianTextField, TrackingCodeField
from core.forms import PersianForm
from core.refusals import RuleBroken
from core.uploads.fields import UploadField
from core.uploads.texts import REFUSALS
from organizations.desk.forms import DeskFormMixin
from support import texts
from support.states import TicketState, Topic

LONGEST_TEXT = 4000


class PostForm(PersianForm):
    """A message and perhaps a file. `key` is new on each page, so that one form sent twice counts once."""

    text = PersianTextField(
        label="متن پیام", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    file = UploadField(label="پیوست", required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    never_restored = ("key",)  # what was sent with it may be another text

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid.uuid4()

    def clean_key(self) -> uuid.UUID:
        """The key; a new one when the browser sent none."""
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean(self) -> dict[str, Any] | None:
        """Say that a file has to be chosen again when something else is wrong: browsers forget it."""
        cleaned = super().clean()
        if self.errors and cleaned and cleaned.get("file"):
            self.add_error("file", texts.FILE_AGAIN)
        return cleaned

    def content(self) -> bytes | None:
        """The bytes of the file, or None."""
        file = self.cleaned_data.get("file")
        return file.read() if file else None

    def refuse(self, refusal: RuleBroken) -> None:
        """Show a refusal of the service beside the field it is about; a used key makes place for a new one."""
        about_file = refusal.code in {*REFUSALS, "too_many_files", "ticket_full", "no_space"}
        had_file = bool(self.cleaned_data.get("file"))
        self.add_error("file" if about_file else None, str(refusal))
        if had_file and not about_file:
            self.add_error("file", texts.FILE_AGAIN)
        if refusal.code == "form_used":
            self.data = {**self.data.dict(), self.add_prefix("key"): str(uuid.uuid4())}  # type: ignore[attr-defined]


class TicketForm(PostForm):
    """A new ticket."""

    topic = forms.ChoiceField(label="بخش", choices=[("", "انتخاب کنید"), *Topic.choices])
    subject = PersianTextField(
        label="موضوع", max_length=120, help_text="کوتاه، مانند «پیامک کد فعال‌سازی نمی‌رسد»."
    )
    tracking_code = TrackingCodeField(
        label="کد رهگیری درخواست", required=False, help_text="اگر پرسش شما دربارهٔ یک درخواست پروانه است."
    )
    field_order = ("topic", "subject", "text", "tracking_code", "file", "key")


class AnswerForm(DeskFormMixin, PostForm):
    """An answer of support. `seen` is the newest message its page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "متن پاسخ"

    def arguments(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "text": told["text"],
            "form_key": told["key"],
            "content": self.content(),
            "seen": told["seen"],
        }


class QueueFilter(PersianForm):
    """Which tickets the queue shows; everything may be left out."""

    marks_optional = False
    EVERY = "ALL"

    q = PersianTextField(
        label="شمارهٔ تیکت، موضوع یا نام",
        required=False,
        max_length=100,
        help_text="کد ملی و تلفن همراه نویسنده هم پیدا می‌شود.",
    )
    state = forms.ChoiceField(
        label="وضعیت",
        required=False,
        choices=[
            ("", "در انتظار پاسخ"),
            *[(state.value, state.label) for state in TicketState if state != TicketState.OPEN],
            (EVERY, "همه"),
        ],
    )
    topic = forms.ChoiceField(label="بخش", required=False, choices=[("", "همهٔ بخش‌ها"), *Topic.choices])
    mine = forms.BooleanField(label="در دست من", required=False)

    @property
    def is_queue(self) -> bool:
        """Whether only waiting tickets are asked for, which stand in the order of their waiting."""
        return not self.cleaned_data["q"] and not self.cleaned_data["state"]

    def narrow(self, rows: Any, user: Any) -> Any:
        """The rows asked for, in their order. A number is looked for in every state."""
        asked = self.cleaned_data
        if asked["q"]:
            return rows.matching(asked["q"]).order_by("-pk")
        if self.is_queue:
            rows = rows.waiting()
        else:
            rows = rows.order_by("-pk")
            if asked["state"] != self.EVERY:
                rows = rows.filter(state=asked["state"])
        if asked["topic"]:
            rows = rows.filter(topic=asked["topic"])
        return rows.filter(held_by=user) if asked["mine"] else rows
