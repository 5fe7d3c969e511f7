"""The slips an applicant hands in."""

from typing import Any

from django import forms

from core.fields import PersianTextField, RialsField
from core.forms import PersianForm
from core.rials import format_rials
from core.text import to_persian_digits
from licensing.billing import texts as payment_texts
from licensing.billing.models import Invoice


class SlipsForm(PersianForm):
    """The number of the deposit slip of every line that is not verified; lines left empty wait (R134).

    Where one slip may pay several lines of an account, its amount is asked too.
    """

    marks_optional = False  # every number is owed; the words above the form say that it may come later

    def __init__(self, *args: Any, invoice: Invoice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = (
            self.data if self.is_bound else ()
        )  # nothing typed is lost when somebody verified a line meanwhile
        lines = list(invoice.lines.all()) if invoice else []
        self.lines = [line for line in lines if line.verified_at is None or f"slip_{line.pk}" in typed]
        for line in self.lines:
            self.fields[f"slip_{line.pk}"] = PersianTextField(
                label=f"شمارهٔ فیش: {line.title}",
                required=False,
                max_length=30,
                initial=to_persian_digits(line.slip_number),
                help_text=f"{format_rials(line.amount)} به {line.account}",
                widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "inputmode": "numeric"}),
            )

        accounts = [line.paid_into_id for line in lines]
        self.accounts = {
            line.paid_into_id: line.account for line in self.lines if accounts.count(line.paid_into_id) > 1
        }
        for account_id, account in self.accounts.items():
            self.fields[f"shared_{account_id}"] = RialsField(
                label=payment_texts.SHARED_AMOUNT,
                required=False,
                help_text=payment_texts.SHARED_HELP.format(account=account),
            )

    def slips(self) -> dict[int, str]:
        """Slip number by the line's primary key."""
        return {line.pk: self.cleaned_data[f"slip_{line.pk}"] for line in self.lines}

    def shared(self) -> dict[int, int]:
        """The amount in rials of the slip that pays several lines, by the account's primary key."""
        amounts = {account_id: self.cleaned_data[f"shared_{account_id}"] for account_id in self.accounts}
        return {account_id: amount for account_id, amount in amounts.items() if amount is not None}
