"""What an applicant says of the board's needs."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.fields import PersianTextField
from core.forms import PersianForm
from core.text import to_persian_digits
from licensing.decisions import texts
from licensing.decisions.needs import LONGEST_NOTE
from licensing.decisions.reason_models import DecisionReason


class NeedsForm(PersianForm):
    """What was done about each need of a conditional answer."""

    def __init__(self, *args: Any, needs: Sequence[DecisionReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        for need in needs:
            self.fields[f"note_{need.pk}"] = PersianTextField(
                label=need.reason.text,
                required=False,
                max_length=LONGEST_NOTE,
                initial=to_persian_digits(need.newest_note),
                error_messages={"max_length": texts.LONG_NOTE},
                help_text="چه کردید و مدرک آن کجاست؛ برای نمونه: گواهی را با پست فرستادم، شمارهٔ مرسوله…",
                widget=forms.Textarea({"rows": 2}),
            )

    def notes(self) -> dict[int, str]:
        """The words by the key of the need."""
        return {need.pk: self.cleaned_data[f"note_{need.pk}"] for need in self.needs}
