"""Forms of the desk: each knows who fills it and about which row, and what its service takes."""

from collections.abc import Mapping
from copy import copy
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from core.forms import PersianForm, PersianModelForm
from core.refusals import RuleBroken

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object

DJANGOS_EMPTY_LABEL = "---------"
EMPTY_LABEL = "انتخاب کنید"


class DeskFormMixin(_Form):
    """What every form of a step has: `user` fills it, `row` is what it is about (None while a row is added)."""

    #: How the form is sent; "get" for a first question that only leads on to the form itself.
    sent_by: ClassVar[str] = "post"
    #: The field beside which a refusal stands, by the code of the refusal; all others stand on top.
    beside: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, user: User, row: Any = None, **kwargs: Any) -> None:
        self.user, self.row = user, row
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DJANGOS_EMPTY_LABEL:
                field.empty_label = EMPTY_LABEL

    def arguments(self) -> dict[str, Any]:
        """What the service takes, by the names of its parameters."""
        return self.cleaned_data


class DeskForm(DeskFormMixin, PersianForm):
    """A form of a step; as it stands, a button that asks nothing."""


class DeskModelForm(DeskFormMixin, PersianModelForm):
    """A form of a row's own columns; the row on the page stays as it is until a service changes it."""

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["instance"] = copy(row)
        super().__init__(*args, row=row, **kwargs)


class PreviewedForm(DeskForm):
    """A form whose effect is shown before it is done: it comes back with the mark of what was shown."""

    previewed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.mark = typed.pop("previewed", "")
        return typed

    def mark_of_values(self) -> str:
        """What `previewed` must say for these very values to have been shown."""
        values = sorted((name, str(value)) for name, value in self.cleaned_data.items())
        return sha256(repr(values).encode()).hexdigest()

    @property
    def is_previewed(self) -> bool:
        """Whether the effect of these very values has been shown."""
        return bool(self.mark == self.mark_of_values())

    def show_previewed(self) -> None:
        """Carry the mark of the present values in the form that is shown next."""
        self.data = {**self.data.dict(), self.add_prefix("previewed"): self.mark_of_values()}  # type: ignore[attr-defined]  # a QueryDict


def show_refusal(form: Any, refusal: RuleBroken | ValidationError) -> None:
    """Let a service's refusal stand in the form: beside the field it is about, or on top.

    A form with a `refuse` of its own decides itself.
    """
    if hasattr(form, "refuse"):
        form.refuse(refusal)
    elif isinstance(refusal, RuleBroken):
        field = getattr(form, "beside", {}).get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
    else:
        fields: Mapping[str, Any] = getattr(refusal, "error_dict", {"": refusal.error_list})
        for name, errors in fields.items():
            for error in errors:
                form.add_error(name if name in form.fields else None, error)
