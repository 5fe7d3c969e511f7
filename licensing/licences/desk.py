"""Issuing, handing over and posting the licence at the union's desk (R80)."""

from typing import Any

from django import forms

from core.fields import JalaliDateField, PersianTextField
from core.jalali import tehran_today
from licensing.cases.desk import leads_to, refusal_by, refusal_of_move
from licensing.cases.desk_forms import MinuteForm, StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.licences import delivery, services, texts
from licensing.licences.states import DeliveryMethod
from organizations.desk.cards import Card, Place
from organizations.desk.steps import Step


class DeliveryForm(StepForm):
    """How, when, and what goes with the way chosen."""

    method = forms.ChoiceField(
        label="راه تحویل",
        choices=DeliveryMethod.choices,
        widget=forms.RadioSelect,
        initial=DeliveryMethod.HAND,
    )
    on = JalaliDateField(label="روز تحویل یا پست", past_only=True, initial=tehran_today)
    originals_seen = forms.BooleanField(label="تحویل حضوری: اصل مدارک دیده شد", required=False)
    received_by = PersianTextField(
        label="تحویل‌گیرنده",
        required=False,
        max_length=160,
        help_text="تحویل حضوری، اگر کسی جز صاحب پروانه است.",
    )
    number = PersianTextField(
        label="شمارهٔ مرسولهٔ سفارشی",
        required=False,
        max_length=30,
        help_text="برای پست لازم است.",
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("method") == DeliveryMethod.POST and not cleaned.get("number"):
            self.add_error("number", texts.NO_NUMBER)
        if cleaned.get("method") == DeliveryMethod.HAND and not cleaned.get("originals_seen"):
            self.add_error("originals_seen", texts.ORIGINALS)
        return cleaned


STEPS = (
    Step(
        name="issue",
        service=services.issue,
        form=MinuteForm,
        button="صدور پروانه",
        hint="صدور پروانه با صورتجلسهٔ هیأت مدیره",
        done="پروانه صادر شد. فایل چاپی تا لحظاتی دیگر آماده است.",
        offered=leads_to(Status.ISSUED),
        why=refusal_by(services.check_may_issue),
    ),
    Step(
        name="deliver",
        service=delivery.deliver,
        form=DeliveryForm,
        button="ثبت تحویل پروانه",
        hint="حضوری با دیدن اصل مدارک، یا با پست سفارشی وقتی همهٔ مدارک مطابق اصل است",
        done="تحویل پروانه ثبت و به متقاضی اعلام شد.",
        offered=leads_to(Status.DELIVERED),
        why=refusal_of_move(Status.DELIVERED),
    ),
)


def cards(case: LicenceRequest) -> list[Card]:
    licence = getattr(case, "licence", None)
    return [Card("admin/licensing/_licence.html", {"licence": licence}, Place.AFTER)] if licence else []
