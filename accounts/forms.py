"""Clean values of the sign-in steps."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from accounts import services, texts
from accounts.captcha import CaptchaField
from core.forms import DigitsCharField, MobileField, NationalCodeField, PersianForm
from core.refusals import RuleBroken


class SignInForm(PersianForm):
    """Step 1: mobile, national code, captcha."""

    mobile = MobileField(
        label="شماره تلفن همراه", help_text="یازده رقم، با ۰۹ آغاز می‌شود و به نام خودتان است."
    )
    national_code = NationalCodeField(label="کد ملی", help_text="ده رقم، پشت کارت ملی هوشمند.")
    captcha = CaptchaField()


class CodeForm(PersianForm):
    """Step 2: the code from the SMS."""

    code = DigitsCharField(
        label="کد فعال‌سازی",
        length=6,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "maxlength": "12"}
        ),
    )


class StaffSignInForm(AdminAuthenticationForm):
    """User name, password and the second factor together: one answer for whatever is wrong."""

    otp_token = forms.CharField(
        label="کد تأیید برنامهٔ رمزساز",
        help_text="شش رقم از برنامهٔ رمزساز، یا یکی از کدهای پشتیبان.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "نام کاربری"
        self.fields["username"].widget.attrs.update({"dir": "ltr", "autocapitalize": "off"})
        self.fields["password"].label = "گذرواژه"
        self.fields["password"].widget.attrs["dir"] = "ltr"
        for field in self.fields.values():
            field.error_messages["required"] = f"{field.label} را بنویسید."
        self.error_messages = dict.fromkeys(self.error_messages, texts.WRONG_STAFF_SIGN_IN)

    def clean(self) -> dict[str, Any]:
        """Check password and token; the wait after five failures is the service's.

        Raises:
            ValidationError: one sentence for every wrong part, so that nothing is learnt from it.
        """
        name = self.cleaned_data.get("username", "")
        password, token = self.cleaned_data.get("password", ""), self.cleaned_data.get("otp_token", "")
        if not (name and password and token):
            return self.cleaned_data
        try:
            self.user_cache = services.staff_credentials(self.request, name, password, token)
        except RuleBroken as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return self.cleaned_data
