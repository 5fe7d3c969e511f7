"""Tariffs, accounts and approvals."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from core.jalali import format_date, format_datetime, tehran_today
from core.numbers import number_in
from core.text import to_persian_digits
from organizations import services
from organizations.admin.base import Cells, Page, Panel, Row, Section, ServiceAdmin
from organizations.admin.desks import CHAIN, COMMISSIONS, ENTERING
from organizations.admin.filters import choice, yes_no
from organizations.forms.bodies import ReasonForm
from organizations.forms.conditions import PickUnionForm
from organizations.forms.proposals import EmptyForm
from organizations.forms.tariffs import AccountForm, ApprovalForm, LineForm
from organizations.models import CommissionApproval, FeeItem, PayeeAccount, Union
from organizations.pages import account_words, amount_words, approval_words, kinds_words, validity_words
from organizations.rules import ApprovalState, FeeKind, Role
from organizations.services.approvals import speaks_for
from organizations.services.competence import enters_for


def chosen_union(request: HttpRequest) -> Union | None:
    """The union of `?union=`, if this person enters for it; the only one when there is but one."""
    mine = Union.objects.entered_by(cast("User", request.user)).filter(is_active=True)
    asked = number_in(request.GET.get("union"))
    if asked is not None:
        found: Union | None = mine.filter(pk=asked).first()
        return found
    some: list[Union] = list(mine[:2])
    return some[0] if len(some) == 1 else None


#: How the address of the add form names the tariff of the whole country.
WHOLE_COUNTRY = "all"
NATIONAL = "همهٔ کشور"


@admin.register(FeeItem)
class FeeAdmin(ServiceAdmin):
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
    add_hint = "اگر برای همین نوع تعرفهٔ بازی هست، از صفحهٔ همان تعرفه «نسخهٔ تازه» بسازید."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """First the union, then the line."""
        by, initial = cast("User", request.user), {"valid_from": tehran_today()}
        if request.GET.get("union") == WHOLE_COUNTRY and enters_for(by, None):
            return LineForm(data, union=None, initial=initial)
        union = chosen_union(request)
        if union is None:
            return PickUnionForm(by=by)
        return LineForm(data, union=union, initial=initial)

    def list_links(self, by: User) -> list[Row]:
        """The way to a line of the whole country, for the secretariat (R130)."""
        if not enters_for(by, None):
            return []
        url = f"{reverse('admin:organizations_feeitem_add')}?union={WHOLE_COUNTRY}"
        return [{"label": "تعرفهٔ سراسری تازه", "url": url}]

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Enter a first line."""
        return services.enter_tariff(form.union, values["kind"], form.written(), by=by)

    def cells(self, row: FeeItem, by: User) -> Cells:
        """What, how much, whose, by which approval, since when."""
        return [
            row.title,
            amount_words(services.lawful_amount(row)),
            row.union.name if row.union else NATIONAL,
            {"text": to_persian_digits(row.approval.number), "ltr": True},
            validity_words(row),
            _state(row),
        ]

    def page(self, row: FeeItem, by: User) -> Page:
        """Facts; who enters the tariff makes a new version or declares the line void."""
        state = _state(row)
        page = Page(
            facts=[
                {"key": "اتحادیه", "value": row.union.name if row.union else NATIONAL},
                {"key": "نوع", "value": row.get_kind_display()},
                {"key": "مبلغ", "value": amount_words(services.lawful_amount(row))},
                {"key": "برای درخواست", "value": kinds_words(row)},
                {"key": "به نفع", "value": row.get_payee_display()},
                {"key": "حساب", "value": account_words(row.account)},
                {"key": "مصوبه", "value": f"{approval_words(row.approval)}، {row.approval.body}"},
                {"key": "نسخه", "value": to_persian_digits(str(row.version))},
                {"key": "اعتبار", "value": validity_words(row)},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
            ]
        )
        is_open = row.valid_to is None and row.withdrawn_at is None
        if enters_for(by, row.union) and row.withdrawn_at is None:
            page.panels = [*([_version_panel(row, by)] if is_open else []), _void_panel(row, by)]
        return page


def _version_panel(row: FeeItem, by: User) -> Panel:
    initial = {
        "title": row.title,
        "amount": row.amount,
        "applies_to": row.applies_to,
        "account": row.account_id,
    }
    form = LineForm(union=row.union, kind=row.kind, initial=initial)
    return Panel(
        name="version",
        title="نسخهٔ تازه",
        submit="ثبت نسخهٔ تازه",
        form=form,
        act=lambda values: services.new_tariff_version(row, form.written(), by=by),
        done="نسخهٔ تازه ثبت شد و نسخهٔ پیشین روز پیش از آن پایان می‌یابد.",
        hint="با مصوبهٔ تازه. این نسخه روز پیش از آغاز نسخهٔ تازه پایان می‌یابد.",
    )


def _void_panel(row: FeeItem, by: User) -> Panel:
    return Panel(
        name="void",
        title="ابطال",
        submit="باطل کردن",
        kind="danger",
        form=ReasonForm(),
        act=lambda values: services.withdraw_tariff(row, by=by, **values),
        done="تعرفه باطل شد.",
        hint="فقط وقتی اشتباه ثبت شده یا مبنای قانونی ندارد.",
    )


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
class AccountAdmin(ServiceAdmin):
    """Accounts fees are paid into."""

    read_roles = CHAIN
    write_roles = ENTERING
    columns = ("شمارهٔ حساب", "بانک", "صاحب حساب", "وضعیت")
    list_select_related = ("body",)
    ordering = ("body__name_sort", "pk")
    name_search, code_search, text_search = ("body__name_search",), ("number",), ("bank", "branch")
    search_hint = "صاحب حساب یا شماره"
    add_label = "حساب تازه"
    add_hint = "شماره‌های نمونه جای حساب واقعی را نمی‌گیرند؛ شماره را از نامهٔ بانک بنویسید."

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """Accounts of the bodies this person keeps."""
        return AccountForm(data, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Open the account."""
        return services.open_account(by=by, **values)

    def cells(self, row: PayeeAccount, by: User) -> Cells:
        """Number, bank, holder."""
        number = {"text": to_persian_digits(row.number), "ltr": True}
        bank = f"{row.bank}، {row.branch}" if row.branch else row.bank
        return [number, bank, row.body.name, _account_state(row)]

    def page(self, row: PayeeAccount, by: User) -> Page:
        """Facts; who keeps it closes it."""
        state = _account_state(row)
        page = Page(
            facts=[
                {"key": "صاحب حساب", "value": row.body.name},
                {"key": "بانک", "value": row.bank},
                {"key": "شعبه", "value": row.branch},
                {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
            ]
        )
        if row.is_active and AccountForm(by=by).fields["body"].queryset.filter(pk=row.body_id).exists():  # type: ignore[attr-defined]
            page.panels.append(
                Panel(
                    name="close",
                    title="بستن حساب",
                    submit="بستن",
                    kind="danger",
                    form=ReasonForm(),
                    act=lambda values: services.close_account(row, by=by, **values),
                    done="حساب بسته شد.",
                )
            )
        return page


def _account_state(row: PayeeAccount) -> Row:
    return {"text": "باز", "tone": "success"} if row.is_active else {"text": "بسته", "tone": "neutral"}


@admin.register(CommissionApproval)
class ApprovalAdmin(ServiceAdmin):
    """Numbered decisions of the commissions."""

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

    def add_form(self, request: HttpRequest, data: Any) -> BaseForm | None:
        """A decision of one's own commission."""
        return ApprovalForm(data, by=cast("User", request.user))

    def add(self, values: Mapping[str, Any], form: Any, by: User) -> Model:
        """Record it."""
        return services.record_approval(by=by, **values)

    def cells(self, row: CommissionApproval, by: User) -> Cells:
        """Number, body, day, subject."""
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

    def page(self, row: CommissionApproval, by: User) -> Page:
        """Facts, and what rests on it; the body it names confirms or disputes what another entered."""
        state = approval_state(row)
        page = Page(
            facts=[
                {"key": "شماره", "value": to_persian_digits(row.number), "ltr": True},
                {"key": "تاریخ", "value": format_date(row.approved_on)},
                {"key": "مرجع", "value": row.body.name},
                {"key": "موضوع", "value": row.subject},
                {"key": "ثبت‌کننده", "value": row.source.name if row.source else "—"},
                {"key": "وضعیت", "value": state["text"], "tone": state["tone"]},
                *_answer_facts(row),
                {"key": "تعرفه‌های وابسته", "value": to_persian_digits(str(row.fees.count()))},
                {"key": "ضوابط وابسته", "value": to_persian_digits(str(row.conditions.count()))},
            ]
        )
        if fees := _fees_of(row, by):
            page.sections.append(fees)
        if row.source_id != row.body_id and speaks_for(row.body, by):
            if row.state != ApprovalState.CONFIRMED:
                page.panels.append(_confirm_panel(row, by))
            if row.state != ApprovalState.DISPUTED:
                page.panels.append(_dispute_panel(row, by))
        return page


def approval_state(row: CommissionApproval) -> dict[str, str]:
    """What the body it names has said of a decision, as a chip; a chamber's entry is called so until then."""
    if row.state == ApprovalState.ENTERED:
        return {"text": "ثبت اتاق اصناف، در انتظار تأیید کمیسیون", "tone": "warning"}
    tone = "success" if row.state == ApprovalState.CONFIRMED else "danger"
    return {"text": row.get_state_display(), "tone": tone}


def _fees_of(row: CommissionApproval, by: User) -> Section | None:
    """The amounts that rest on a decision, as far as `by` may see them: what its body confirms or disputes."""
    fees = row.fees.visible_to(by).select_related("union").order_by("union__name_sort", "kind", "-version")
    if not fees:
        return None
    return Section(
        caption="تعرفه‌های این مصوبه",
        columns=["بابت", "مبلغ", "اتحادیه", "اعتبار"],
        rows=[
            [
                {"text": fee.title, "url": reverse("admin:organizations_feeitem_change", args=[fee.pk])},
                amount_words(services.lawful_amount(fee)),
                fee.union.name if fee.union else NATIONAL,
                validity_words(fee),
            ]
            for fee in fees
        ],
    )


def _answer_facts(row: CommissionApproval) -> list[Row]:
    if row.answered_at is None:
        return []
    facts = [{"key": "پاسخ مرجع", "value": f"{format_datetime(row.answered_at)}، {row.answered_by}"}]
    return [*facts, {"key": "علت اعتراض", "value": row.dispute}] if row.dispute else facts


def _confirm_panel(row: CommissionApproval, by: User) -> Panel:
    return Panel(
        name="confirm",
        title="تأیید مصوبه",
        submit="این مصوبهٔ ماست",
        form=EmptyForm(),
        act=lambda values: services.confirm_approval(row, by=by),
        done="مصوبه تأیید شد.",
        hint="این شماره را نهاد دیگری به نام مرجع شما نوشته است. شماره، تاریخ و مبلغ‌ها را با دفتر خود بسنجید.",
    )


def _dispute_panel(row: CommissionApproval, by: User) -> Panel:
    return Panel(
        name="dispute",
        title="اعتراض",
        submit="این مصوبهٔ ما نیست",
        kind="danger",
        form=ReasonForm(),
        act=lambda values: services.dispute_approval(row, by=by, **values),
        done="اعتراض ثبت شد؛ تعرفه‌هایی که بر این شماره استوارند دیگر گرفته نمی‌شوند.",
        hint="تعرفه‌هایی که بر این شماره استوارند از همین لحظه گرفته نمی‌شوند و علت آن نشان داده می‌شود.",
    )
