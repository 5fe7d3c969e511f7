"""Conditions: drafted after an approval, published once, changed only by a new version (R200–R203)."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.audit import verify
from core.jalali import tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.approvals.models import CommissionApproval
from organizations.conditions import published as conditions_published
from organizations.conditions import services as conditions
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.conditions.services import Draft
from organizations.guards import GUARDS
from organizations.tariffs import services as tariffs
from organizations.tariffs.models import FeeItem
from tests.organizations.factories import LONG_AGO, POSTAL_CODE, account, article, covered, line, published


def draft(text: str = "متن", **changes) -> Draft:
    """What a chamber types."""
    typed = {
        "title": "ضوابط خاص",
        "content": {"issuer": "اتحادیه", "articles": [article(text)], "checklist": []},
        "union_postal_code": POSTAL_CODE,
        "approval_number": "۱۲/۷",
        "approved_on": LONG_AGO,
    }
    return Draft(**typed | changes)


def test_a_chamber_drafts_and_publishes_under_a_numbered_approval(nation):
    row = conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)
    assert conditions_published.newest_conditions(nation.union) == []

    conditions.publish_conditions(row, by=nation.by_chamber)

    assert conditions_published.newest_conditions(nation.union) == [row]
    assert (row.approval.number, row.approval.body.name) == ("12/7", nation.commission.name)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "recorded",
        "drafted",
        "published",
    ]
    assert not verify()


@pytest.mark.parametrize("person", ["by_board", "by_commission", "by_other_chamber", "by_secretariat"])
def test_a_county_unions_conditions_are_entered_by_its_chamber_only(nation, person):
    with pytest.raises(RuleBroken) as refusal:
        conditions.draft_conditions(nation.union, None, draft(), by=nation.people[person])

    assert refusal.value.code == "not_your_office"


def test_a_national_unions_conditions_are_the_secretariats(nation):
    row = conditions.draft_conditions(nation.national_union, None, draft(), by=nation.by_secretariat)

    assert row.approval.body_id == nation.secretariat.pk
    with pytest.raises(RuleBroken):
        conditions.draft_conditions(nation.national_union, None, draft(), by=nation.by_iran)


def test_without_an_approval_number_nothing_is_stored(nation):
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialConditions.objects.create(
            union=nation.union, version=1, title="ضوابط", content={}, union_postal_code=POSTAL_CODE
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionApproval.objects.create(
            body=nation.commission, number="", approved_on=LONG_AGO, subject="ضوابط"
        )


def test_a_known_number_with_another_date_is_refused(nation):
    conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)
    covered(nation.union)
    category = nation.union.coverage.get().category

    with pytest.raises(RuleBroken) as refusal:
        conditions.draft_conditions(
            nation.union, category, draft(approved_on=tehran_today()), by=nation.by_chamber
        )

    assert refusal.value.code == "other_date"


@pytest.mark.parametrize(
    "change", [{"title": "دیگر"}, {"content": {}}, {"published_at": None}, {"version": 7}], ids=str
)
def test_the_database_refuses_to_change_what_is_published(nation, change):
    row = published(nation.union)

    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialConditions.objects.filter(pk=row.pk).update(**change)


def test_a_published_text_is_not_revised_and_its_postal_code_may_be_corrected(nation):
    row = published(nation.union)

    with pytest.raises(RuleBroken) as refusal:
        conditions.revise_draft(row, draft("دیگر"), seen_revision=1, by=nation.by_chamber)
    for by in (nation.by_iran, nation.by_province, nation.by_commission):
        conditions.correct_postal_code(row, POSTAL_CODE, by=by)
        conditions.correct_postal_code(row, "1135756789", by=by)

    row.refresh_from_db()
    assert refusal.value.code == "published"
    assert row.union_postal_code == "1135756789"
    with pytest.raises(RuleBroken):
        conditions.correct_postal_code(row, POSTAL_CODE, by=nation.by_board)


def test_a_new_version_leaves_the_old_one_at_its_place(nation):
    old = published(nation.union, text="متن کهنه")
    new = conditions.draft_conditions(nation.union, None, draft("متن تازه"), by=nation.by_chamber)
    category = covered(nation.union).category
    assert conditions_published.conditions_in_force(nation.union, category) == old

    conditions.publish_conditions(new, by=nation.by_chamber)

    assert new.version == 2
    assert conditions_published.conditions_in_force(nation.union, category) == new
    assert list(conditions_published.versions_of(new)) == [new, old]


def test_a_draft_somebody_overtook_is_refused_and_kept(nation):
    row = conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)
    conditions.revise_draft(row, draft("نخستین"), seen_revision=1, by=nation.by_chamber)

    with pytest.raises(RuleBroken) as refusal:
        conditions.revise_draft(row, draft("دومین"), seen_revision=1, by=nation.by_chamber)

    row.refresh_from_db()
    assert refusal.value.code == "stale"
    assert row.content["articles"][0]["text"] == "نخستین"


def test_one_draft_at_a_time_and_only_for_covered_trades(nation):
    category = covered(nation.other_union).category
    conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)

    with pytest.raises(RuleBroken) as second:
        conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)
    with pytest.raises(RuleBroken) as foreign:
        conditions.draft_conditions(nation.union, category, draft(), by=nation.by_chamber)

    assert (second.value.code, foreign.value.code) == ("draft_exists", "other_category")


def test_an_empty_text_is_not_published(nation):
    empty = draft(content={"issuer": "", "articles": [], "checklist": []})
    row = conditions.draft_conditions(nation.union, None, empty, by=nation.by_chamber)

    with pytest.raises(RuleBroken) as refusal:
        conditions.publish_conditions(row, by=nation.by_chamber)

    assert refusal.value.code == "empty"


def test_general_conditions_go_the_same_way_in_the_secretariat(nation):
    content = {"preamble": "", "articles": [article("متن", "general")]}
    with pytest.raises(RuleBroken):
        conditions.draft_general(title="عمومی", content=content, by=nation.by_iran)
    row = conditions.draft_general(title="عمومی", content=content, by=nation.by_secretariat)
    assert conditions_published.general_conditions_in_force() is None
    conditions.revise_general(
        row, title="شرایط عمومی", content=content, seen_revision=1, by=nation.by_secretariat
    )

    conditions.publish_general(row, by=nation.by_secretariat)

    assert conditions_published.general_conditions_in_force() == row
    with pytest.raises(RuleBroken) as refusal:
        conditions.revise_general(row, title="", content=content, seen_revision=2, by=nation.by_secretariat)
    assert refusal.value.code == "published"
    with pytest.raises(IntegrityError), transaction.atomic():
        GeneralConditions.objects.filter(pk=row.pk).update(title="دیگر")


def test_entered_tariffs_and_approvals_stand_in_the_database(nation):
    payee = account(nation.union)
    fee = tariffs.enter_tariff(nation.union, "MEMBERSHIP_ANNUAL", line(payee), by=nation.by_chamber)

    for rows, change in (
        (FeeItem.objects.filter(pk=fee.pk), {"amount": 1}),
        (CommissionApproval.objects.filter(pk=fee.approval_id), {"number": "9"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


@pytest.mark.django_db
def test_every_guard_is_in_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'stands_%%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}

    assert {f"stands_{guard.table}" for guard in GUARDS} <= found
    if connection.vendor == "postgresql":
        assert {f"stands_{guard.table}_kept" for guard in GUARDS} <= found
