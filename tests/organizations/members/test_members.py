"""Roles: granted and withdrawn by the body above, never by oneself."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Person, User
from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.members import services as members
from organizations.members.models import Membership
from organizations.members.services import may_grant
from organizations.roles.querysets import holds
from organizations.roles.states import GRANTED_BY, Role
from tests.factories import StaffFactory

#: Role → (body it is held in, everybody who may grant it there).
MATRIX = {
    Role.UNION_OPERATOR: ("union", {"by_chamber"}),
    Role.UNION_BOARD: ("union", {"by_chamber"}),
    Role.CHAMBER_OPERATOR: ("chamber", {"by_commission"}),
    Role.CHAMBER_INSPECTOR: ("chamber", {"by_commission"}),
    Role.COMMISSION_COUNTY: ("commission", {"by_province", "by_secretariat"}),
    Role.COMMISSION_PROVINCE: ("province", {"by_secretariat"}),
    Role.NATIONAL_CHAMBER: ("iran", {"by_secretariat"}),
    Role.SECRETARIAT: ("secretariat", set()),
}


@pytest.mark.parametrize("role", MATRIX)
def test_a_role_is_granted_by_the_body_above_and_by_nobody_else(nation, role):
    body, granters = nation.bodies[MATRIX[role][0]], MATRIX[role][1]

    for name, person in nation.people.items():
        newcomer = StaffFactory()
        if name in granters:
            assert members.grant_role(user=newcomer, body=body, role=role, by=person).granted_by == person
            assert holds(newcomer, role)
        else:
            with pytest.raises(RuleBroken) as refusal:
                members.grant_role(user=newcomer, body=body, role=role, by=person)
            assert refusal.value.code == "not_your_office"
            assert not holds(newcomer, role)


def test_the_iran_chamber_grants_the_roles_of_national_unions(nation):
    newcomer = StaffFactory()

    members.grant_role(user=newcomer, body=nation.national_union, role=Role.UNION_BOARD, by=nation.by_iran)

    assert holds(newcomer, Role.UNION_BOARD)
    assert not may_grant(nation.by_chamber, Role.UNION_BOARD, nation.national_union)


def test_every_role_has_its_granters_written():
    assert set(GRANTED_BY) == set(Role.values)


def test_nobody_grants_a_role_to_themselves_not_even_through_a_second_account(nation):
    second = StaffFactory(person=nation.by_chamber.person)

    for user in (nation.by_chamber, second):
        with pytest.raises(RuleBroken) as refusal:
            members.grant_role(user=user, body=nation.union, role=Role.UNION_BOARD, by=nation.by_chamber)
        assert refusal.value.code == "to_oneself"
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=nation.by_chamber, body=nation.union, role=Role.UNION_BOARD, granted_by=nation.by_chamber
        )


@pytest.mark.parametrize(
    ("role", "body"),
    [
        (Role.UNION_BOARD, "chamber"),
        (Role.COMMISSION_PROVINCE, "commission"),
        (Role.COMMISSION_COUNTY, "province"),
    ],
)
def test_a_role_exists_only_in_its_kind_and_level_of_body(nation, role, body):
    with pytest.raises(RuleBroken) as refusal:
        members.grant_role(user=StaffFactory(), body=nation.bodies[body], role=role, by=nation.by_secretariat)

    assert refusal.value.code == "wrong_body"


def test_a_citizens_account_gets_no_role(nation):
    citizen = User.objects.create(
        username="citizen", person=Person.objects.create(national_code="0012345679")
    )

    with pytest.raises(RuleBroken) as refusal:
        members.grant_role(user=citizen, body=nation.union, role=Role.UNION_BOARD, by=nation.by_chamber)

    assert refusal.value.code == "not_staff"


def test_a_withdrawn_role_is_gone_at_once_and_can_be_granted_again(nation):
    held = Membership.objects.get(user=nation.by_operator)

    members.withdraw_role(held, by=nation.by_chamber, note="جابه‌جایی")

    assert not holds(nation.by_operator, Role.UNION_OPERATOR)
    members.grant_role(
        user=nation.by_operator, body=nation.union, role=Role.UNION_OPERATOR, by=nation.by_chamber
    )
    assert holds(nation.by_operator, Role.UNION_OPERATOR)
    entry = AuditEntry.objects.get(action="withdrawn")
    assert entry.note == "جابه‌جایی"
    assert entry.before["withdrawn_at"] is None
    assert entry.after["withdrawn_at"]


def test_a_role_is_withdrawn_only_once_and_only_by_the_body_above(nation):
    held = Membership.objects.get(user=nation.by_operator)

    for person in (nation.by_board, nation.by_other_chamber, nation.by_secretariat):
        with pytest.raises(RuleBroken) as refusal:
            members.withdraw_role(held, by=person, note="")
        assert refusal.value.code == "not_your_office"
    members.withdraw_role(held, by=nation.by_chamber, note="")
    with pytest.raises(RuleBroken) as refusal:
        members.withdraw_role(held, by=nation.by_chamber, note="")
    assert refusal.value.code == "withdrawn"


def test_the_secretariats_own_role_is_opened_from_outside(nation):
    newcomer = StaffFactory(username="second-secretary")

    call_command("appoint_secretariat", "second-secretary")

    assert holds(newcomer, Role.SECRETARIAT)
    with pytest.raises(CommandError):
        call_command("appoint_secretariat", "second-secretary")
    with pytest.raises(CommandError, match="nobody"):
        call_command("appoint_secretariat", "nobody")
