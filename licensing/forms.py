"""What the applicant types, and the public look-ups."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.captcha import CaptchaField
from core.fields import DigitsCharField, code_input
from core.forms import (
    GuildIdField,
    JalaliDateField,
    LicenceNumberField,
    PersianForm,
    PersianIntegerField,
    PersianTextField,
    PostalCodeField,
    RialsField,
    TrackingCodeField,
)
from core.references import clean_tracking_code
from core.rials import format_rials
from core.text import to_ascii_digits, to_persian_digits
from licensing import needs_texts, payment_texts
from licensing import page_texts as texts
from licensing.eligibility import QUESTIONS
from licensing.models import DecisionReason, Invoice, LicenceRequest
from licensing.rules import BuildingUse, Tenure
from licensing.services.needs import LONGEST_NOTE
from organizations.services import fill_in, numbers_in_force

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

    def __init__(self, *args: Any, request: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(request, PlaceForm.base_fields), **kwargs)
        if request.category.is_online:
            del self.fields["area_m2"]
            self.fields["address"].label = "نشانی دفتر کسب‌وکار"

    def clean_address(self) -> str:
        """The address on one line, as it is printed."""
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

    def __init__(self, *args: Any, request: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(request, OfficesForm.base_fields), **kwargs)

    def clean_municipal_code(self) -> str:
        """Digits in groups, as the bill has them.

        Raises:
            ValidationError: something else than digits and hyphens.
        """
        typed = to_ascii_digits(str(self.cleaned_data["municipal_code"])).replace(" ", "")
        if typed and not set(typed) <= set("0123456789-/"):
            raise ValidationError("کد نوسازی فقط رقم و خط تیره دارد.", code="invalid")
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

    def __init__(self, *args: Any, request: LicenceRequest, **kwargs: Any) -> None:
        super().__init__(*args, initial=kept(request, PlatformForm.base_fields), **kwargs)

    def clean_website(self) -> str:
        """The address as it was typed, if a browser could open it.

        Raises:
            ValidationError: no address of the web.
        """
        typed = str(self.cleaned_data["website"])
        try:
            WEB_ADDRESS(typed if "://" in typed else f"https://{typed}")
        except ValidationError as error:
            raise ValidationError("نشانی سایت را کامل بنویسید، مانند example.ir.", code="invalid") from error
        return typed


def kept(request: LicenceRequest, names: Any) -> dict[str, Any]:
    """What the request already holds for these fields."""
    return {name: getattr(request, name) for name in names}


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
                error_messages={"max_length": needs_texts.LONG_NOTE},
                help_text="چه کردید و مدرک آن کجاست؛ برای نمونه: گواهی را با پست فرستادم، شمارهٔ مرسوله…",
                widget=forms.Textarea({"rows": 2}),
            )

    def notes(self) -> dict[int, str]:
        """The words by the key of the need."""
        return {need.pk: self.cleaned_data[f"note_{need.pk}"] for need in self.needs}


class SlipsForm(PersianForm):
    """The number of the deposit slip of every line that is not verified; lines left empty wait (R134).

    Where one slip may pay several lines of an account, its amount is asked too.
    """

    marks_optional = False  # every number is owed; the words above the form say that it may come later

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = (
            self.data if self.is_bound else ()
        )  # nothing typed is lost when somebody verified a line meanwhile
        self.lines = [
            line for line in invoice.lines.all() if line.verified_at is None or f"slip_{line.pk}" in typed
        ]
        for line in self.lines:
            self.fields[f"slip_{line.pk}"] = PersianTextField(
                label=f"شمارهٔ فیش: {line.title}",
                required=False,
                max_length=30,
                initial=to_persian_digits(line.slip_number),
                help_text=f"{format_rials(line.amount)} به {line.account}",
                widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "inputmode": "numeric"}),
            )

        accounts = [line.paid_into_id for line in invoice.lines.all()]
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


class UndertakingForm(PersianForm):
    """The last word before the tracking code (R83)."""

    undertaking = forms.BooleanField(label=texts.UNDERTAKING)


class KnownTrackingCodeField(TrackingCodeField):
    """A tracking code; a wrong check digit is told in the words of an unknown code."""

    @staticmethod
    def check(raw: str) -> str:
        """The sixteen digits. Raises ValidationError before the database is asked."""
        try:
            return clean_tracking_code(raw)
        except ValidationError as error:
            if error.code != "check_digit":
                raise
            raise ValidationError(texts.WRONG_TRACKING_CODE, code="unknown") from error


class TrackForm(PersianForm):
    """Where does my request stand? Code and captcha (R65)."""

    code = KnownTrackingCodeField(label="کد رهگیری", help_text="شانزده رقم، از رسید یا پیامک ثبت درخواست.")
    captcha = CaptchaField()


class OpenForm(PersianForm):
    """A captcha stands before every SMS."""

    def __init__(self, *args: Any, hard_captcha: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captcha"] = CaptchaField(hard=hard_captcha)


class VerifyForm(PersianForm):
    """Is this licence genuine? Two numbers that stand on it, and captcha."""

    number = LicenceNumberField(
        label="شمارهٔ پروانه", help_text="همان‌گونه که روی پروانه است، با خط تیره یا ممیز."
    )
    guild_id = GuildIdField(label="شناسهٔ صنفی", help_text="ده رقم، روی پروانه.")
    captcha = CaptchaField()
