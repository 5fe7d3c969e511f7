"""Forms for tariffs and accounts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from core.bidi import shown
from core.fields import ApprovalNumberField, DigitsCharField, JalaliDateField, RialsField
from organizations.bodies.models import Body, Union
from organizations.desk.forms import DeskForm
from organizations.roles.querysets import bodies_as, holds
from organizations.roles.states import BodyKind, Role
from organizations.tariffs.models import PayeeAccount
from organizations.tariffs.services import Line, accounts_for
from organizations.tariffs.states import KINDS_WITHOUT_AMOUNT, NATIONAL_KINDS, REQUEST_KINDS, FeeKind


class LineForm(DeskForm):
    """A line of a tariff: the kind is chosen only for a first line."""

    kind = forms.ChoiceField(label="نوع", choices=[("", "انتخاب کنید"), *FeeKind.choices])
    title = forms.CharField(label="بابت", max_length=200, help_text="همان‌گونه که در صورتحساب چاپ می‌شود.")
    amount = RialsField(
        label="مبلغ به ریال", required=False, help_text="هزینهٔ پست را خالی بگذارید: به میزان واقعی و با رسید."
    )
    applies_to = forms.MultipleChoiceField(
        label="برای درخواست",
        choices=list(REQUEST_KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="حق ورودی فقط برای صدور پروانهٔ تازه است.",
    )
    account = forms.ModelChoiceField(
        PayeeAccount.objects.none(), label="حساب", help_text="حسابی به نام گیرندهٔ همین وجه."
    )
    approval_number = ApprovalNumberField(
        label="شمارهٔ مصوبه", help_text="بدون شمارهٔ مصوبه، هیچ وجهی قانونی نیست."
    )
    approved_on = JalaliDateField(label="تاریخ مصوبه", past_only=True)
    valid_from = JalaliDateField(label="اعتبار از")

    def __init__(self, *args: Any, union: Union | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.row.kind if self.row else ""
        self.union = union = self.row.union if self.row else union
        national = [value for value in FeeKind.values if value in NATIONAL_KINDS]
        offered = national if union is None else [value for value in FeeKind.values if value not in national]
        kinds = [kind] if kind else offered
        payees = {body for each in kinds for body in accounts_for(union, each)}
        account: Any = self.fields["account"]
        account.required = FeeKind.CHAMBER_SHARE not in kinds
        if union is None:
            self._speak_of_the_country()
        account.queryset = PayeeAccount.objects.filter(body__in=payees, is_active=True).select_related("body")
        account.label_from_instance = lambda row: shown(f"{row.body}، {row}")
        if kind:
            del self.fields["kind"]
        else:
            choices: Any = self.fields["kind"]
            choices.choices = [("", "انتخاب کنید"), *((value, FeeKind(value).label) for value in kinds)]
        if kind in KINDS_WITHOUT_AMOUNT:
            del self.fields["amount"]

    def _speak_of_the_country(self) -> None:
        """Lines of the whole country rest on the high board, and the law or each chamber fills what is empty."""
        self.fields["amount"].help_text = "مبلغ خدمات الکترونیکی را عدد قانونی تعیین می‌کند؛ خالی بگذارید."
        self.fields["account"].help_text = "سهم اتاق شهرستان به حساب اتاق هر اتحادیه می‌رود؛ خالی بگذارید."
        self.fields["approval_number"].help_text = "شمارهٔ مصوبهٔ کمیسیون هیأت عالی نظارت."

    def arguments(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        told = {"line": Line(**{"amount": None} | found)}
        return told if self.row else told | {"union": self.union, "kind": self.cleaned_data["kind"]}


class AccountForm(DeskForm):
    """An account fees are paid into."""

    body = forms.ModelChoiceField(Body.objects.none(), label="صاحب حساب")
    bank = forms.CharField(label="بانک", max_length=60)
    branch = forms.CharField(label="شعبه", max_length=60, required=False)
    number = DigitsCharField(label="شمارهٔ حساب", min_length=6, max_length=26, help_text="فقط رقم.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = bodies_kept_by(self.user)


def bodies_kept_by(user: User) -> "QuerySet[Body]":
    """The bodies whose accounts `user` opens and closes."""
    own = bodies_as(user, Role.CHAMBER_OPERATOR)
    unions = Union.objects.entered_by(user).values("pk")
    rows = Body.objects.filter(pk__in=own) | Body.objects.filter(pk__in=unions)
    if holds(user, Role.SECRETARIAT):
        rows |= Body.objects.filter(kind__in=[BodyKind.SECRETARIAT, BodyKind.NATIONAL_CHAMBER])
    return rows.filter(is_active=True)
