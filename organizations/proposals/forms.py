"""What citizens type about a missing trade."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.captcha import CaptchaField
from accounts.models import Person
from core.fields import MobileField, PersianTextField, TrackingCodeField
from core.forms import PersianForm
from organizations.places.models import County
from organizations.proposals import texts

if TYPE_CHECKING:
    _CountyChoice = forms.ModelChoiceField[County]
else:
    _CountyChoice = forms.ModelChoiceField


class CountyField(_CountyChoice):
    """A county with its province before it."""

    def label_from_instance(self, obj: Any) -> str:
        """«تهران، ری»."""
        return f"{obj.province.name}، {obj.name}"


class SuggestForm(PersianForm):
    """County, description, and where to call; a signed-in citizen needs no captcha and no other number."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    county = CountyField(County.objects.none(), label="شهرستان", empty_label="انتخاب کنید")
    text = PersianTextField(
        label="شرح کسب‌وکار",
        max_length=1000,
        min_length=10,
        help_text="چه می‌سازید، می‌فروشید یا چه خدمتی می‌دهید و مردم آن را به چه نامی می‌شناسند؟",
        widget=forms.Textarea({"rows": 4}),
    )
    contact_name = PersianTextField(label="نام و نام خانوادگی", max_length=120)
    mobile = MobileField(label="تلفن همراه", help_text="اگر اتاق اصناف پرسشی داشت، با این شماره تماس می‌گیرد.")
    captcha = CaptchaField()

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        known: dict[str, Any] = {"form_key": uuid.uuid4()}
        if person is not None:
            known["contact_name"] = person.full_name
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        rows = County.objects.select_related("province").order_by("province__name_sort", "name_sort")
        self.fields["county"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        if person is not None:
            del self.fields["captcha"]
            if person.mobile:
                del self.fields["mobile"]


class SuggestionCodeForm(PersianForm):
    """What became of my suggestion? Code and captcha."""

    code = TrackingCodeField(
        label="کد پیگیری پیشنهاد",
        help_text="شانزده رقم، از رسید ثبت پیشنهاد.",
        unknown=texts.WRONG_CODE,
    )
    captcha = CaptchaField()
