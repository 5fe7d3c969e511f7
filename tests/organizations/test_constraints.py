"""What the database itself refuses about bodies, minutes, tariffs and new trades, on both engines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.jalali import tehran_today
from organizations.bodies.models import UnitCount
from organizations.categories.states import BranchOfTrade
from organizations.members.models import BoardMinute
from organizations.proposals import category_entries, suggestions
from organizations.proposals.models import CategoryEntry
from organizations.proposals.states import EntryState
from organizations.tariffs.models import FeeItem
from tests.constraints import refused_by
from tests.factories import UnitCountFactory, minute_of
from tests.organizations.factories import account, approval

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(nation):
    """What the chamber wrote for a missing trade."""
    suggestion = suggestions.suggest_category(
        contact_name="پریسا", mobile="09121234567", county=nation.union.county, text="تعمیر پهپاد"
    )
    facts = {"name": "تعمیر پهپاد", "isic_code": "521999", "branch_of_trade": BranchOfTrade.values[0]}
    return category_entries.write_entry(suggestion, **facts, union=nation.union, by=nation.by_chamber)


def test_entry_of_a_trade_is_whole(entry, nation):
    rows, by, now = CategoryEntry.objects.filter(pk=entry.pk), nation.by_secretariat, timezone.now()
    decided = {"decided_at": now, "decided_by": by}

    for name, wrong in (
        ("entry_code_has_6_7_9_or_10_digits", {"isic_code": "52199"}),
        ("entry_code_has_6_7_9_or_10_digits", {"isic_code": "52199999"}),
        ("entry_code_has_6_7_9_or_10_digits", {"isic_code": "۵۲۱۹۹۹"}),
        ("entry_decided_at_and_by_together", decided),
        ("entry_decided_at_and_by_together", {"state": EntryState.PUBLISHED}),
        ("entry_decided_at_and_by_together", {"state": EntryState.PUBLISHED, "decided_at": now}),
        ("returned_entry_has_a_reason", decided | {"state": EntryState.RETURNED}),
    ):
        with refused_by(name):
            rows.update(**wrong)


def test_one_entry_of_a_suggestion_waits(entry):
    entry.pk = None

    with refused_by("one_waiting_entry_per_suggestion"):
        entry.save(force_insert=True)


def test_minute_has_a_number_of_its_own_and_a_text(nation):
    minute = minute_of(nation.union, "5")
    facts = {"union": nation.union, "held_on": minute.held_on, "recorded_by": nation.by_chamber}

    with refused_by("minute_number_once_per_union"):
        BoardMinute.objects.create(number="5", text="متن", **facts)
    for missing in ("number", "text"):
        with refused_by("minute_has_number_and_text"):
            BoardMinute.objects.create(**{"number": "6", "text": "متن", missing: ""}, **facts)


def test_units_are_counted_once_a_day(nation):
    count = UnitCountFactory(union=nation.union)

    with refused_by("unit_count_once_per_union_and_day"):
        UnitCount.objects.create(union=nation.union, units=9, valid_from=count.valid_from)


def test_one_national_line_of_a_kind_is_open_and_its_versions_differ(nation):
    facts = {
        "union": None,
        "kind": "NATIONAL_SHARE",
        "title": "سهم",
        "amount": 1,
        "payee": "SECRETARIAT",
        "account": account(nation.secretariat),
        "applies_to": ["NEW"],
        "approval": approval(nation.secretariat),
        "valid_from": tehran_today(),
    }
    FeeItem.objects.create(**facts, version=1)

    with refused_by("one_open_national_fee_per_kind"):
        FeeItem.objects.create(**facts, version=2)
    with refused_by("national_fee_version_once"):
        FeeItem.objects.create(**facts, version=1, valid_to=tehran_today() + timedelta(days=9))
    with refused_by("only_the_share_of_chambers_names_no_account"):
        FeeItem.objects.create(**facts | {"account": None}, version=3, valid_to=tehran_today())
    with refused_by("fee_has_an_amount_unless_set_by_law_or_at_cost"):
        FeeItem.objects.create(**facts | {"amount": None}, version=3, valid_to=tehran_today())
