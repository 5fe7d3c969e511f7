"""What the owner types while registering a unit."""

from typing import Any

from django import forms

from core.fields import BranchCodeField, JalaliDateField, LicenceNumberField, WorkshopCodeField
from core.forms import PersianForm
from guild_units import texts
from guild_units.states import EmploymentForm


class LicenceForm(PersianForm):
    """Number of the licence; the birth date too, while the civil registry has not confirmed the person (R2, R8)."""

    licence_number = LicenceNumberField(label="شمارهٔ پروانه کسب", help_text=texts.LICENCE_HINT)
    birth_date = JalaliDateField(label="تاریخ تولد", past_only=True, help_text=texts.BIRTH_DATE_HINT)

    def __init__(self, *args: Any, ask_birth_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_birth_date:
            del self.fields["birth_date"]


class ConfirmForm(PersianForm):
    """What the person confirms: the licence and the state of the draft they were shown."""

    guild_id = forms.CharField(widget=forms.HiddenInput, max_length=10)
    version = forms.IntegerField(widget=forms.HiddenInput)


class _KindField(forms.ChoiceField):
    choice_hints = texts.FORM_HINTS


class KindForm(ConfirmForm):
    """How the unit is run (R9)."""

    employment_form = _KindField(label="نوع کاربری", choices=EmploymentForm.choices, widget=forms.RadioSelect)


class WorkshopForm(PersianForm):
    """The codes of the workshop at social security (R9, R32)."""

    workshop_code = WorkshopCodeField(label="کد کارگاه واحد صنفی", help_text=texts.WORKSHOP_HINT)
    branch_code = BranchCodeField(label="کد شعبه تأمین اجتماعی", help_text=texts.BRANCH_HINT)
