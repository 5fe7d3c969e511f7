"""Tariffs: title, amount, account, approval, validity; a new amount is a new version (R120–R137)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.jalali import format_date, tehran_today
from core.refusals import RuleBroken
from organizations.law import services as law_services
from organizations.tariffs import charges
from organizations.tariffs import services as tariffs
from organizations.tariffs.desk_forms import LineForm
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.organizations.factories import LONG_AGO, account, approval, line

ENTRY = {"title": "حق ورودی", "applies_to": ["NEW"]}

ALL = ["NEW", "RENEWAL", "EXCHANGE"]


@pytest.fixture
def payee(nation):
    """The union's account."""
    return account(nation.union)


def enter(nation, payee, kind=FeeKind.MEMBERSHIP_ANNUAL, amount=700_000, **changes):
    """The chamber enters a line."""
    return tariffs.enter_tariff(nation.union, kind, line(payee, amount, **changes), by=nation.by_chamber)


def charged(union, **which):
    """The lines of the tariff that may be charged."""
    return [charge.fee for charge in charges.charges_on(union, **which) if not charge.obstacle]


def national(nation, kind, typed):
    """The secretariat enters a line of the whole country."""
    return tariffs.enter_tariff(None, kind, typed, by=nation.by_secretariat)


def refused(nation, kind, typed):
    """The code with which a line of the whole country is refused."""
    with pytest.raises(RuleBroken) as refusal:
        national(nation, kind, typed)
    return refusal.value.code


def law(nation, key, value, valid_from):
    """The law sets a number from a day on."""
    return law_services.set_legal_value(
        key=key,
        value=value,
        valid_from=valid_from,
        title="عدد",
        unit="rials",
        basis="قانون",
        by=nation.by_secretariat,
    )


def typed(payee, **changes):
    """What the page posts."""
    day = {"day": "1", "month": "1", "year": "1400"}
    posted = {"kind": "MEMBERSHIP_ANNUAL", "title": "حق عضویت", "amount": "۷۰۰٬۰۰۰", "applies_to": ["NEW"]}
    posted |= {"account": str(payee.pk), "approval_number": "۱۲/۱"}
    posted |= {f"approved_on_{part}": value for part, value in day.items()}
    posted |= {f"valid_from_{part}": value for part, value in day.items()}
    return posted | changes


def test_a_line_without_approval_number_is_refused_by_the_form_and_by_the_database(nation, payee):
    form = LineForm(typed(payee, approval_number=""), user=nation.by_chamber, union=nation.union)

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
    assert LineForm(typed(payee), user=nation.by_chamber, union=nation.union).is_valid()


def test_a_new_amount_is_a_new_version_and_ends_the_old_one_the_day_before(nation, payee):
    old = enter(nation, payee, valid_from=LONG_AGO)
    begins = tehran_today() + timedelta(days=10)

    new = tariffs.new_tariff_version(old, line(payee, 900_000, valid_from=begins), by=nation.by_chamber)

    old.refresh_from_db()
    assert (old.amount, old.valid_to) == (700_000, begins - timedelta(days=1))
    assert (new.version, new.amount, new.valid_to) == (2, 900_000, None)
    assert charged(nation.union, on=tehran_today()) == [old]
    assert charged(nation.union, on=begins) == [new]


def test_a_tariff_never_reaches_back(nation, payee):
    old = enter(nation, payee, valid_from=LONG_AGO)

    with pytest.raises(RuleBroken) as refusal:
        tariffs.new_tariff_version(
            old, line(payee, 1, valid_from=tehran_today() - timedelta(days=1)), by=nation.by_chamber
        )

    assert refusal.value.code == "begins_too_early"


def test_two_open_lines_of_one_kind_do_not_exist(nation, payee):
    first = enter(nation, payee)

    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee)
    tariffs.withdraw_tariff(first, by=nation.by_chamber, note="اشتباه")
    second = enter(nation, payee, amount=800_000)

    assert refusal.value.code == "open_line"
    assert charged(nation.union) == [second]


def test_the_entry_fee_waits_for_the_annual_fee_and_keeps_to_its_ceiling(nation, payee):
    with pytest.raises(RuleBroken) as first:
        enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_000_000, **ENTRY)
    enter(nation, payee, amount=500_000, applies_to=["RENEWAL"])
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
    annual = enter(nation, payee, amount=600_000, valid_from=LONG_AGO, applies_to=["RENEWAL"])
    enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 3_000_000, **ENTRY)

    with pytest.raises(RuleBroken) as refusal:
        tariffs.new_tariff_version(
            annual,
            line(payee, 500_000, valid_from=tehran_today(), applies_to=["RENEWAL"]),
            by=nation.by_chamber,
        )

    annual.refresh_from_db()
    assert refusal.value.code == "above_multiple"
    assert annual.valid_to is None


def test_the_fee_for_electronic_services_is_the_laws_number_on_every_bill_and_goes_to_the_secretariat(
    nation, payee
):
    high = account(nation.secretariat, "157855026")

    refusals = [
        refused(nation, FeeKind.E_SERVICES, line(high, 60_000, applies_to=ALL)),
        refused(nation, FeeKind.E_SERVICES, line(payee, None, applies_to=ALL)),
        refused(nation, FeeKind.E_SERVICES, line(high, None, applies_to=["NEW"])),
    ]
    row = national(nation, FeeKind.E_SERVICES, line(high, 50_000, applies_to=ALL))

    assert refusals == ["fixed_amount", "other_account", "not_on_every_bill"]
    assert (row.payee, row.amount, charges.lawful_amount(row)) == ("SECRETARIAT", None, 50_000)


def test_the_amount_for_electronic_services_changes_with_the_law_and_without_a_new_line(nation):
    row = national(nation, FeeKind.E_SERVICES, line(account(nation.secretariat), None, applies_to=ALL))
    later = tehran_today() + timedelta(days=30)

    law(nation, "e_services_amount", 80_000, later)

    assert [charges.lawful_amount(row, day) for day in (tehran_today(), later)] == [50_000, 80_000]


def test_postage_is_at_cost_and_nothing_else_is(nation, payee):
    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee, FeeKind.ISSUE, None)
    with pytest.raises(RuleBroken) as fixed:
        enter(nation, payee, FeeKind.POSTAGE, 200_000)

    assert (refusal.value.code, fixed.value.code) == ("no_amount", "at_cost")
    assert enter(nation, payee, FeeKind.POSTAGE, None).amount is None


class TestSharesOfTheHighBoard:
    """The shares rest on the high board's decision, one row for the whole country (R130)."""

    @pytest.mark.parametrize("kind", ["NATIONAL_SHARE", "CHAMBER_SHARE", "E_SERVICES"])
    def test_no_chamber_enters_them_for_its_union(self, nation, payee, kind):
        with pytest.raises(RuleBroken) as refusal:
            enter(nation, payee, kind, 100_000)

        assert refusal.value.code == "national_kind"
        with pytest.raises(RuleBroken):
            tariffs.enter_tariff(None, kind, line(None, 100_000), by=nation.by_chamber)

    def test_a_unions_own_line_is_none_of_the_country(self, nation, payee):
        assert refused(nation, FeeKind.ISSUE, line(payee)) == "kind_of_union"

    def test_they_rest_on_the_secretariats_number_and_each_goes_to_its_own_account(self, nation):
        iran, chamber = account(nation.iran, "36/16809967"), account(nation.chamber, "808080")
        national(nation, FeeKind.NATIONAL_SHARE, line(iran, 100_000, approval_number="۳۱/۴۷"))
        national(nation, FeeKind.CHAMBER_SHARE, line(None, 150_000, approval_number="۳۱/۴۷"))

        found = {charge.fee.kind: charge for charge in charges.charges_on(nation.union)}
        elsewhere = {charge.fee.kind: charge for charge in charges.charges_on(nation.other_union)}

        assert {charge.fee.approval.body.kind for charge in found.values()} == {"SECRETARIAT"}
        assert found["NATIONAL_SHARE"].account == elsewhere["NATIONAL_SHARE"].account == iran
        assert (found["CHAMBER_SHARE"].account, found["CHAMBER_SHARE"].obstacle) == (chamber, "")
        assert elsewhere["CHAMBER_SHARE"].account is None
        assert "حسابی اعلام نکرده" in elsewhere["CHAMBER_SHARE"].obstacle

    def test_the_database_holds_the_share_apart_from_the_union(self, nation, payee):
        approved = approval(nation.secretariat)
        values = {"title": "سهم", "payee": "CHAMBER", "applies_to": ["NEW"], "valid_from": tehran_today()}
        for wrong in (
            {"union": nation.union, "kind": "CHAMBER_SHARE", "amount": 1},
            {"union": None, "kind": "ISSUE", "amount": 1, "account": payee},
            {"union": None, "kind": "CHAMBER_SHARE", "amount": 1, "account": payee},
            {"union": None, "kind": "NATIONAL_SHARE", "amount": None, "account": payee},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                FeeItem.objects.create(approval=approved, **values | wrong)


class TestFirstYearMembership:
    """Entry and annual fee of a new licence together, on every day of their validity (R121)."""

    def test_the_annual_fee_of_the_same_bill_counts(self, nation, payee):
        enter(nation, payee, amount=700_000, applies_to=["NEW", "RENEWAL"])

        with pytest.raises(RuleBroken) as refusal:
            enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_300_001, **ENTRY)

        assert refusal.value.code == "above_ceiling"
        assert enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_300_000, **ENTRY).amount == 2_300_000

    def test_an_entry_fee_that_a_lower_annual_fee_of_next_month_forbids_is_refused_today(self, nation, payee):
        annual = enter(nation, payee, amount=600_000, applies_to=["RENEWAL"], valid_from=LONG_AGO)
        later = line(payee, 400_000, applies_to=["RENEWAL"], valid_from=tehran_today() + timedelta(days=30))
        tariffs.new_tariff_version(annual, later, by=nation.by_chamber)

        with pytest.raises(RuleBroken) as refusal:
            enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 3_000_000, **ENTRY)

        assert refusal.value.code == "above_multiple"
        assert format_date(later.valid_from) in str(refusal.value)
        assert not FeeItem.objects.filter(kind=FeeKind.MEMBERSHIP_ENTRY).exists()

    def test_an_entry_fee_that_a_lower_ceiling_of_next_month_forbids_is_refused_today(self, nation, payee):
        enter(nation, payee, amount=700_000, applies_to=["RENEWAL"])
        law(nation, "entry_fee_ceiling", 2_000_000, tehran_today() + timedelta(days=30))

        with pytest.raises(RuleBroken) as refusal:
            enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 3_000_000, **ENTRY)

        assert refusal.value.code == "above_ceiling"

    def test_a_ceiling_that_rises_lets_the_entry_fee_rise_from_that_day(self, nation, payee):
        begins = tehran_today() + timedelta(days=30)
        enter(nation, payee, amount=1_000_000, applies_to=["RENEWAL"])
        entry = enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 3_000_000, **ENTRY)
        law(nation, "entry_fee_ceiling", 5_000_000, begins)

        higher = line(payee, 5_000_000, valid_from=begins, **ENTRY)
        new = tariffs.new_tariff_version(entry, higher, by=nation.by_chamber)

        assert charged(nation.union, kind="NEW", on=tehran_today()) == [entry]
        assert charged(nation.union, kind="NEW", on=begins) == [new]

    def test_lines_a_later_law_makes_too_high_are_not_charged_from_that_day_and_say_why(self, nation, payee):
        begins = tehran_today() + timedelta(days=30)
        annual = enter(nation, payee, amount=700_000, applies_to=["NEW", "RENEWAL"])
        entry = enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_300_000, **ENTRY)
        law(nation, "entry_fee_ceiling", 1_000_000, begins)

        after = {
            charge.fee: charge.obstacle for charge in charges.charges_on(nation.union, kind="NEW", on=begins)
        }

        assert charged(nation.union, kind="NEW") == [entry, annual]
        assert "۱٬۰۰۰٬۰۰۰ ریال" in after[entry]
        assert after[annual] == ""
        law(nation, "entry_fee_ceiling", 600_000, begins + timedelta(days=1))
        much_later = {"on": begins + timedelta(days=1)}
        assert charged(nation.union, kind="NEW", **much_later) == []
        assert charged(nation.union, kind="RENEWAL", **much_later) == [annual]

    def test_an_entry_fee_whose_annual_fee_was_declared_void_is_not_charged(self, nation, payee):
        annual = enter(nation, payee, applies_to=["RENEWAL"])
        enter(nation, payee, FeeKind.MEMBERSHIP_ENTRY, 2_000_000, **ENTRY)

        tariffs.withdraw_tariff(annual, by=nation.by_chamber, note="مبنا ندارد")

        assert charged(nation.union, kind="NEW") == []

    def test_the_database_refuses_an_entry_fee_above_the_ceiling_of_its_first_day(self, nation, payee):
        begins = tehran_today() + timedelta(days=30)
        law(nation, "entry_fee_ceiling", 5_000_000, begins)
        values = {
            "union": nation.union,
            "kind": FeeKind.MEMBERSHIP_ENTRY,
            "title": "حق ورودی",
            "amount": 4_000_000,
            "payee": "UNION",
            "account": payee,
            "applies_to": ["NEW"],
            "approval": approval(nation.commission),
        }

        with pytest.raises(IntegrityError), transaction.atomic():
            FeeItem.objects.create(valid_from=tehran_today(), **values)

        assert FeeItem.objects.create(valid_from=begins, **values).pk


@pytest.mark.parametrize("person", ["by_board", "by_commission", "by_other_chamber", "by_secretariat"])
def test_tariffs_are_entered_by_the_chamber_above_only(nation, payee, person):
    with pytest.raises(RuleBroken) as refusal:
        tariffs.enter_tariff(nation.union, FeeKind.ISSUE, line(payee), by=nation.people[person])

    assert refusal.value.code == "not_your_office"


def test_nothing_is_charged_before_its_approval(nation, payee):
    with pytest.raises(RuleBroken) as refusal:
        enter(nation, payee, valid_from=LONG_AGO - timedelta(days=1))

    assert refusal.value.code == "before_approval"


def test_an_account_in_use_stays_open(nation, payee):
    fee = enter(nation, payee)

    with pytest.raises(RuleBroken) as refusal:
        tariffs.close_account(payee, by=nation.by_chamber, note="")
    tariffs.withdraw_tariff(fee, by=nation.by_chamber, note="")
    tariffs.close_account(payee, by=nation.by_chamber, note="بسته شد")

    payee.refresh_from_db()
    assert refusal.value.code == "in_use"
    assert not payee.is_active


def test_accounts_are_kept_by_the_body_above(nation):
    values = {"bank": "ملی", "branch": "", "number": "123456"}

    assert tariffs.open_account(body=nation.union, by=nation.by_chamber, **values).is_active
    for body, person in (("other_union", "by_chamber"), ("union", "by_board"), ("secretariat", "by_chamber")):
        with pytest.raises(RuleBroken):
            tariffs.open_account(body=nation.bodies[body], by=nation.people[person], **values)


def test_a_number_of_the_law_changes_from_a_day_on(nation):
    later = tehran_today() + timedelta(days=30)
    known = {"key": "e_services_amount", "title": "خدمات", "unit": "rials", "basis": "مصوبه"}

    law_services.set_legal_value(value=80_000, valid_from=later, by=nation.by_secretariat, **known)

    assert law_services.legal_value("e_services_amount", tehran_today()) == 50_000
    assert law_services.legal_value("e_services_amount", later) == 80_000
    with pytest.raises(RuleBroken):
        law_services.set_legal_value(value=1, valid_from=later, by=nation.by_secretariat, **known)
    with pytest.raises(RuleBroken):
        law_services.set_legal_value(value=1, valid_from=tehran_today(), by=nation.by_iran, **known)
    with pytest.raises(RuleBroken):
        law_services.legal_value("unknown")
