"""Forms of a paper file: first where and when, then who and what, by the applicant's own forms."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from core.fields import ClockField, JalaliDateField, MobileField, NationalCodeField, PersianTextField
from core.forms import PersianForm
from licensing.intake import paper_file_texts as texts
from licensing.intake import paper_files as paper_intake
from licensing.intake.forms import OfficesForm, PersonForm
from organizations.categories.models import Category
from organizations.places.models import County


class TakenForm(PersianForm):
    """The union's trade and county, the day of the receipt and its number."""

    category = forms.ModelChoiceField(Category.objects.none(), label="رسته", empty_label="انتخاب کنید")
    county = forms.ModelChoiceField(County.objects.none(), label="شهرستان", empty_label="انتخاب کنید")
    day = JalaliDateField(
        label="روز گرفتن پرونده", past_only=True, help_text="همان روزی که روی رسید کاغذی نوشته شده است."
    )
    hour = ClockField(
        label="ساعت گرفتن پرونده",
        required=False,
        help_text="مانند ۱۴:۳۰. اگر روی رسید نیست، خالی بگذارید؛ پایان قطعیِ همان روز به جای آن می‌نشیند.",
    )
    receipt = PersianTextField(label="شمارهٔ رسید کاغذی", max_length=30)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unions = paper_intake.unions_of(by)
        covered = {"coverage__union__in": unions, "coverage__is_active": True}
        categories = Category.objects.filter(is_active=True, **covered).distinct()
        counties = County.objects.filter(**covered).distinct()
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]  # ModelChoiceFields
        self.fields["county"].queryset = counties  # type: ignore[attr-defined]
        if not self.is_bound and unions.count() == 1:
            self.initial["county"] = unions.get().county_id


class PaperPersonForm(PersonForm):
    """The applicant, as the paper says."""

    field_order = ("national_code", "birth_date", "mobile", "is_isargar")
    national_code = NationalCodeField(label="کد ملی متقاضی")
    mobile = MobileField(
        label="تلفن همراه متقاضی", help_text="سیم‌کارتی به نام خود متقاضی؛ کد رهگیری به آن پیامک می‌شود."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "birth_date"
        ].help_text = "به شمسی، همان‌گونه که در شناسنامه است. نام از ثبت احوال خوانده می‌شود."
        self.fields["is_isargar"].label = "متقاضی ایثارگر است"


class PaperOfficesForm(OfficesForm):
    """What the offices are told; the hints speak to the clerk, not to the applicant."""

    hints: ClassVar[dict[str, str]] = {
        "birth_certificate_no": "اگر شناسنامه شماره ندارد، کد ملی متقاضی را بنویسید.",
        "building_use": "شهرداری همین را می‌پرسد. اگر در پرونده نیامده است، «معلوم نیست» را انتخاب کنید.",
        "municipal_code": "روی قبض عوارض نوسازی است. اگر در پرونده نیست، خالی بگذارید.",
        "tax_code": "ده تا شانزده رقم. اگر متقاضی هنوز در سازمان مالیاتی ثبت‌نام نکرده است، خالی بگذارید.",
        "staff_count": "کارکنان این واحد بدون خود متقاضی. اگر تنها کار می‌کند، صفر بنویسید.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint


class SignedForm(PersianForm):
    """What the applicant signed."""

    signed = forms.BooleanField(label=texts.SIGNED)


class JoinedForms:
    """Several forms with different field names, judged and drawn as one by components/form.html."""

    is_multipart = False

    def __init__(self, *forms: PersianForm) -> None:
        self.forms = forms

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.forms for field in form)

    def is_valid(self) -> bool:
        """Every form is judged, so that all errors are told at once."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def non_field_errors(self) -> list[str]:
        return [str(error) for form in self.forms for error in form.non_field_errors()]

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return {name: value for form in self.forms for name, value in form.cleaned_data.items()}

    def add_error(self, name: str | None, error: str) -> None:
        """Tell an error beside a field, wherever it stands; without a name above the form."""
        owners = [form for form in self.forms if name in form.fields]
        (owners or self.forms)[0].add_error(name if owners else None, error)
