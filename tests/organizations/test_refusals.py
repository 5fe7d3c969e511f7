"""Refusals and small ways of the services that no other story passes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models

from core.jalali import from_jalali, tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.approvals import services as approvals
from organizations.approvals.models import CommissionApproval
from organizations.bodies import services as bodies
from organizations.bodies.models import Chamber, Commission, Union
from organizations.bodies.rules import authority_of
from organizations.categories import importing
from organizations.categories.models import Category
from organizations.categories.states import ImportMode
from organizations.conditions import services as conditions
from organizations.members import boards, minutes
from organizations.members import services as members
from organizations.members.models import BoardMember
from organizations.members.states import BoardRole
from organizations.places.models import County
from organizations.roles import trail
from organizations.roles.states import Level, Role
from organizations.tariffs import charges
from organizations.tariffs import services as tariffs
from organizations.tariffs.states import FeeKind
from tests.factories import BIRTH_DATE, NewcomerFactory, StaffFactory, minute_of
from tests.organizations.conditions.test_conditions import draft
from tests.organizations.factories import LONG_AGO, account, article, covered, line, published


def refusal_of(act, *args, **kwargs) -> str:
    """The code of the refusal."""
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def empty_county(nation):
    """A county of the first province without any body."""
    return County.objects.create(province=nation.union.province, name="ورامین", code="2303")


def test_a_county_gets_its_commission_then_its_chamber_then_its_union(nation, empty_county):
    by = nation.by_secretariat
    union = {"name": "اتحادیهٔ نانوایان ورامین", "level": Level.COUNTY, "county": empty_county}
    assert refusal_of(bodies.found_union, Union(**union), by=by) == "no_body_above"

    commission = bodies.found_commission(
        Commission(name="کمیسیون ورامین", level=Level.COUNTY, county=empty_county), by=by
    )
    chamber = bodies.found_chamber(Chamber(name="اتاق ورامین", county=empty_county), by=by)
    founded = bodies.found_union(Union(**union), by=by)

    assert (commission.parent_id, chamber.parent_id) == (nation.province.pk, commission.pk)
    assert founded.parent_id == chamber.pk
    again = Chamber(name="اتاق دوم", county=empty_county)
    assert refusal_of(bodies.found_chamber, again, by=by) == "second_body"


def test_a_province_has_one_commission_under_the_secretariat(nation):
    second = Commission(name="کمیسیون دوم", level=Level.PROVINCE, province=nation.union.province)

    assert refusal_of(bodies.found_commission, second, by=nation.by_secretariat) == "second_body"
    assert second.parent_id == nation.secretariat.pk


def test_the_bodies_above_correct_a_chambers_address_and_the_secretariat_its_name(nation):
    bodies.change_body(nation.chamber, {"phone": "021-1"}, by=nation.by_commission)
    bodies.change_body(nation.chamber, {"name": "اتاق اصناف پایتخت"}, by=nation.by_secretariat)

    assert Chamber.objects.get(pk=nation.chamber.pk).name == "اتاق اصناف پایتخت"
    assert refusal_of(bodies.change_body, nation.chamber, {"phone": "9"}, by=nation.by_chamber)


def test_a_change_that_changes_nothing_leaves_no_trace(nation):
    bodies.change_body(nation.union, {"address": ""}, by=nation.by_chamber)

    assert not AuditEntry.objects.exists()


def test_coverage_that_ended_is_neither_ended_nor_moved_to_itself(nation):
    row = covered(nation.union)
    assert refusal_of(bodies.move_coverage, row, nation.union, by=nation.by_commission) == "same_union"

    bodies.end_coverage(row, by=nation.by_commission)

    assert refusal_of(bodies.end_coverage, row, by=nation.by_commission) == "closed"


def test_an_approval_is_recorded_once_by_its_own_commission(nation):
    values = {"number": "۹/۱", "approved_on": tehran_today(), "subject": "تعرفه"}
    row = approvals.record_approval(nation.commission, by=nation.by_commission, **values)

    again = approvals.record_approval
    assert row.number == "9/1"
    assert refusal_of(again, nation.commission, by=nation.by_commission, **values) == "approval_exists"
    assert refusal_of(again, nation.commission, by=nation.by_chamber, **values) == "not_your_office"
    future = values | {"number": "9/2", "approved_on": tehran_today() + timedelta(days=1)}
    assert refusal_of(again, nation.commission, by=nation.by_commission, **future) == "approval_in_future"
    approvals.record_approval(nation.secretariat, by=nation.by_secretariat, **values)
    assert CommissionApproval.objects.count() == 2


def test_a_union_whose_commission_is_not_registered_has_no_authority(nation, empty_county):
    province = Union(level=Level.PROVINCE, province=nation.union.province)
    orphan = Union(level=Level.COUNTY, county=empty_county)

    assert authority_of(province).pk == nation.province.pk
    assert refusal_of(authority_of, orphan) == "no_authority"


def test_inspectors_are_elected_apart_and_a_nameless_person_gets_the_name(nation):
    nameless = NewcomerFactory()
    for year in (1392, 1396, 1400):
        boards.seat_member(
            union=nation.union,
            national_code=nameless.national_code,
            birth_date=BIRTH_DATE,
            role=BoardRole.INSPECTOR,
            from_date=from_jalali(year, 2, 1),
            to_date=from_jalali(year + 4, 2, 1),
            by=nation.by_chamber,
        )

    nameless.refresh_from_db()
    assert nameless.full_name == "پریسا کاویان"
    assert BoardMember.objects.count() == 3


def test_minutes_have_a_number_and_a_day_that_has_come(nation):
    record = minutes.enter_minute
    by = nation.by_board

    assert (
        refusal_of(record, nation.union, number=" ", held_on=tehran_today(), text="متن", by=by)
        == "minute_number"
    )
    tomorrow = tehran_today() + timedelta(days=1)
    assert (
        refusal_of(record, nation.union, number="1", held_on=tomorrow, text="متن", by=by)
        == "minute_in_future"
    )


def test_an_authorisation_rests_on_the_unions_own_minute_and_is_withdrawn_once(nation):
    own, foreign = minute_of(nation.union, "1"), minute_of(nation.other_union, "1")
    values = {"union": nation.union, "operator": nation.by_operator, "kind": "GENERAL", "by": nation.by_board}
    assert refusal_of(boards.authorise_operator, minute=foreign, **values) == "other_unions_minute"

    row = boards.authorise_operator(minute=own, **values)
    boards.withdraw_authorization(row, by=nation.by_board, note="")

    assert refusal_of(boards.withdraw_authorization, row, by=nation.by_board, note="") == "withdrawn"
    assert boards.authorization_for(nation.by_chamber, nation.union) is None


def test_a_role_that_is_over_already_is_not_granted(nation):
    grant = members.grant_role
    values = {"user": StaffFactory(), "body": nation.union, "role": Role.UNION_BOARD, "by": nation.by_chamber}

    assert refusal_of(grant, valid_to=tehran_today() - timedelta(days=1), **values) == "already_over"


def test_the_secretariat_is_appointed_only_where_there_is_one_and_only_staff(nation):
    citizen = StaffFactory(is_staff=False)
    assert refusal_of(members.appoint_secretariat, citizen) == "not_staff"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("organizations.members.services.BODY_OF_ROLE", {Role.SECRETARIAT: "NONE"})
        assert refusal_of(members.appoint_secretariat, StaffFactory()) == "no_secretariat"


def test_a_tariff_follows_its_predecessor_and_is_voided_once(nation):
    payee = account(nation.union)
    enter = tariffs.enter_tariff
    by = nation.by_chamber
    first = enter(nation.union, FeeKind.ISSUE, line(payee, valid_from=LONG_AGO), by=by)
    second = tariffs.new_tariff_version(first, line(payee, 1, valid_from=tehran_today()), by=by)
    tariffs.withdraw_tariff(second, by=by, note="")

    assert refusal_of(tariffs.withdraw_tariff, second, by=by, note="") == "withdrawn"
    assert refusal_of(tariffs.new_tariff_version, second, line(payee, 1), by=by) == "closed"
    within = line(payee, 1, valid_from=tehran_today() - timedelta(days=1))
    assert refusal_of(enter, nation.union, FeeKind.ISSUE, within, by=by) == "begins_within_older"


def test_each_share_is_entered_with_the_account_of_its_own_payee(nation):
    iran = account(nation.iran, "36/16809967")
    enter, by = tariffs.enter_tariff, nation.by_secretariat
    with_account = line(account(nation.chamber, "808080"), 150_000)

    assert refusal_of(enter, None, FeeKind.CHAMBER_SHARE, with_account, by=by) == "other_account"
    assert refusal_of(enter, None, FeeKind.NATIONAL_SHARE, line(None, 100_000), by=by) == "other_account"
    assert enter(None, FeeKind.CHAMBER_SHARE, line(None, 150_000), by=by).account is None
    assert enter(None, FeeKind.NATIONAL_SHARE, line(iran, 100_000), by=by).account == iran
    assert tariffs.accounts_for(None, FeeKind.ISSUE) == []


def test_accounts_of_the_higher_bodies_are_opened_by_the_secretariat(nation):
    values = {"bank": "تجارت", "branch": "", "number": "157855026"}

    assert tariffs.open_account(body=nation.secretariat, by=nation.by_secretariat, **values).is_active
    assert tariffs.open_account(body=nation.chamber, by=nation.by_chamber, **values | {"number": "1234567"})


def test_charges_are_found_by_the_kind_of_request(nation):
    fee = tariffs.enter_tariff(
        nation.union, FeeKind.ISSUE, line(account(nation.union), applies_to=["RENEWAL"]), by=nation.by_chamber
    )

    assert [charge.fee for charge in charges.charges_on(nation.union, kind="RENEWAL")] == [fee]
    assert not charges.charges_on(nation.union, kind="NEW")


def test_an_empty_general_text_is_not_published_and_one_draft_is_open_at_a_time(nation):
    by = nation.by_secretariat
    row = conditions.draft_general(title="عمومی", content={"articles": []}, by=by)

    assert refusal_of(conditions.publish_general, row, by=by) == "empty"
    second = {"title": "عمومی", "content": {"articles": [article("متن")]}}
    assert refusal_of(conditions.draft_general, by=by, **second) == "draft_exists"


def test_a_secretariat_corrects_the_postal_code_of_a_county_union_too(nation):
    row = published(nation.union)

    assert conditions.correct_postal_code(row, "1135756789", by=nation.by_secretariat)


def test_a_file_without_a_good_row_brings_nothing_in(nation):
    content = "کد آیسیک,نام رسته,شاخه\n12,کوتاه,خدماتی\n".encode()
    upload = importing.check_file(file_name="a.csv", content=content, by=nation.by_secretariat)

    code = refusal_of(importing.run_import, upload, ImportMode.GOOD_ROWS, by=nation.by_secretariat)

    assert code == "nothing_good"


def test_what_the_database_refuses_after_our_checks_is_a_refusal_in_words(nation, monkeypatch):
    def refuse(self: models.Model, *args: object, **kwargs: object) -> None:
        raise IntegrityError("another row came first")

    monkeypatch.setattr(Category, "save", refuse)

    code = refusal_of(trail.insert, Category(isic_code="521128", name="نام", branch_of_trade="SERVICE"), by=None, action="defined")  # fmt: skip

    assert code == "conflict"


def test_a_draft_for_one_trade_keeps_to_its_own_versions(nation):
    category = covered(nation.union, "154101").category
    conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)

    row = conditions.draft_conditions(nation.union, category, draft(), by=nation.by_chamber)

    assert row.version == 1


def test_a_county_union_without_its_county_has_nobody_above(nation):
    nowhere = Union(name="اتحادیهٔ بی‌جا", level=Level.COUNTY)

    assert refusal_of(bodies.found_union, nowhere, by=nation.by_secretariat) == "no_body_above"
