"""A number a chamber types stands under the commission's name: the commission has the last word (R127, R133)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.rials import format_rials
from organizations.approvals import services as approvals
from organizations.approvals.models import CommissionApproval
from organizations.approvals.states import ApprovalState
from organizations.tariffs import charges
from organizations.tariffs import services as tariffs
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.desk import step_url
from tests.organizations.factories import LONG_AGO, account, line, published

PAGE = "admin:organizations_commissionapproval_change"

DISPUTE = "چنین مصوبه‌ای نداریم"


@pytest.fixture
def fee(nation):
    """A charge that rests on a number the chamber typed."""
    payee = account(nation.union)
    return tariffs.enter_tariff(
        nation.union,
        FeeKind.ISSUE,
        line(payee, title="حق صدور", approval_number="۱۲/۷"),
        by=nation.by_chamber,
    )


def refusal_of(act, *args, **kwargs):
    """The code of a service's refusal."""
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def dispute(nation, approval):
    """The commission says that the decision is not its own."""
    return approvals.dispute_approval(approval, note=DISPUTE, by=nation.by_commission)


def test_what_the_chamber_typed_awaits_the_commission_whose_own_entries_need_no_word(nation, fee):
    own = approvals.record_approval(
        nation.commission, number="12/8", approved_on=LONG_AGO, subject="تعرفه", by=nation.by_commission
    )

    assert (fee.approval.state, fee.approval.source_id) == (ApprovalState.ENTERED, nation.chamber.pk)
    assert (own.state, own.answered_by) == (ApprovalState.CONFIRMED, nation.by_commission)
    assert not charges.charges_on(nation.union)[0].obstacle


def test_the_commission_sees_at_its_desk_that_the_chamber_entered_it_and_confirms(nation, desk, fee):
    client, page = desk(nation.by_commission), reverse(PAGE, args=[fee.approval.pk])

    shown = client.get(page).content.decode()
    listed = client.get(reverse("admin:organizations_commissionapproval_changelist")).content.decode()
    client.post(step_url(page, "confirm"))

    for text in (shown, listed):
        assert "ثبت اتاق اصناف، در انتظار تأیید کمیسیون" in text
        assert nation.chamber.name in text
    fee.approval.refresh_from_db()
    assert fee.approval.state == ApprovalState.CONFIRMED
    assert fee.approval.answered_by == nation.by_commission


def test_the_commission_sees_the_amounts_it_confirms_and_leads_to_each(nation, desk, fee):
    shown = desk(nation.by_commission).get(reverse(PAGE, args=[fee.approval.pk])).content.decode()

    assert "تعرفه‌های این مصوبه" in shown
    assert format_rials(fee.amount) in shown
    assert reverse("admin:organizations_feeitem_change", args=[fee.pk]) in shown


def test_a_line_on_a_disputed_number_is_not_charged_and_every_page_says_why(nation, desk, fee, client):
    conditions = published(nation.union)

    page = reverse(PAGE, args=[fee.approval.pk])
    desk(nation.by_commission).post(step_url(page, "dispute"), {"note": DISPUTE})

    charge = charges.charges_on(nation.union)[0]
    bill = charges.bill_of(nation.union, conditions.category, kind="NEW")
    assert "۱۲/۷" in charge.obstacle
    assert [left.fee for left in bill.withheld] == [fee]
    assert not bill.charges
    assert charge.obstacle in client.get(conditions.get_absolute_url()).content.decode()
    union_page = reverse("admin:organizations_union_change", args=[nation.union.pk])
    assert charge.obstacle in desk(nation.by_chamber).get(union_page).content.decode()
    fee_page = reverse("admin:organizations_feeitem_change", args=[fee.pk])
    assert "مصوبه مورد اعتراض است" in desk(nation.by_chamber).get(fee_page).content.decode()
    assert DISPUTE in desk(nation.by_chamber).get(page).content.decode()


def test_an_entry_fee_is_not_reckoned_from_an_annual_fee_whose_number_is_disputed(nation):
    payee = account(nation.union)
    renewal = line(payee, applies_to=["RENEWAL"], approval_number="12/1")
    annual = tariffs.enter_tariff(nation.union, FeeKind.MEMBERSHIP_ANNUAL, renewal, by=nation.by_chamber)
    entry = line(payee, 2_000_000, applies_to=["NEW"], approval_number="12/2")
    tariffs.enter_tariff(nation.union, FeeKind.MEMBERSHIP_ENTRY, entry, by=nation.by_chamber)

    dispute(nation, annual.approval)

    assert charges.charges_on(nation.union, kind="NEW")[0].obstacle


def test_a_disputed_number_is_confirmed_after_all_and_charged_again(nation, fee):
    dispute(nation, fee.approval)

    approvals.confirm_approval(fee.approval, by=nation.by_commission)

    fee.approval.refresh_from_db()
    assert (fee.approval.state, fee.approval.dispute) == (ApprovalState.CONFIRMED, "")
    assert not charges.charges_on(nation.union)[0].obstacle


def test_nothing_new_rests_on_a_disputed_number_until_the_commission_records_its_own(nation, fee):
    dispute(nation, fee.approval)
    again = line(fee.account, approval_number="12/7", approved_on=LONG_AGO)
    enter = tariffs.enter_tariff

    assert refusal_of(enter, nation.union, FeeKind.SERVICES, again, by=nation.by_chamber) == "disputed"
    real = approvals.record_approval(
        nation.commission, number="12/7", approved_on=LONG_AGO, subject="خدمات", by=nation.by_commission
    )
    assert enter(nation.union, FeeKind.SERVICES, again, by=nation.by_chamber).approval == real
    assert refusal_of(approvals.confirm_approval, fee.approval, by=nation.by_commission) == "conflict"


@pytest.mark.parametrize("person", ["by_chamber", "by_other_commission", "by_province", "by_secretariat"])
def test_only_the_body_named_confirms_or_disputes(nation, fee, person):
    by = nation.people[person]

    assert refusal_of(approvals.confirm_approval, fee.approval, by=by) == "not_your_office"
    assert refusal_of(approvals.dispute_approval, fee.approval, note="نه", by=by) == "not_your_office"


def test_what_the_body_recorded_itself_and_what_was_answered_is_closed(nation, fee):
    values = {"number": "12/9", "approved_on": LONG_AGO, "subject": "تعرفه", "by": nation.by_commission}
    own = approvals.record_approval(nation.commission, **values)
    typed = values | {"number": fee.approval.number}

    assert refusal_of(approvals.record_approval, nation.commission, **typed) == "approval_exists"
    assert refusal_of(approvals.dispute_approval, own, note="نه", by=nation.by_commission) == "closed"
    assert refusal_of(approvals.confirm_approval, own, by=nation.by_commission) == "closed"
    dispute(nation, fee.approval)
    assert (
        refusal_of(approvals.dispute_approval, fee.approval, note="نه", by=nation.by_commission) == "closed"
    )


def test_what_the_commission_approves_itself_is_confirmed(nation):
    approval = approvals.approval_for(
        nation.union, number="5/5", approved_on=LONG_AGO, subject="فعال‌سازی", by=nation.by_commission
    )

    assert (approval.state, approval.source_id) == (ApprovalState.CONFIRMED, nation.commission.pk)


def test_the_database_keeps_a_dispute_with_its_reason_and_its_moment(nation):
    values = {"body": nation.commission, "approved_on": tehran_today(), "subject": "تعرفه"}
    for number, wrong in (
        ("1/1", {"state": ApprovalState.DISPUTED}),
        ("1/2", {"dispute": DISPUTE}),
        ("1/3", {"answered_by": nation.by_commission}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommissionApproval.objects.create(number=number, **values, **wrong)
    assert not FeeItem.objects.exists()


@pytest.mark.parametrize("typed", ["۱۳۹۹/۰۱۲/۳", "1399/012/3", "1399-012-3", "13990123", "تعرفهٔ نان"])
def test_a_number_is_found_as_it_is_drawn_and_as_it_is_remembered(nation, desk, typed):
    values = {"approved_on": LONG_AGO, "by": nation.by_commission}
    record = approvals.record_approval
    wanted = record(nation.commission, number="1399/012/3", subject="تعرفهٔ نانوایان", **values)
    other = record(nation.commission, number="1399/013/3", subject="ضوابط", **values)

    page = desk(nation.by_commission).get(
        reverse("admin:organizations_commissionapproval_changelist"), {"q": typed}
    )

    text = page.content.decode()
    assert reverse(PAGE, args=[wanted.pk]) in text
    assert reverse(PAGE, args=[other.pk]) not in text
