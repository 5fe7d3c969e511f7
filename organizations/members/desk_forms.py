"""Forms for roles, boards, minutes and authorisations."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from core.fields import JalaliDateField, NationalCodeField
from core.jalali import tehran_today
from core.uploads.fields import UploadField
from organizations.bodies.models import Body, Union
from organizations.desk.forms import DeskForm
from organizations.law.services import with_numbers
from organizations.members.fields import StaffField
from organizations.members.models import BoardMinute
from organizations.members.services import roles_open_to
from organizations.members.states import AuthorizationKind, BoardRole
from organizations.roles.querysets import bodies_as, holds
from organizations.roles.states import GRANTED_BY, BodyKind, Role


class GrantForm(DeskForm):
    """A role for an account, from one day to another."""

    user = StaffField(  # type: ignore[assignment]  # Django takes the fields off the class
        label="نام کاربری", help_text="همان نامی که همکار با آن وارد می‌شود."
    )
    role = forms.ChoiceField(label="نقش")
    body = forms.ModelChoiceField(Body.objects.none(), label="نهاد")
    valid_from = JalaliDateField(label="از", min_value=tehran_today)
    valid_to = JalaliDateField(label="تا", required=False, help_text="خالی یعنی تا زمانی که پس گرفته شود.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_what_is_granted(self)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        begins, ends = found.get("valid_from"), found.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", "پایان نقش پیش از آغاز آن است.")
        return found


#: The field beside which a refusal to open an account stands.
FIELD_OF = {
    "wrong_body": "body",
    "not_your_office": "body",
    "own_account": "national_code",
    "has_account": "national_code",
    "has_closed_account": "national_code",
    "identity_mismatch": "birth_date",
    "deceased": "national_code",
    "under_age": "birth_date",
    "bad_username": "username",
    "username_taken": "username",
}


class NewColleagueForm(DeskForm):
    """For whom an account is opened, and with which role."""

    beside = FIELD_OF

    national_code = NationalCodeField(label="کد ملی همکار", help_text="ده رقم، پشت کارت ملی هوشمند.")
    birth_date = JalaliDateField(
        label="تاریخ تولد", past_only=True, help_text="همان‌گونه که در کارت ملی نوشته است."
    )
    role = forms.ChoiceField(label="نقش")
    body = forms.ModelChoiceField(Body.objects.none(), label="نهاد")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_what_is_granted(self)


class UsernameForm(DeskForm):
    """The user name of a new account; `mark` names the person the page showed."""

    beside = FIELD_OF

    username = forms.CharField(
        label="نام کاربری",
        max_length=32,
        help_text="پیشنهاد سامانه است و می‌توانید عوضش کنید: حرف کوچک انگلیسی، رقم، نقطه و خط تیره.",
        widget=forms.TextInput(
            {"dir": "ltr", "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean_username(self) -> str:
        """A capital letter is a slip of the finger."""
        return str(self.cleaned_data["username"]).lower()


def _offer_what_is_granted(form: DeskForm) -> None:
    role: Any = form.fields["role"]
    role.choices = [("", "انتخاب کنید"), *((name, Role(name).label) for name in roles_open_to(form.user))]
    body: Any = form.fields["body"]
    body.queryset = bodies_below(form.user)


def bodies_below(by: User) -> Any:
    """The bodies in which `by` may grant a role."""
    granters = {granter for roles in GRANTED_BY.values() for granter in roles}
    below = Q(parent__in=bodies_as(by, *(granters - {Role.SECRETARIAT})))
    if holds(by, Role.SECRETARIAT):
        below |= ~Q(kind__in=[BodyKind.UNION, BodyKind.CHAMBER, BodyKind.SECRETARIAT])
    return Body.objects.filter(below, is_active=True).order_by("name_sort")


class SeatForm(DeskForm):
    """An elected member of a board."""

    union = forms.ModelChoiceField(Union.objects.none(), label="اتحادیه")
    national_code = NationalCodeField(label="کد ملی", help_text="ده رقم.")
    birth_date = JalaliDateField(
        label="تاریخ تولد", past_only=True, help_text="نام را سامانه از ثبت احوال می‌پرسد."
    )
    role = forms.ChoiceField(label="سمت", choices=[("", "انتخاب کنید"), *BoardRole.choices])
    from_date = JalaliDateField(label="آغاز دوره")
    to_date = JalaliDateField(label="پایان دوره")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union: Any = self.fields["union"]
        union.queryset = Union.objects.entered_by(self.user)
        self.fields["to_date"].help_text = with_numbers("حداکثر {board_term} سال پس از آغاز.")


class MinuteFileForm(DeskForm):
    """Another file in place of one that was infected."""

    file = UploadField(label="فایل صورتجلسه")

    def arguments(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["file"].read()}


class EndSeatForm(DeskForm):
    """When and why a member leaves."""

    on = JalaliDateField(label="پایان عضویت")
    note = forms.CharField(label="علت", max_length=200, help_text="مانند استعفا، فوت یا برکناری.")


class MinuteForm(DeskForm):
    """A numbered minute of one's own board."""

    union = forms.ModelChoiceField(Union.objects.none(), label="اتحادیه")
    number = forms.CharField(
        label="شمارهٔ صورتجلسه",
        max_length=30,
        help_text="هر شماره از آنِ یک صورتجلسه است؛ اگر هر سال از نو می‌شمارید، سال را هم بنویسید، مانند ۱۴۰۵/۱۲.",
    )
    held_on = JalaliDateField(label="تاریخ جلسه", past_only=True)
    text = forms.CharField(
        label="متن تصمیم‌ها",
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text="آنچه هیأت مدیره تصمیم گرفت. متن یا فایل کافی است؛ پس از ثبت عوض نمی‌شود.",
    )
    file = UploadField(label="فایل صورتجلسه", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union: Any = self.fields["union"]
        union.queryset = Union.objects.filter(pk__in=bodies_as(self.user, Role.UNION_BOARD))
        if not self.is_bound:
            union.initial = union.queryset.first()

    def arguments(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        told = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return told | {"content": file.read() if file else None}


class AuthorizationForm(DeskForm):
    """What the board lets an operator do."""

    operator = forms.ModelChoiceField(User.objects.none(), label="کاربر اتحادیه")
    kind = forms.ChoiceField(
        label="نوع مجوز",
        choices=AuthorizationKind.choices,
        widget=forms.RadioSelect,
        initial=AuthorizationKind.GENERAL,
    )
    request_reference = forms.CharField(
        label="کد رهگیری پرونده", max_length=40, required=False, help_text="فقط برای مجوز موردی."
    )
    minute = forms.ModelChoiceField(
        BoardMinute.objects.none(), label="صورتجلسه", help_text="نخست صورتجلسه را ثبت کنید."
    )
    valid_to = JalaliDateField(
        label="اعتبار تا",
        required=False,
        min_value=tehran_today,
        help_text="خالی یعنی تا زمانی که پس گرفته شود.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unions = bodies_as(self.user, Role.UNION_BOARD)
        operator: Any = self.fields["operator"]
        operator.queryset = (
            User.objects.filter(
                memberships__body__in=unions,
                memberships__role=Role.UNION_OPERATOR,
                memberships__withdrawn_at=None,
                is_active=True,
            )
            .exclude(pk=self.user.pk)
            .distinct()
        )
        minute: Any = self.fields["minute"]
        minute.queryset = BoardMinute.objects.filter(union__in=unions).order_by("-held_on", "-pk")

    def clean_request_reference(self) -> str:
        """Sixteen digits in any spelling become sixteen digits."""
        return str(self.cleaned_data["request_reference"]).replace(" ", "").replace("-", "")

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data | {"union": self.cleaned_data["minute"].union}
