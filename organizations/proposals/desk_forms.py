"""Forms for activation and for missing trades."""

from typing import Any

from django import forms

from core.fields import ApprovalNumberField, IsicCodeField, JalaliDateField
from organizations.bodies.models import Union
from organizations.categories.fields import CategoryField
from organizations.categories.states import BranchOfTrade
from organizations.desk.forms import EMPTY_LABEL, DeskForm
from organizations.proposals.states import ActivationState


class ProposeForm(DeskForm):
    """The readiness list of a union (handbook 6.13)."""

    union = forms.ModelChoiceField(
        Union.objects.none(), label="اتحادیه", help_text="اتحادیه‌هایی که هنوز کاغذی‌اند."
    )
    software = forms.BooleanField(label="نرم‌افزار نصب و آزموده شده است", required=False)
    hardware = forms.BooleanField(label="سخت‌افزار و خط ارتباطی فراهم است", required=False)
    trained_staff = forms.BooleanField(
        label="کارکنان دوره را گذرانده و در آزمون پذیرفته شده‌اند", required=False
    )
    readiness_note = forms.CharField(
        label="شرح آمادگی",
        max_length=2000,
        widget=forms.Textarea,
        help_text="نام کاربران آموزش‌دیده، تاریخ آزمون و آنچه کمیسیون باید بداند.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union: Any = self.fields["union"]
        union.queryset = (
            Union.objects.entered_by(self.user)
            .filter(is_active=True, electronic_since=None)
            .exclude(activations__state=ActivationState.PROPOSED)
        )


class ApproveForm(DeskForm):
    """The commission's decision."""

    approval_number = ApprovalNumberField(label="شمارهٔ مصوبه")
    approved_on = JalaliDateField(label="تاریخ مصوبه", past_only=True)
    effective_from = JalaliDateField(
        label="آغاز پذیرش الکترونیکی", help_text="از این روز پذیرش کاغذی تخلف است، مگر در قطعی اعلام‌شده."
    )


class RefuseForm(DeskForm):
    """Why a proposal is refused or taken back."""

    reason = forms.CharField(label="علت", max_length=1000, widget=forms.Textarea({"rows": "3"}))


class AnswerForm(DeskForm):
    """What the person is told, and the trade that fits."""

    category = CategoryField(label="رستهٔ مناسب", help_text="کد آیسیک یا نام رسته.")
    answer = forms.CharField(label="پاسخ به متقاضی", max_length=1000, widget=forms.Textarea({"rows": "4"}))


class RejectForm(DeskForm):
    """Why no trade fits."""

    answer = forms.CharField(label="پاسخ به متقاضی", max_length=1000, widget=forms.Textarea({"rows": "4"}))


class EntryForm(DeskForm):
    """The entry of a trade that is not in the list yet."""

    name = forms.CharField(label="نام رسته", max_length=200, help_text="همان‌گونه که در فهرست ملی خوانده شود.")
    isic_code = IsicCodeField(label="کد آیسیک", help_text="۶، ۷، ۹ یا ۱۰ رقم.")
    branch_of_trade = forms.ChoiceField(label="شاخه", choices=[("", EMPTY_LABEL), *BranchOfTrade.choices])
    union = forms.ModelChoiceField(
        Union.objects.none(), label="اتحادیهٔ پاسخگو", help_text="در همین شهرستان برای این رسته پروانه می‌دهد."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union: Any = self.fields["union"]
        union.queryset = Union.objects.entered_by(self.user).filter(is_active=True)


class PublishEntryForm(DeskForm):
    """What the person who asked is told when the trade is in the list."""

    answer = forms.CharField(label="پاسخ به متقاضی", max_length=1000, widget=forms.Textarea({"rows": "3"}))


class ReturnEntryForm(DeskForm):
    """Why an entry goes back to the chamber."""

    reason = forms.CharField(label="دلیل برگشت", max_length=1000, widget=forms.Textarea({"rows": "3"}))
