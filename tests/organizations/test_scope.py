"""Who sees which body, and the rows that hang on it (handbook 2.2, R302)."""

import pytest

from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Union
from organizations.proposals.models import CategorySuggestion
from organizations.roles.querysets import within
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.services import enter_tariff
from tests.factories import StaffFactory
from tests.organizations.factories import account, approval, line

UNIONS = {
    "by_secretariat": {"union", "other_union", "far_union", "national_union"},
    "by_iran": {"union", "other_union", "far_union", "national_union"},
    "by_province": {"union", "other_union"},
    "by_commission": {"union"},
    "by_chamber": {"union"},
    "by_inspector": {"union"},
    "by_board": {"union"},
    "by_operator": {"union"},
    "by_other_commission": {"other_union"},
    "by_other_chamber": {"other_union"},
    "by_far_province": {"far_union"},
}
ENTERS = {"by_chamber": {"union"}, "by_other_chamber": {"other_union"}, "by_secretariat": {"national_union"}}
DECIDES = {
    "by_commission": {"union"},
    "by_other_commission": {"other_union"},
    "by_secretariat": {"national_union"},
}


def names(nation, rows) -> set[str]:
    """The names in the chain of the bodies found."""
    keys = {body.pk: name for name, body in nation.bodies.items()}
    return {keys[pk] for pk in rows.values_list("pk", flat=True)}


@pytest.mark.parametrize("person", UNIONS)
def test_each_role_sees_exactly_its_unions(nation, person):
    user = nation.people[person]

    assert names(nation, Union.objects.visible_to(user)) == UNIONS[person]
    assert names(nation, Union.objects.entered_by(user)) == ENTERS.get(person, set())
    assert names(nation, Union.objects.decided_by(user)) == DECIDES.get(person, set())


@pytest.mark.parametrize("person", UNIONS)
def test_tariffs_are_seen_with_their_union(nation, person):
    for name, chamber in (("union", "by_chamber"), ("other_union", "by_other_chamber")):
        union = nation.bodies[name]
        approval(union.parent.parent)
        payee = account(union, number=f"55500{union.pk}")
        enter_tariff(union, "MEMBERSHIP_ANNUAL", line(payee), by=nation.people[chamber])

    found = names(nation, Union.objects.filter(fees__in=FeeItem.objects.visible_to(nation.people[person])))

    assert found == UNIONS[person] & {"union", "other_union"}


def test_accounts_of_the_higher_bodies_are_shared_and_those_of_other_unions_are_not(nation):
    own, other = account(nation.union, "111111"), account(nation.other_union, "222222")
    high = account(nation.secretariat, "333333")

    assert set(PayeeAccount.objects.visible_to(nation.by_chamber)) == {own, high}
    assert set(PayeeAccount.objects.visible_to(nation.by_province)) == {own, other, high}
    assert set(PayeeAccount.objects.visible_to(nation.by_secretariat)) == {own, other, high}


def test_a_chamber_sees_the_decisions_of_the_commissions_above_it(nation):
    own, province, other = (
        approval(nation.bodies[name]) for name in ("commission", "province", "other_commission")
    )

    assert set(CommissionApproval.objects.visible_to(nation.by_chamber)) == {own, province}
    assert set(CommissionApproval.objects.visible_to(nation.by_province)) == {own, province, other}
    assert set(CommissionApproval.objects.visible_to(nation.by_secretariat)) == {own, province, other}


def test_suggestions_are_seen_in_the_county_they_came_from(nation):
    here, there = (
        CategorySuggestion.objects.create(
            contact_name="پریسا", mobile="09121234567", county=nation.bodies[name].county, text="کار تازه"
        )
        for name in ("union", "other_union")
    )

    assert list(CategorySuggestion.objects.visible_to(nation.by_chamber)) == [here]
    assert set(CategorySuggestion.objects.visible_to(nation.by_province)) == {here, there}
    assert not CategorySuggestion.objects.visible_to(nation.by_board).exists()


def test_staff_without_a_role_and_dismissed_staff_see_nothing(nation):
    stranger, dismissed = StaffFactory(), nation.by_secretariat
    dismissed.is_active = False

    for user in (stranger, dismissed):
        assert not Body.objects.visible_to(user).exists()
        assert not CategorySuggestion.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    "person", ["by_board", "by_inspector", "by_commission", "by_province", "by_secretariat"]
)
def test_scope_names_the_bodies_and_nests_no_question(nation, person, django_assert_max_num_queries):
    """Conditions of subqueries made the database gather every request of the nation before it looked at a union."""
    user = nation.people[person]

    with django_assert_max_num_queries(2):
        scope = within(user, "union__")

    sql = str(FeeItem.objects.filter(scope).values("pk").query)
    assert "organizations_membership" not in sql
    assert " OR " not in sql
    assert "organizations_body" not in sql
