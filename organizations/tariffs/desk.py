"""Tariffs and accounts at the desk."""

from dataclasses import replace
from functools import partial

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import tehran_today
from core.text import to_persian_digits
from organizations.approvals.rows import approval_words
from organizations.approvals.states import ApprovalState
from organizations.bodies.desk import chosen_union
from organizations.bodies.desk_forms import PickUnionForm, ReasonForm
from organizations.bodies.rules import enters_for
from organizations.desk.cards import Cells, Row, state_fact
from organizations.desk.filters import choice, yes_no
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.roles.groups import CHAIN, ENTERING
from organizations.tariffs import charges, services
from organizations.tariffs.desk_forms import AccountForm, LineForm, bodies_kept_by
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.rows import (
    NATIONAL,
    account_state,
    account_words,
    amount_words,
    kinds_words,
    validity_words,
)
from organizations.tariffs.states import FeeKind

#: How the address of the add form names the tariff of the whole country.
WHOLE_COUNTRY = "all"


def _is_open(row: FeeItem) -> bool:
    return row.valid_to is None and row.withdrawn_at is None


@admin.register(FeeItem)
class FeeAdmin(Desk):
    """Lines of the tariffs: a new amount is a new version, never an edit (R137)."""

    read_roles = CHAIN
    write_roles = ENTERING
    columns = ("بابت", "مبلغ", "اتحادیه", "مصوبه", "اعتبار", "وضعیت")
    list_select_related = ("union", "approval", "account__body")
    ordering = ("union__name_sort", "kind", "-version")
    name_search, code_search = ("union__name_search",), ("approval__number",)
    text_search, choice_search = ("title",), ("kind",)
    list_filter = (
        choice("نوع", "kind", FeeKind.choices),
        yes_no(
            "وضعیت", "open", "باز", "پایان‌یافته", lambda: Q(valid_to__isnull=True, withdrawn_at__isnull=True)
        ),
    )
    search_hint = "عنوان، اتحادیه یا شمارهٔ مصوبه"
    add_label = "تعرفهٔ تازه"
    intro = "هر سطر با مبلغ، حساب و شمارهٔ مصوبه. مبلغ تازه نسخهٔ تازه است؛ صورتحساب‌های باز مبلغ خود را نگه می‌دارند."
    adds = Step(
        name="add",
        form=LineForm,
        service=services.enter_tariff,
        button="ثبت",
        hint="اگر برای همین نوع تعرفهٔ بازی هست، از صفحهٔ همان تعرفه «نسخهٔ تازه» بسازید.",
        initial=lambda row, user: {"valid_from": tehran_today()},
    )
    steps = (
        Step(
            name="version",
            form=LineForm,
            service=services.new_tariff_version,
            title="نسخهٔ تازه",
            hint="با مصوبهٔ تازه. این نسخه روز پیش از آغاز نسخهٔ تازه پایان می‌یابد.",
            button="ثبت نسخهٔ تازه",
            done="نسخهٔ تازه ثبت شد و نسخهٔ پیشین روز پیش از آن پایان می‌یابد.",
            initial=lambda row, user: {
                "title": row.title,
                "amount": row.amount,
                "applies_to": row.applies_to,
                "account": row.account_id,
            },
            offered=lambda row, user: _is_open(row) and enters_for(user, row.union),
        ),
        Step(
            name="void",
            form=ReasonForm,
            service=services.withdraw_tariff,
            title="ابطال",
            hint="فقط وقتی اشتباه ثبت شده یا مبنای قانونی ندارد.",
            button="باطل کردن",
            done="تعرفه باطل شد.",
            kind="danger",
            offered=lambda row, user: row.withdrawn_at is None and enters_for(user, row.union),
        ),
    )

    def adding(self, step: Step, request: StaffRequest) -> Step:
        """First the union, then the line."""
        if request.GET.get("union") == WHOLE_COUNTRY and enters_for(request.user, None):
            return step
        union = chosen_union(request)
        return replace(step, form=partial(LineForm, union=union) if union else PickUnionForm)

    def list_links(self, user: User) -> list[Row]:
        """The way to a line of the whole country, for the secretariat (R130)."""
        if not enters_for(user, None):
            return []
        url = f"{reverse('admin:organizations_feeitem_add')}?union={WHOLE_COUNTRY}"
        return [{"label": "تعرفهٔ سراسری تازه", "url": url}]

    def cells(self, row: FeeItem, user: User) -> Cells:
        return [
            row.title,
            amount_words(charges.lawful_amount(row)),
            row.union.name if row.union else NATIONAL,
            {"text": to_persian_digits(row.approval.number), "ltr": True},
            validity_words(row),
            _state(row),
        ]

    def facts(self, row: FeeItem, user: User) -> list[Row]:
        return [
            {"key": "اتحادیه", "value": row.union.name if row.union else NATIONAL},
            {"key": "نوع", "value": row.get_kind_display()},
            {"key": "مبلغ", "value": amount_words(charges.lawful_amount(row))},
            {"key": "برای درخواست", "value": kinds_words(row)},
            {"key": "به نفع", "value": row.get_payee_display()},
            {"key": "حساب", "value": account_words(row.account)},
            {"key": "مصوبه", "value": f"{approval_words(row.approval)}، {row.approval.body}"},
            {"key": "نسخه", "value": to_persian_digits(str(row.version))},
            {"key": "اعتبار", "value": validity_words(row)},
            state_fact(_state(row)),
        ]


def _state(row: FeeItem) -> dict[str, str]:
    today = tehran_today()
    if row.withdrawn_at is not None:
        return {"text": "باطل", "tone": "danger"}
    if row.approval.state == ApprovalState.DISPUTED:
        return {"text": "مصوبه مورد اعتراض است", "tone": "danger"}
    if row.valid_from > today:
        return {"text": "هنوز آغاز نشده", "tone": "info"}
    if row.valid_to is not None and row.valid_to < today:
        return {"text": "پایان‌یافته", "tone": "neutral"}
    return {"text": "جاری", "tone": "success"}


@admin.register(PayeeAccount)
class AccountAdmin(Desk):
    """Accounts fees are paid into; who keeps one closes it."""

    read_roles = CHAIN
    write_roles = ENTERING
    columns = ("شمارهٔ حساب", "بانک", "صاحب حساب", "وضعیت")
    list_select_related = ("body",)
    ordering = ("body__name_sort", "pk")
    name_search, code_search, text_search = ("body__name_search",), ("number",), ("bank", "branch")
    search_hint = "صاحب حساب یا شماره"
    add_label = "حساب تازه"
    adds = Step(
        name="add",
        form=AccountForm,
        service=services.open_account,
        button="ثبت",
        hint="شماره‌های نمونه جای حساب واقعی را نمی‌گیرند؛ شماره را از نامهٔ بانک بنویسید.",
    )
    steps = (
        Step(
            name="close",
            form=ReasonForm,
            service=services.close_account,
            title="بستن حساب",
            button="بستن",
            done="حساب بسته شد.",
            kind="danger",
            offered=lambda row, user: row.is_active and bodies_kept_by(user).filter(pk=row.body_id).exists(),
        ),
    )

    def cells(self, row: PayeeAccount, user: User) -> Cells:
        number = {"text": to_persian_digits(row.number), "ltr": True}
        bank = f"{row.bank}، {row.branch}" if row.branch else row.bank
        return [number, bank, row.body.name, account_state(row)]

    def facts(self, row: PayeeAccount, user: User) -> list[Row]:
        return [
            {"key": "صاحب حساب", "value": row.body.name},
            {"key": "بانک", "value": row.bank},
            {"key": "شعبه", "value": row.branch},
            {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
            state_fact(account_state(row)),
        ]
