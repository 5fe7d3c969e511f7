"""Forms of signing in, of changing the mobile number, and of the staff's second factor."""

from typing import Any

from django import forms

from accounts import texts
from accounts.captcha import CaptchaField
from accounts.states import Seen
from core.fields import DigitsCharField, MobileField, NationalCodeField, PersianTextField
from core.forms import PersianForm


class SignInForm(PersianForm):
    """Step 1: mobile, national code, captcha."""

    mobile = MobileField(
        label="شماره تلفن همراه", help_text="یازده رقم، با ۰۹ آغاز می‌شود و به نام خودتان است."
    )
    national_code = NationalCodeField(label="کد ملی", help_text="ده رقم، پشت کارت ملی هوشمند.")

    def __init__(self, *args: Any, hard_captcha: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captcha"] = CaptchaField(hard=hard_captcha)


class CodeForm(PersianForm):
    """Step 2: the code from the SMS."""

    code = DigitsCharField(label="کد فعال‌سازی", length=6, autocomplete="one-time-code")


class NewMobileForm(PersianForm):
    """A new number for a signed-in person."""

    mobile = MobileField(
        label="شمارهٔ تازه", help_text="سیم‌کارتی که به نام خودتان است؛ کد به همین شماره می‌رسد."
    )

    def __init__(self, *args: Any, hard_captcha: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captcha"] = CaptchaField(hard=hard_captcha)


class LostSimForm(NewMobileForm):
    """The old SIM is out of reach: who one is, and the new number."""

    national_code = NationalCodeField(label="کد ملی", help_text="ده رقم، پشت کارت ملی هوشمند.")
    field_order = ("national_code", "mobile", "captcha")


class StaffSignInForm(PersianForm):
    """User name, password and the second factor together: one answer for whatever is wrong."""

    username = forms.CharField(
        label="نام کاربری",
        max_length=64,
        widget=forms.TextInput({"dir": "ltr", "autocapitalize": "off", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label="گذرواژه",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "current-password"}),
    )
    otp_token = forms.CharField(
        label="کد تأیید برنامهٔ رمزساز",
        required=False,
        max_length=20,
        help_text="شش رقم برنامهٔ رمزساز، یا یکی از کدهای پشتیبان. در نخستین ورود خالی بگذارید.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "off"}),
    )

    def __init__(
        self, *args: Any, with_captcha: bool = False, hard_captcha: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if with_captcha:
            self.fields["captcha"] = CaptchaField(hard=hard_captcha)


class TokenForm(PersianForm):
    """The first code of a new authenticator."""

    otp_token = DigitsCharField(label="کد شش‌رقمی برنامه", length=6, autocomplete="one-time-code")


class PasswordForm(PersianForm):
    """A new password of one's own."""

    old_password = forms.CharField(
        label="گذرواژهٔ کنونی",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="گذرواژهٔ تازه",
        strip=False,
        max_length=200,
        help_text="دست‌کم ۱۲ نویسه. چند واژهٔ بی‌ربط کنار هم، هم به یاد می‌ماند و هم حدس‌زدنی نیست.",
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "new-password"}),
    )
    new_password_again = forms.CharField(
        label="تکرار گذرواژهٔ تازه",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "new-password"}),
    )

    def clean_new_password_again(self) -> str:
        """The password typed twice must be the same."""
        again = str(self.cleaned_data["new_password_again"])
        if again != self.cleaned_data.get("new_password", again):
            raise forms.ValidationError(texts.PASSWORDS_DIFFER, code="differ")
        return again


class ReferenceForm(PersianForm):
    """The number a person brings to the counter."""

    reference = DigitsCharField(
        label="شمارهٔ مرجع", length=10, help_text="ده رقمی که متقاضی هنگام درخواست گرفته است."
    )


class IdentityForm(PersianForm):
    """What was seen when somebody came without their old SIM."""

    seen = forms.ChoiceField(label="مدرکی که دیدید", choices=Seen.choices, widget=forms.RadioSelect)
    note = PersianTextField(
        label="شرح بررسی",
        max_length=300,
        help_text="چگونه مطمئن شدید؛ برای نمونه: حضوری، چهره با عکس کارت یکی بود.",
        widget=forms.Textarea({"rows": 3}),
    )


class RefusalForm(PersianForm):
    """Why a request for another number is refused."""

    note = PersianTextField(label="دلیل رد", max_length=300, widget=forms.Textarea({"rows": 2}))
