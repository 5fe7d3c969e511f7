"""Forms for bills, slips and refunds at the desk."""

from typing import Any

from django import forms

from core.fields import PersianTextField, RialsField
from core.rials import format_rials
from core.text import to_persian_digits
from licensing.billing.forms import SlipsForm
from licensing.billing.models import InvoiceLine
from licensing.billing.services import Cost, bill_awaiting
from licensing.billing.states import SlipFault
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from organizations.tariffs.charges import Bill
from organizations.tariffs.rows import BILL_COLUMNS, bill_rows


class PaymentForm(StepForm, SlipsForm):
    """The slips that were seen; lines left empty wait (R134)."""

    def __init__(self, *args: Any, row: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, row=row, invoice=getattr(row, "invoice", None), **kwargs)

    def arguments(self) -> dict[str, Any]:
        seen = self.cleaned_data["seen_version"]
        return {"slips": self.slips(), "shared": self.shared(), "seen_version": seen}


class SlipRefusalForm(StepForm):
    """Which slip is not accepted, and why."""

    line = forms.TypedChoiceField(label="فیش", coerce=int)
    reason = forms.ChoiceField(label="چرا پذیرفته نیست؟", choices=[("", "انتخاب کنید"), *SlipFault.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "انتخاب کنید"),
            *(
                (line.pk, f"{line.title}، {to_persian_digits(line.slip_number)}")
                for line in slips_to_see(self.row)
            ),
        ]


def slips_to_see(case: LicenceRequest) -> list[InvoiceLine]:
    """The lines whose slip was handed in and not seen yet."""
    invoice = getattr(case, "invoice", None)
    lines = invoice.lines.all() if invoice else ()
    return [line for line in lines if line.slip_number and line.verified_at is None]


class TransferForm(StepForm):
    """The money went back."""

    transfer_number = PersianTextField(
        label="شمارهٔ سند بانکی", max_length=40, widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    )

    def arguments(self) -> dict[str, Any]:
        return {"transfer_number": self.cleaned_data["transfer_number"]}


class ApprovalForm(StepForm):
    """The board agrees that the money goes back."""

    def arguments(self) -> dict[str, Any]:
        return {}


class BillForm(StepForm):
    """The bill goes out: for each line at cost what was paid out, and the receipt (R135)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bill = bill_awaiting(self.row)
        self._at_cost = [charge.fee for charge in self.bill.charges if charge.amount is None]
        for fee in self._at_cost:
            self.fields[f"cost_{fee.pk}"] = RialsField(
                label=f"مبلغ پرداخت‌شده: {fee.title}",
                required=False,
                min_value=1,
                help_text="همان که پرداخته‌اید، به ریال؛ اگر هزینه‌ای نبوده است، خالی بگذارید.",
            )
            self.fields[f"evidence_{fee.pk}"] = PersianTextField(
                label=f"رسید: {fee.title}",
                required=False,
                max_length=200,
                help_text="شمارهٔ قبض یا رسید و تاریخ آن؛ در صورتحساب می‌آید.",
            )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for fee in self._at_cost:
            cost, evidence = f"cost_{fee.pk}", f"evidence_{fee.pk}"
            if found.get(cost) and not found.get(evidence) and evidence not in self.errors:
                self.add_error(evidence, "رسید این هزینه را بنویسید؛ هزینهٔ بی‌رسید گرفته نمی‌شود.")
            if found.get(evidence) and not found.get(cost) and cost not in self.errors:
                self.add_error(cost, "مبلغی را که این رسید نشان می‌دهد بنویسید.")
        return found

    def arguments(self) -> dict[str, Any]:
        return {"costs": self.costs(), "seen_version": self.cleaned_data["seen_version"]}

    def costs(self) -> dict[int, Cost]:
        """What was paid out, by the key of the line of the tariff."""
        return {
            fee.pk: Cost(amount, self.cleaned_data[f"evidence_{fee.pk}"])
            for fee in self._at_cost
            if (amount := self.cleaned_data[f"cost_{fee.pk}"])
        }


def bill_context(bill: Bill) -> dict[str, Any]:
    """The bill that would go out today, for `_bill_awaiting.html`."""
    return {
        "columns": BILL_COLUMNS,
        "rows": bill_rows(bill),
        "total": format_rials(bill.known_total),
        "refusal": str(bill.refusal or ""),
    }
