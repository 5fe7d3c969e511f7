"""What the applicant types, and the public look-ups."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core.fields import (
    DigitsCharField,
    JalaliDateField,
    PersianIntegerField,
    PersianTextField,
    PostalCodeField,
    code_input,
)
from core.forms import PersianForm
from core.text import to_ascii_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.states import BuildingUse, Tenure
from licensing.intake import texts
from licensing.intake.eligibility import QUESTIONS
from organizations.law.services import fill_in, numbers_in_force

LARGEST_AREA = 100_000  # square metres
MOST_STAFF = 10_000
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class EligibilityForm(PersianForm):
    """A few questions before one begins; the answers are kept nowhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = numbers_in_force()
        for name, (label, answers) in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=fill_in(label, numbers),
                choices=[(value, fill_in(words, numbers)) for value, words in answers.choices],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "یکی از پاسخ‌ها را انتخاب کنید.",
                    "invalid_choice": "یکی از پاسخ‌ها را انتخاب کنید.",
                },
            )


class AcceptForm(PersianForm):
    """Acceptance of the conditions, with the versions the person was shown (R63)."""

    general = forms.IntegerField(widget=forms.HiddenInput)
    special = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.BooleanField(label=texts.ACCEPT)


class PersonForm(PersianForm):
    """The applicant: the rest is known from the civil registry (R2)."""

    birth_date = JalaliDateField(
        label="تاریخ تولد",
        past_only=True,
        help_text="به شمسی، همان‌گونه که در شناسنامه است. نام شما از ثبت احوال خوانده می‌شود.",
    )

    is_isargar = forms.BooleanField(
        label="ایثارگر هستم",
        required=False,
        help_text="جانباز، آزاده، رزمنده یا از خانوادهٔ شهیدان و ایثارگران.",
    )


class PlaceForm(PersianForm):
    """The premises; a business on the net has an office and no floor area."""

    unit_name = forms.CharField(
        label="نام واحد صنفی", max_length=120, help_text="نامی که روی تابلو می‌آید، مانند «سوپرمارکت بهار»."
    )
    tenure = forms.ChoiceField(label="نوع تصرف محل", choices=Tenure.choices, widget=forms.RadioSelect)
    area_m2 = PersianIntegerField(
        label="مساحت (متر مربع)", min_value=1, max_value=LARGEST_AREA, help_text="عدد کامل، مانند ۳۲."
    )
    address = forms.CharField(
        label="نشانی محل کسب",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "street-address"}),
        help_text="شهر، خیابان، کوچه، پلاک و طبقه.",
    )
    postal_code = PostalCodeField(label="کد پستی", help_text="ده رقم، از روی قبض یا سند محل.")

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(case, PlaceForm.base_fields), **kwargs)
        if case.category.is_online:
            del self.fields["area_m2"]
            self.fields["address"].label = "نشانی دفتر کسب‌وکار"

    def clean_address(self) -> str:
        return " ".join(str(self.cleaned_data["address"]).split())


class OfficesForm(PersianForm):
    """What the letters of inquiry tell the offices, asked once (annex 7, R64)."""

    birth_certificate_no = DigitsCharField(
        label="شمارهٔ شناسنامه",
        max_length=10,
        help_text="اگر شناسنامهٔ شما شماره ندارد، کد ملی را بنویسید.",
    )
    birth_certificate_place = PersianTextField(
        label="محل صدور شناسنامه", max_length=60, help_text="مانند «تهران»."
    )
    building_use = forms.ChoiceField(
        label="کاربری محل در سند یا پایان‌کار",
        choices=BuildingUse.choices,
        widget=forms.RadioSelect,
        help_text="شهرداری همین را می‌پرسد. اگر نمی‌دانید، «معلوم نیست» را انتخاب کنید.",
    )
    municipal_code = PersianTextField(
        label="کد نوسازی شهرداری",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=code_input(30)),
        help_text="روی قبض عوارض نوسازی است. اگر در دست ندارید، خالی بگذارید.",
    )
    tax_code = DigitsCharField(
        label="کد ثبت‌نام مالیاتی",
        required=False,
        min_length=10,
        max_length=16,
        help_text="ده تا شانزده رقم. اگر هنوز در سازمان مالیاتی ثبت‌نام نکرده‌اید، خالی بگذارید.",
    )
    staff_count = PersianIntegerField(
        label="شمار کارکنان",
        min_value=0,
        max_value=MOST_STAFF,
        help_text="کسانی که در این واحد برای شما کار خواهند کرد، بدون خودتان. اگر تنها کار می‌کنید، صفر بنویسید.",
    )

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(case, OfficesForm.base_fields), **kwargs)

    def clean_municipal_code(self) -> str:
        typed = to_ascii_digits(str(self.cleaned_data["municipal_code"])).replace(" ", "")
        if typed and not set(typed) <= set("0123456789-/"):
            raise ValidationError(texts.NOT_A_MUNICIPAL_CODE, code="invalid")
        return typed


class PlatformForm(PersianForm):
    """The platform of an online business; the applicant answers for it, and nobody else may be demanded (R204)."""

    website = PersianTextField(
        label="نشانی سایت یا برنامک",
        max_length=200,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "url", "spellcheck": "false"}
        ),
        help_text="نشانی سایت یا صفحهٔ دریافت برنامک، مانند example.ir.",
    )
    answers_for_platform = forms.BooleanField(
        label="مسئولیت راه‌اندازی، مدیریت و بهره‌برداری از این سامانه با خودم است.",
        error_messages={"required": "ضوابط این رسته این مسئولیت را بر عهدهٔ فرد صنفی می‌گذارد؛ آن را بپذیرید."},
        help_text="ضوابط خاص این رسته، مادهٔ ۲، تبصرهٔ ۲.",
    )

    def __init__(self, *args: Any, case: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(case, PlatformForm.base_fields), **kwargs)

    def clean_website(self) -> str:
        typed = str(self.cleaned_data["website"])
        try:
            WEB_ADDRESS(typed if "://" in typed else f"https://{typed}")
        except ValidationError as error:
            raise ValidationError(texts.NOT_A_WEBSITE, code="invalid") from error
        return typed


def kept(case: LicenceRequest, names: Any) -> dict[str, Any]:
    """What the request already holds for these fields."""
    return {name: getattr(case, name) for name in names}


class UndertakingForm(PersianForm):
    """The last word before the tracking code (R83)."""

    undertaking = forms.BooleanField(label=texts.UNDERTAKING)
