"""Tariffs: title, amount, account, approval, validity; a new amount is a new version (R120–R137)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations import services
from organizations.forms.tariffs import LineForm
from organizations.models import FeeItem
from organizations.rules import FeeKind
from tests.organizations.factories import LONG_AGO, account, line

ENTRY = {"title": "حق ورودی", "applies_to": ["NEW"]}


@pytest.fixture
def payee(nation):
    """The union's account."""
    return account(nation.union)


def enter(nation, payee, kind=FeeKind.MEMBERSHIP_ANNUAL, amount=700_000, **changes):
    """The chamber enters a line."""
    return services.enter_tariff(nation.union, kind, line(payee, amount, **changes), by=nation.by_chamber)


def typed(payee, **changes):
    """What the page posts."""
    day = {"day": "1", "month": "1", "year": "1400"}
    posted = {"kind": "MEMBERSHIP_ANNUAL", "title": "حق عضویت", "amount": "۷۰۰٬۰۰۰", "applies_to": ["NEW"]}
    posted |= {"account": str(payee.pk), "approval_number": "۱۲/۱"}
    posted |= {f"approved_on_{part}": value for part, value in day.items()}
    posted |= {f"valid_from_{part}": value for part, value in day.items()}
    return posted | changes


def test_a_line_without_approval_number_is_refused_by_the_form_and_by_the_database(nation, payee):
    form = LineForm(typed(payee, approval_number=""), union=nation.union)

    assert list(form.errors) == ["approval_number"]
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeItem.objects.create(
            union=nation.union,
            kind=FeeKind.ISSUE,
            title="حق صدور",
            amount=1,
            payee="UNION",
            account=payee,
            applies_to=["NEW"],
            valid_from=tehran_today(),
        )
    assert LineForm(typed(payee), union=nation.union).is_valid()


def test_a_new_amount_is_a_new_version_and_ends_the_old_one_the_day_before(nation, payee):
    old = enter(nation, payee, valid_from=LONG_AGO)
    begins = tehran_today() + timedelta(days=10)

    new = services.new_tariff_version(old, line(payee, 900_000, valid_from=begins), by=nation.by_chamber)

    old.refresh_from_db()
    assert (old.amount, old.valid_to) == (700_000, begins - timedelta(days=1))
    assert (new.version, new.amount, new.valid_to) == (2, 900_000, None)
    assert list(services.tariff(nation.union, tehran_today())) == [old]
    assert list(services.tariff(nation.union, begins)) == [new]


def test_a_tariff_never_reaches_back(nation, payee):
    old = enter(nation, payee, valid_from=LONG_AGO)

    with pytest.raises(RuleBroken) as refusal:
        services.new_tariff_version(
            old, line(payee, 1, valid_from=tehran_today() - timedelta(days=1)), by=nation.by_chamber
        )

    assert refusal.value.code == "begins_too_early"


def test_two_open_lines_of_one_kind_do_not_exist(nation, payee):
    first = enter(nation, payee)

    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee)
    services.withdraw_tariff(first, by=nation.by_chamber, note="اشتباه")
    second = enter(nation, payee, amount=800_000)

    assert refusal.value.code == "open_line"
    assert list(services.tariff(nation.union)) == [second]


def test_the_entry_fee_waits_for_the_annual_fee_and_keeps_to_its_ceiling(nation, payee):
    with pytest.raises(RuleBroken) as first:
        enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_000_000, **ENTRY)
    enter(nation, payee, amount=500_000)
    with pytest.raises(RuleBroken) as multiple:
        enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_500_001, **ENTRY)
    with pytest.raises(RuleBroken) as renewal:
        enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_500_000, applies_to=["NEW", "RENEWAL"])

    fee = enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_500_000, **ENTRY)

    assert [refusal.value.code for refusal in (first, multiple, renewal)] == [
        "no_annual",
        "above_multiple",
        "entry_fee_on_renewal",
    ]
    assert fee.amount == 2_500_000


def test_an_annual_fee_that_would_make_the_entry_fee_unlawful_is_refused(nation, payee):
    annual = enter(nation, payee, amount=600_000, valid_from=LONG_AGO)
    enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 3_000_000, **ENTRY)

    with pytest.raises(RuleBroken) as refusal:
        services.new_tariff_version(
            annual, line(payee, 500_000, valid_from=tehran_today()), by=nation.by_chamber
        )

    annual.refresh_from_db()
    assert refusal.value.code == "above_multiple"
    assert annual.valid_to is None


def test_the_fee_for_electronic_services_is_fixed_and_goes_to_the_secretariat(nation, payee):
    high = account(nation.secretariat, "157855026")

    with pytest.raises(RuleBroken) as amount:
        enter(nation, high, FeeKind.E_SERVICES, 60_000)
    with pytest.raises(RuleBroken) as account_of_the_union:
        enter(nation, payee, FeeKind.E_SERVICES, 50_000)

    assert enter(nation, high, FeeKind.E_SERVICES, 50_000).payee == "SECRETARIAT"
    assert (amount.value.code, account_of_the_union.value.code) == ("fixed_amount", "other_account")


def test_only_postage_may_be_at_cost(nation, payee):
    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee, FeeKind.ISSUE, None)

    assert refusal.value.code == "no_amount"
    assert enter(nation, payee, FeeKind.POSTAGE, None).amount is None


@pytest.mark.parametrize("person", ["by_board", "by_commission", "by_other_chamber", "by_secretariat"])
def test_tariffs_are_entered_by_the_chamber_above_only(nation, payee, person):
    with pytest.raises(RuleBroken) as refusal:
        services.enter_tariff(nation.union, FeeKind.ISSUE, line(payee), by=nation.people[person])

    assert refusal.value.code == "not_your_office"


def test_nothing_is_charged_before_its_approval(nation, payee):
    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee, valid_from=LONG_AGO - timedelta(days=1))

    assert refusal.value.code == "before_approval"


def test_an_account_in_use_stays_open(nation, payee):
    fee = enter(nation, payee)

    with pytest.raises(RuleBroken) as refusal:
        services.close_account(payee, by=nation.by_chamber, note="")
    services.withdraw_tariff(fee, by=nation.by_chamber, note="")
    services.close_account(payee, by=nation.by_chamber, note="بسته شد")

    payee.refresh_from_db()
    assert refusal.value.code == "in_use"
    assert not payee.is_active


def test_accounts_are_kept_by_the_body_above(nation):
    values = {"bank": "ملی", "branch": "", "number": "123456"}

    assert services.open_account(body=nation.union, by=nation.by_chamber, **values).is_active
    for body, person in (("other_union", "by_chamber"), ("union", "by_board"), ("secretariat", "by_chamber")):
        with pytest.raises(RuleBroken):
            services.open_account(body=nation.bodies[body], by=nation.people[person], **values)


def test_a_number_of_the_law_changes_from_a_day_on(nation):
    later = tehran_today() + timedelta(days=30)
    known = {"key": "e_services_amount", "title": "خدمات", "unit": "rials", "basis": "مصوبه"}

    services.set_legal_value(value=80_000, valid_from=later, by=nation.by_secretariat, **known)

    assert services.legal_value("e_services_amount", tehran_today()) == 50_000
    assert services.legal_value("e_services_amount", later) == 80_000
    with pytest.raises(RuleBroken):
        services.set_legal_value(value=1, valid_from=later, by=nation.by_secretariat, **known)
    with pytest.raises(RuleBroken):
        services.set_legal_value(value=1, valid_from=tehran_today(), by=nation.by_iran, **known)
    with pytest.raises(RuleBroken):
        services.legal_value("unknown")
