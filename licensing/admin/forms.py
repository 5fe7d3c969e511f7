"""Forms of the review desk. Each carries the version its page was drawn from."""

from typing import Any

from django import forms

from core.forms import JalaliDateField, PersianForm, PersianTextField
from core.jalali import tehran_today
from licensing.document_rules import Channel
from licensing.models import Invoice, LicenceRequest


class StepForm(PersianForm):
    """A step without further questions."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class MinuteForm(StepForm):
    """The board minute a decision rests on (R73)."""

    minute_number = PersianTextField(label="شمارهٔ صورتجلسه", max_length=30)
    minute_date = JalaliDateField(label="تاریخ صورتجلسه", max_value=tehran_today)


class IssueForm(MinuteForm):
    """The issue: the minute, and that the originals were seen (R78)."""

    originals_match = forms.BooleanField(
        label="اصل مدارکی که با پست رسیده بود، در جلسهٔ هیأت مدیره دیده شد و مطابق است."
    )

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uploaded = case.documents.current().filter(channel=Channel.UPLOAD)
        if uploaded.exists() and not case.documents.current().filter(channel=Channel.POST).exists():
            self.fields["originals_match"] = forms.BooleanField(
                required=False, widget=forms.HiddenInput, initial=False
            )


class PaymentForm(StepForm):
    """A slip number for every line of the bill (R134)."""

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(invoice.lines.all())
        for line in self.lines:
            self.fields[f"slip_{line.pk}"] = PersianTextField(label=f"شمارهٔ فیش: {line.title}", max_length=30)

    def slips(self) -> dict[int, str]:
        """Slip number by the line's primary key."""
        return {line.pk: self.cleaned_data[f"slip_{line.pk}"] for line in self.lines}
