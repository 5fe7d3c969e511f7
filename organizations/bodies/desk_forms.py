"""Forms for bodies and for what hangs on them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from core.fields import JalaliDateField, PostalCodeField
from organizations.bodies.models import Chamber, Commission, Union
from organizations.bodies.rules import counties_covered_by
from organizations.categories.fields import CategoryField
from organizations.desk.forms import DeskForm, DeskModelForm
from organizations.places.models import County
from organizations.roles.states import Level


class _BodyForm(DeskModelForm):
    postal_code = PostalCodeField(label="کد پستی", required=False, help_text="ده رقم.")


class _LevelForm(_BodyForm):
    def clean(self) -> dict[str, Any]:
        """A level needs its place; a county brings its province, and what lies below a level is left out."""
        found = super().clean() or {}
        level, county = found.get("level"), found.get("county")
        if level == Level.COUNTY and not found.get("county"):
            self.add_error("county", "شهرستان را انتخاب کنید.")
        if level == Level.PROVINCE and not found.get("province"):
            self.add_error("province", "استان را انتخاب کنید.")
        found["county"] = county if level == Level.COUNTY else None
        if level != Level.PROVINCE:
            found["province"] = county.province if county and level == Level.COUNTY else None
        return found


class UnionForm(_LevelForm):
    """A union to be founded; the body above follows from level and place."""

    class Meta:
        model = Union
        fields = ("name", "level", "county", "province", "address", "postal_code", "phone")
        help_texts = {
            "name": "نام کامل، مانند «اتحادیهٔ صنف نانوایان شهرستان تهران».",
            "county": "فقط برای اتحادیهٔ شهرستانی.",
            "province": "فقط برای اتحادیهٔ استانی.",
        }

    def arguments(self) -> dict[str, Any]:
        return {"union": self.instance}


class ChamberForm(_BodyForm):
    """The chamber of a county."""

    class Meta:
        model = Chamber
        fields = ("name", "county", "address", "postal_code", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].required = True
        self.fields["county"].error_messages["required"] = "شهرستان را انتخاب کنید."

    def arguments(self) -> dict[str, Any]:
        return {"chamber": self.instance}


class CommissionForm(_LevelForm):
    """The commission of a county or of a province centre."""

    class Meta:
        model = Commission
        fields = ("name", "level", "county", "province", "address", "postal_code", "phone")
        help_texts = {"county": "فقط برای کمیسیون شهرستان.", "province": "فقط برای کمیسیون مرکز استان."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [(Level.COUNTY, "شهرستان"), (Level.PROVINCE, "مرکز استان")]

    def arguments(self) -> dict[str, Any]:
        return {"commission": self.instance}


class PostalCodeForm(DeskForm):
    """A postal code to be corrected, of a union or in a published version of its conditions (R201)."""

    postal_code = PostalCodeField(label="کد پستی اتحادیه", help_text="ده رقم.")


class ContactForm(DeskForm):
    """What the body above corrects."""

    address = forms.CharField(label="نشانی", max_length=300, required=False)
    postal_code = PostalCodeField(label="کد پستی", required=False, help_text="ده رقم.")
    phone = forms.CharField(label="تلفن", max_length=20, required=False)


class NameForm(ContactForm):
    """What the commission or the secretariat also changes."""

    name = forms.CharField(label="نام", max_length=160)
    is_active = forms.BooleanField(label="این نهاد فعال است", required=False)
    field_order = ("name", "address", "postal_code", "phone", "is_active")


def counties_to_cover(union: Union, user: User) -> "QuerySet[County]":
    """Where this person, a commission, gives this union a trade."""
    reached = counties_covered_by(user).select_related("province")
    if union.level == Level.COUNTY:
        reached = reached.filter(bodies=union)
    elif union.level == Level.PROVINCE:
        reached = reached.filter(province=union.province_id)
    return reached


class CoverForm(DeskForm):
    """A trade that a union answers for in a county."""

    county = forms.ModelChoiceField(County.objects.none(), label="شهرستان")
    category = CategoryField(label="رسته", help_text="کد آیسیک یا نام رسته.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row.level == Level.COUNTY:
            self.fields["county"].initial = self.row.county_id
        field: Any = self.fields["county"]
        field.queryset = counties_to_cover(self.row, self.user)


class MoveCoverageForm(DeskForm):
    """The union that answers from now on."""

    union = forms.ModelChoiceField(Union.objects.none(), label="اتحادیهٔ تازه")
    note = forms.CharField(label="علت", max_length=200, help_text="مانند شمارهٔ مصوبهٔ ادغام یا تفکیک.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county = self.row.county
        reach = (
            Q(level=Level.NATIONAL)
            | Q(level=Level.PROVINCE, province=county.province_id)
            | Q(level=Level.COUNTY, county=county.pk)
        )
        field: Any = self.fields["union"]
        field.queryset = Union.objects.filter(reach, is_active=True).exclude(pk=self.row.union_id)


class ReasonForm(DeskForm):
    """Why something ends."""

    note = forms.CharField(label="علت", max_length=200, help_text="در تاریخچه می‌ماند.")


class UnitCountForm(DeskForm):
    """How many units a union has, counted for an election."""

    units = forms.IntegerField(label="شمار واحدهای صنفی", min_value=1, max_value=1_000_000)
    valid_from = JalaliDateField(label="از روز", help_text="روز انتخاباتی که این شمار برای آن گرفته شد.")


class PickUnionForm(DeskForm):
    """The first step: whose conditions or tariff."""

    sent_by = "get"

    union = forms.ModelChoiceField(Union.objects.none(), label="اتحادیه")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union: Any = self.fields["union"]
        union.queryset = Union.objects.entered_by(self.user).filter(is_active=True)
