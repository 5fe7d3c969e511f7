"""Forms of trades and of files of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator

from core.fields import IsicCodeField
from organizations.categories.files import MOST_BYTES, TOO_LARGE
from organizations.categories.models import Category
from organizations.categories.spreadsheets import XLSX_TYPE
from organizations.categories.states import ImportMode
from organizations.desk.forms import DeskForm
from organizations.places.desk_forms import ReferenceForm


class CategoryForm(ReferenceForm):
    """A category of trade."""

    isic_code = IsicCodeField(label="کد آیسیک", help_text="۶، ۷، ۹ یا ۱۰ رقم.")

    class Meta:
        model = Category
        fields = (
            "isic_code",
            "name",
            "branch_of_trade",
            "covid_job_group",
            "is_specialised",
            "needs_health_inquiry",
            "host_customers_on_site",
            "is_online",
            "is_active",
        )
        help_texts = {
            "is_specialised": "",
            "covid_job_group": "۱ تا ۴؛ گروه ۴ نخستین گروهی است که در وضعیت زرد بسته می‌شود.",
        }


def not_too_large(file: "UploadedFile[Any]") -> None:
    """Raise ValidationError for a file above the limit, before anything of it is read."""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")


class UploadForm(DeskForm):
    """A file of categories: CSV, or a workbook such as the portal itself writes."""

    file = forms.FileField(
        label="فایل اکسل یا CSV",
        help_text=(
            "سطر نخست نام ستون‌ها، دست‌کم: کد آیسیک، نام رسته، شاخه. خروجی فهرست رسته‌ها همین شکل را دارد."
            " از فایل اکسل برگهٔ نخست خوانده می‌شود؛ CSV را با «UTF-8» ذخیره کنید."
        ),
        validators=[
            FileExtensionValidator(["xlsx", "csv", "txt"], "فایل اکسل (xlsx) یا CSV بفرستید."),
            not_too_large,
        ],
        widget=forms.FileInput({"accept": f".xlsx,.csv,.txt,text/csv,{XLSX_TYPE}"}),
    )

    def arguments(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"file_name": file.name, "content": file.read()}


class ModeForm(DeskForm):
    """All or nothing, or the good rows."""

    mode = forms.ChoiceField(
        label="شیوهٔ ورود",
        choices=ImportMode.choices,
        widget=forms.RadioSelect,
        initial=ImportMode.ALL_OR_NOTHING,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choice_hints = {  # type: ignore[attr-defined]
            ImportMode.ALL_OR_NOTHING: "اگر حتی یک ردیف نادرست باشد، هیچ رسته‌ای تغییر نمی‌کند.",
            ImportMode.GOOD_ROWS: "ردیف‌های نادرست کنار گذاشته می‌شوند و بقیه یکجا وارد می‌شوند.",
        }
