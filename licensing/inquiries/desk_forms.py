"""What is written down about a letter of inquiry."""

from typing import Any

from django import forms

from core.fields import JalaliDateField, PersianTextField
from core.forms import PersianForm
from core.references import bare_code
from core.text import to_persian_digits
from core.uploads.checking import read_upload
from core.uploads.fields import UploadField
from licensing.inquiries.models import LONGEST_REASON, Inquiry
from licensing.inquiries.states import ANSWERED_BY_BODY
from organizations.desk.forms import DeskForm

_LTR = {"dir": "ltr", "autocomplete": "off"}


class CodeForm(PersianForm):
    """The code on the letter, from a scanner or typed."""

    code = PersianTextField(label="رمز نامه", max_length=30, widget=forms.TextInput(attrs=_LTR))

    def clean_code(self) -> str:
        """The code as it is stored."""
        return bare_code(str(self.cleaned_data["code"])).upper()


class RegisteredPostForm(DeskForm):
    """The first slip of registered post."""

    post_number = PersianTextField(
        label="شمارهٔ قبض نخست پست سفارشی", max_length=30, widget=forms.TextInput(attrs=_LTR)
    )


class DeliveryForm(DeskForm):
    """The second slip: proof of receipt."""

    delivered_on = JalaliDateField(label="روز رسیدن به دستگاه", past_only=True)
    slip_number = PersianTextField(label="شمارهٔ قبض دوم", max_length=30, widget=forms.TextInput(attrs=_LTR))
    slip = UploadField(label="تصویر قبض دوم", required=False)

    def arguments(self) -> dict[str, Any]:
        told, file = self.cleaned_data, self.cleaned_data["slip"]
        return told | {"slip": read_upload(file.read(), by=self.user) if file else None}


class AnswerForm(DeskForm):
    """What the body says."""

    answer = forms.ChoiceField(
        label="پاسخ",
        choices=[(state.value, state.label) for state in ANSWERED_BY_BODY],
        widget=forms.RadioSelect,
    )
    reasons = PersianTextField(
        label="دلیل‌ها یا شرط‌ها",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="برای پاسخ منفی یا مشروط لازم است.",
    )
    number = PersianTextField(
        label="شمارهٔ نامهٔ پاسخ", required=False, max_length=40, widget=forms.TextInput(attrs=_LTR)
    )


class CorrectionForm(AnswerForm):
    """The answer as it should have been recorded, and what had gone wrong."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = PersianTextField(
        label="علت تصحیح", max_length=LONGEST_REASON, help_text="متقاضی آن را در سابقهٔ پرونده می‌خواند."
    )

    @staticmethod
    def initial_of(row: Inquiry) -> dict[str, Any]:
        """The answer as it was recorded."""
        number = to_persian_digits(row.answer_number)
        recorded = {"answer": row.state, "reasons": row.reasons, "number": number}
        return recorded | {"seen": row.corrections.count()}
