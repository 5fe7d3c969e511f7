"""Whoever loses a role, or leaves, holds no file of that union any more."""

from datetime import timedelta

import pytest

from core.jalali import tehran_today
from core.models import AuditEntry
from licensing.cases.states import Status
from licensing.desk import holding
from licensing.desk.holding import handovers_of
from organizations.members import services as members
from organizations.members import staff_accounts
from organizations.members.models import Membership
from organizations.roles.states import Role
from tests.factories import LicenceRequestFactory, MembershipFactory, WorkingUnionFactory, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    case.union.parent = WorkingUnionFactory().body_ptr
    case.union.save()
    return case


@pytest.fixture
def operator(case):
    return MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user


@pytest.fixture
def chamber(case):
    """Stands above the union; what kind of body it is makes no difference here."""
    return MembershipFactory(body=case.union.parent, role=Role.CHAMBER_OPERATOR).user


def holder_of(case):
    case.refresh_from_db()
    return case.held_by


def withdraw(user, by, role=Role.UNION_OPERATOR):
    members.withdraw_role(Membership.objects.get(user=user, role=role), by=by, note="جابه‌جایی")


def test_role_that_is_taken_back_frees_the_files_and_the_trail_says_why(case, operator, chamber):
    holding.take(case, by=operator)

    withdraw(operator, chamber)

    assert holder_of(case) is None
    [newest, first] = handovers_of(case)
    assert (newest.action, newest.before, first.action) == ("holder's role ended", str(operator), "taken")


def test_somebody_who_keeps_another_role_in_the_union_keeps_the_files(case, operator, chamber):
    MembershipFactory(user=operator, body=case.union, role=Role.UNION_BOARD)
    holding.take(case, by=operator)

    withdraw(operator, chamber)

    assert holder_of(case) == operator


def test_role_in_another_union_keeps_no_file_of_this_one(case, operator, chamber):
    MembershipFactory(user=operator, body=WorkingUnionFactory(), role=Role.UNION_OPERATOR)
    holding.take(case, by=operator)

    members.withdraw_role(
        Membership.objects.get(user=operator, body=case.union_id), by=chamber, note="جابه‌جایی"
    )

    assert holder_of(case) is None


def test_account_that_is_closed_holds_nothing(case, operator, chamber):
    holding.take(case, by=operator)

    staff_accounts.dismiss(operator, by=chamber, note="پایان همکاری")

    assert holder_of(case) is None


@pytest.mark.parametrize(("days_left", "freed"), [(-1, 1), (0, 0)])
def test_role_that_ends_by_its_date_frees_the_files_in_the_night(case, operator, days_left, freed):
    holding.take(case, by=operator)
    Membership.objects.filter(user=operator).update(valid_to=tehran_today() + timedelta(days=days_left))

    assert holding.free_left_files() == freed

    assert (holder_of(case) is None) is bool(freed)
    assert AuditEntry.objects.filter(action="holder's role ended").count() == freed
