"""Tariffs, accounts and approvals."""

from dataclasses import replace
from functools import partial

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.requests import StaffRequest
from core.jalali import format_date, format_datetime, tehran_today
from core.numbers import number_in
from core.text import to_persian_digits
from organizations import services
from organizations.admin.desks import CHAIN, COMMISSIONS, ENTERING
from organizations.desk.cards import Card, Cells, Row, facts_card, state_fact, table
from organizations.desk.filters import choice, yes_no
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.forms.bodies import ReasonForm
from organizations.forms.conditions import PickUnionForm
from organizations.forms.tariffs import AccountForm, ApprovalForm, LineForm, bodies_kept_by
from organizations.models import CommissionApproval, FeeItem, PayeeAccount, Union
from organizations.pages import account_words, amount_words, approval_words, kinds_words, validity_words
from organizations.rules import ApprovalState, FeeKind, Role
from organizations.services.approvals import speaks_for
from organizations.services.competence import enters_for


def chosen_union(request: StaffRequest) -> Union | None:
    """The union of `?union=`, if this person enters for it; the only one when there is but one."""
    mine = Union.objects.entered_by(request.user).filter(is_active=True)
    asked = number_in(request.GET.get("union"))
    if asked is not None:
        found: Union | None = mine.filter(pk=asked).first()
        return found
    some: list[Union] = list(mine[:2])
    return some[0] if len(some) == 1 else None


#: How the address of the add form names the tariff of the whole country.
WHOLE_COUNTRY = "all"
NATIONAL = "همهٔ کشور"


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
            amount_words(services.lawful_amount(row)),
            row.union.name if row.union else NATIONAL,
            {"text": to_persian_digits(row.approval.number), "ltr": True},
            validity_words(row),
            _state(row),
        ]

    def facts(self, row: FeeItem, user: User) -> list[Row]:
        return [
            {"key": "اتحادیه", "value": row.union.name if row.union else NATIONAL},
            {"key": "نوع", "value": row.get_kind_display()},
            {"key": "مبلغ", "value": amount_words(services.lawful_amount(row))},
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


def account_state(row: PayeeAccount) -> Row:
    """Open or closed, as a chip."""
    return {"text": "باز", "tone": "success"} if row.is_active else {"text": "بسته", "tone": "neutral"}


def _is_others_entry(row: CommissionApproval, user: User) -> bool:
    """Whether somebody else wrote it down in the name of a body this person speaks for."""
    return row.source_id != row.body_id and speaks_for(row.body, user)


@admin.register(CommissionApproval)
class ApprovalAdmin(Desk):
    """Numbered decisions of the commissions; the body one names confirms or disputes what another entered."""

    read_roles = CHAIN
    write_roles = (*COMMISSIONS, Role.SECRETARIAT)
    columns = ("مصوبه", "مرجع", "تاریخ", "موضوع", "ثبت‌کننده", "وضعیت")
    list_select_related = ("body", "source", "answered_by__person")
    ordering = ("-approved_on", "-pk")
    list_filter = (choice("وضعیت", "state", ApprovalState.choices),)
    name_search, code_search = ("body__name_search", "source__name_search"), ("number",)
    text_search, choice_search = ("subject",), ("state",)
    search_hint = "شماره، مرجع یا موضوع"
    add_label = "مصوبهٔ تازه"
    intro = (
        "هر تعرفه، ضوابط و فعال‌سازی بر یکی از این شماره‌ها استوار است. مصوبهٔ ثبت‌شده تغییر نمی‌کند."
        " آنچه اتاق اصناف به نام کمیسیون نوشته است، کمیسیون تأیید یا رد می‌کند."
    )
    adds = Step(name="add", form=ApprovalForm, service=services.record_approval, button="ثبت")
    steps = (
        Step(
            name="confirm",
            form=DeskForm,
            service=services.confirm_approval,
            title="تأیید مصوبه",
            hint="این شماره را نهاد دیگری به نام مرجع شما نوشته است. شماره، تاریخ و مبلغ‌ها را با دفتر خود بسنجید.",
            button="این مصوبهٔ ماست",
            done="مصوبه تأیید شد.",
            offered=lambda row, user: row.state != ApprovalState.CONFIRMED and _is_others_entry(row, user),
        ),
        Step(
            name="dispute",
            form=ReasonForm,
            service=services.dispute_approval,
            title="اعتراض",
            hint="تعرفه‌هایی که بر این شماره استوارند از همین لحظه گرفته نمی‌شوند و علت آن نشان داده می‌شود.",
            button="این مصوبهٔ ما نیست",
            done="اعتراض ثبت شد؛ تعرفه‌هایی که بر این شماره استوارند دیگر گرفته نمی‌شوند.",
            kind="danger",
            offered=lambda row, user: row.state != ApprovalState.DISPUTED and _is_others_entry(row, user),
        ),
    )

    def cells(self, row: CommissionApproval, user: User) -> Cells:
        number = {"text": to_persian_digits(row.number), "ltr": True}
        entered = row.source.name if row.source else "—"
        return [
            number,
            row.body.name,
            format_date(row.approved_on),
            row.subject,
            entered,
            approval_state(row),
        ]

    def facts(self, row: CommissionApproval, user: User) -> list[Row]:
        return [
            {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
            {"key": "تاریخ", "value": format_date(row.approved_on)},
            {"key": "مرجع", "value": row.body.name},
            {"key": "موضوع", "value": row.subject},
            {"key": "ثبت‌کننده", "value": row.source.name if row.source else "—"},
            state_fact(approval_state(row)),
            *_answer_facts(row),
            {"key": "تعرفه‌های وابسته", "value": to_persian_digits(str(row.fees.count()))},
            {"key": "ضوابط وابسته", "value": to_persian_digits(str(row.conditions.count()))},
        ]

    def cards(self, row: CommissionApproval, user: User) -> list[Card]:
        return [facts_card(self.facts(row, user)), *_fees_of(row, user)]


def approval_state(row: CommissionApproval) -> dict[str, str]:
    """What the body it names has said of a decision, as a chip; a chamber's entry is called so until then."""
    if row.state == ApprovalState.ENTERED:
        return {"text": "ثبت اتاق اصناف، در انتظار تأیید کمیسیون", "tone": "warning"}
    tone = "success" if row.state == ApprovalState.CONFIRMED else "danger"
    return {"text": row.get_state_display(), "tone": tone}


def _fees_of(row: CommissionApproval, user: User) -> list[Card]:
    """The amounts that rest on a decision, as far as `user` may see them: what its body confirms or disputes."""
    fees = row.fees.visible_to(user).select_related("union").order_by("union__name_sort", "kind", "-version")
    rows: list[Cells] = [
        [
            {"text": fee.title, "url": reverse("admin:organizations_feeitem_change", args=[fee.pk])},
            amount_words(services.lawful_amount(fee)),
            fee.union.name if fee.union else NATIONAL,
            validity_words(fee),
        ]
        for fee in fees
    ]
    return [table("تعرفه‌های این مصوبه", ["بابت", "مبلغ", "اتحادیه", "اعتبار"], rows)] if rows else []


def _answer_facts(row: CommissionApproval) -> list[Row]:
    if row.answered_at is None:
        return []
    facts = [{"key": "پاسخ مرجع", "value": f"{format_datetime(row.answered_at)}، {row.answered_by}"}]
    return [*facts, {"key": "علت اعتراض", "value": row.dispute}] if row.dispute else facts
