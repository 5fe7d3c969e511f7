"""Numbered decisions at the desk, with the fees that rest on them."""

from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from core.jalali import format_date, format_datetime
from core.text import to_persian_digits
from organizations.approvals import services as approvals
from organizations.approvals.desk_forms import ApprovalForm
from organizations.approvals.models import CommissionApproval
from organizations.approvals.rows import approval_state
from organizations.approvals.services import speaks_for
from organizations.approvals.states import ApprovalState
from organizations.bodies.desk_forms import ReasonForm
from organizations.desk.cards import Card, Cells, Row, facts_card, state_fact, table
from organizations.desk.filters import choice
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.roles.groups import CHAIN, COMMISSIONS
from organizations.roles.states import Role
from organizations.tariffs import charges
from organizations.tariffs.rows import NATIONAL, amount_words, validity_words


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
    adds = Step(name="add", form=ApprovalForm, service=approvals.record_approval, button="ثبت")
    steps = (
        Step(
            name="confirm",
            form=DeskForm,
            service=approvals.confirm_approval,
            title="تأیید مصوبه",
            hint="این شماره را نهاد دیگری به نام مرجع شما نوشته است. شماره، تاریخ و مبلغ‌ها را با دفتر خود بسنجید.",
            button="این مصوبهٔ ماست",
            done="مصوبه تأیید شد.",
            offered=lambda row, user: row.state != ApprovalState.CONFIRMED and _is_others_entry(row, user),
        ),
        Step(
            name="dispute",
            form=ReasonForm,
            service=approvals.dispute_approval,
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


def _fees_of(row: CommissionApproval, user: User) -> list[Card]:
    """The amounts that rest on a decision, as far as `user` may see them: what its body confirms or disputes."""
    fees = row.fees.visible_to(user).select_related("union").order_by("union__name_sort", "kind", "-version")
    rows: list[Cells] = [
        [
            {"text": fee.title, "url": reverse("admin:organizations_feeitem_change", args=[fee.pk])},
            amount_words(charges.lawful_amount(fee)),
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
