"""Forms whose words are Persian, and the fields they are made of.

A form shown again after an error still holds what was typed. `PersianForm` and `PersianModelForm` say in
every message which field they speak of.
"""

from typing import TYPE_CHECKING, Any

from django import forms

from core.fields import (
    JalaliDateField,
    PersianIntegerField,
    PersianTextField,
    code_input,
)
from core.page_faults import note_fault
from core.restored_input import restored_fields
from core.rials import group_digits

if TYPE_CHECKING:
    from django.db.models import Model

    _Form = forms.BaseForm
    _ModelForm = forms.ModelForm[Model]
else:
    _Form = object
    _ModelForm = forms.ModelForm


class PersianFormMixin(_Form):
    """Persian messages that name their field, no browser messages, and fields that normalise.

    Plain `CharField` and `IntegerField` become their Persian versions (passwords stay as typed), a plain
    `DateField` becomes a `JalaliDateField`. A message given to a field itself is left alone.
    """

    use_required_attribute = False
    #: Whether fields that may stay empty say so; a filter, where nothing has to be filled, does not.
    marks_optional = True
    #: Fields that begin anew in every form drawn.
    never_restored: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, plain in self.fields.items():
            field = self.fields[name] = _persian_version(plain)
            for code, message in _messages(field).items():
                if _is_default(field, code):
                    field.error_messages[code] = message

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        note_fault()

    def full_clean(self) -> None:
        super().full_clean()
        if self.errors:
            note_fault()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What the person typed before their session ended (`core.restored_input`), else what the form begins with.

        Asked when the field is drawn, so that a field added after `__init__` is no exception.
        """
        kept, posted = restored_fields(), self.add_prefix(field_name)
        again = kept and not self.is_bound and field_name not in self.never_restored
        if again and any(key == posted or key.startswith(f"{posted}_") for key in kept or ()):
            return field.widget.value_from_datadict(kept, {}, posted)
        return super().get_initial_for_field(field, field_name)


class PersianForm(PersianFormMixin, forms.Form):
    """A form whose fields take Persian and whose messages name the field."""


class PersianModelForm(PersianFormMixin, _ModelForm):
    """The same for a form made from a model."""


def _persian_version(field: forms.Field) -> forms.Field:
    """The field itself or, for a plain field of Django, the one that takes Persian."""
    if type(field) is forms.CharField and not isinstance(field.widget, forms.PasswordInput):
        field.__class__ = PersianTextField  # same state, another `to_python`
    elif type(field) is forms.IntegerField:
        field.__class__ = PersianIntegerField
        if type(field.widget) is forms.NumberInput:
            field.widget = forms.TextInput(code_input(24))
    elif type(field) is forms.DateField:
        return JalaliDateField(
            required=field.required,
            label=field.label,
            initial=field.initial,
            help_text=field.help_text,
            validators=field.validators,
            disabled=field.disabled,
        )
    return field


def _is_default(field: forms.Field, code: str) -> bool:
    """Whether nobody has worded this message for the field itself or for its own class."""
    message = field.error_messages.get(code)
    classes = (cls for cls in type(field).__mro__ if cls.__module__.startswith("django."))
    defaults = (vars(cls).get("default_error_messages", {}) for cls in classes)
    return message is None or any(message is default.get(code) for default in defaults)


def _messages(field: forms.Field) -> dict[str, str]:
    label = str(field.label or "این بخش")
    messages = {"required": _required_message(field, label)}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        wrong = f"{label} را از میان گزینه‌های همین فهرست انتخاب کنید."
        messages |= {"invalid_choice": wrong, "invalid_list": wrong, "invalid_pk_value": wrong}
    if isinstance(field, forms.IntegerField):
        messages["invalid"] = f"{label} را با رقم بنویسید، مانند ۱۲."
        messages |= _bound_messages(label, "", "باشد", least=field.min_value, most=field.max_value)
    elif isinstance(field, forms.EmailField):
        messages["invalid"] = f"{label} را کامل بنویسید، مانند name@example.ir."
    if isinstance(field, forms.CharField):
        messages |= {
            code.replace("value", "length"): message
            for code, message in _bound_messages(
                label, " نویسه", "داشته باشد", least=field.min_length, most=field.max_length
            ).items()
        }
    return messages


def _required_message(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return "برای ادامه، این گزینه را علامت بزنید."
    if isinstance(field, forms.FileField):
        return f"{label} را بارگذاری کنید."
    chosen = isinstance(field.widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{label} را {'انتخاب کنید' if chosen else 'بنویسید'}."


def _bound_messages(label: str, unit: str, verb: str, *, least: Any, most: Any) -> dict[str, str]:
    """«… دست‌کم ۳ نویسه داشته باشد» and «… حداکثر …», for the bounds that are numbers."""
    bounds = (("min_value", "دست‌کم", least), ("max_value", "حداکثر", most))
    return {
        code: f"{label} باید {word} {group_digits(limit)}{unit} {verb}."
        for code, word, limit in bounds
        if isinstance(limit, int)
    }
