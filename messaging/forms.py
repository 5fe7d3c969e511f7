"""What publishers of instructions type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import PersianTextField
from core.text import to_persian_digits
from core.uploads.fields import UploadField
from messaging.states import PUBLISHERS
from organizations.bodies.models import Body
from organizations.categories.fields import CategoryField
from organizations.categories.models import Category
from organizations.desk.forms import DeskForm
from organizations.roles.querysets import bodies_as


class CategoriesField(PersianTextField):
    """Trades, one a line, by ISIC code or name."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Category]:
        """The categories in the order typed. Raises ValidationError that names the line."""
        found: list[Category] = []
        one = CategoryField(required=False)
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            try:
                category = one.clean(line)
            except ValidationError as error:
                words = f"سطر {to_persian_digits(str(number))}: {' '.join(error.messages)}"
                raise ValidationError(words, code=error.error_list[0].code) from error
            if category is not None and category not in found:
                found.append(category)
        return found

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(row.isic_code for row in value) if isinstance(value, list) else value


class VersionForm(DeskForm):
    """The next version of an instruction."""

    title = PersianTextField(label="عنوان", max_length=160)
    summary = PersianTextField(
        label="چکیده",
        max_length=1000,
        help_text="چند جمله؛ صاحب واحد پیش از باز کردن فایل آن را می‌خواند.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    categories = CategoriesField(
        label="رسته‌ها",
        required=False,
        help_text="هر سطر یک رسته، با کد آیسیک یا نام. خالی یعنی همهٔ رسته‌ها.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = UploadField(label="فایل PDF", only_pdf=True)

    def arguments(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return told | {"content": self.cleaned_data["file"].read()}


class PublishForm(VersionForm):
    """A new instruction, in the name of a body one publishes for."""

    body = forms.ModelChoiceField(Body.objects.none(), label="ناشر")
    field_order = ("body", "title", "summary", "categories", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(pk__in=bodies_as(self.user, *PUBLISHERS)).select_related("county")
        choice: Any = self.fields["body"]
        choice.queryset = bodies
        if len(bodies) == 1:
            choice.initial, choice.empty_label = bodies[0].pk, None
