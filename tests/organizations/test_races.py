"""Two clerks at one moment: one draft, one publication, one line of a tariff; the other learns of it in words."""

import pytest

from core.models import AuditEntry
from organizations.conditions import services as conditions
from organizations.conditions.models import SpecialConditions
from organizations.tariffs import services as tariffs
from organizations.tariffs.models import FeeItem
from organizations.tariffs.states import FeeKind
from tests.organizations.conditions.test_conditions import draft
from tests.organizations.factories import account, line
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CLERKS = 4


def test_conditions_drafted_by_several_at_once_are_drafted_once(nation):
    results = at_once(
        CLERKS, lambda: conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber).version
    )

    assert sorted(map(str, results)) == ["1", *["draft_exists"] * (CLERKS - 1)]
    assert SpecialConditions.objects.count() == 1


def test_conditions_published_by_several_at_once_are_published_once(nation):
    row = conditions.draft_conditions(nation.union, None, draft(), by=nation.by_chamber)

    results = at_once(CLERKS, lambda: conditions.publish_conditions(row, by=nation.by_chamber).pk)

    assert results.count("published") == CLERKS - 1
    assert AuditEntry.objects.filter(action="published").count() == 1


def test_line_of_a_tariff_entered_by_several_at_once_stands_once(nation):
    payee = account(nation.union)

    results = at_once(
        CLERKS,
        lambda: (
            tariffs.enter_tariff(
                nation.union, FeeKind.MEMBERSHIP_ANNUAL, line(payee, 700_000), by=nation.by_chamber
            ).version
        ),
    )

    assert FeeItem.objects.count() == 1
    assert results.count(1) == 1
    assert "conflict" not in results
