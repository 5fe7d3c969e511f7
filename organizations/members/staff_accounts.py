"""Accounts for colleagues: opened with a role by the body above, closed and opened again by it (handbook 2.3)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.rules import check_other_account
from accounts.services import staff, staff_accounts
from core.jalali import age_on, tehran_today
from core.refusals import RuleBroken
from organizations.bodies.models import Body
from organizations.law.services import legal_value, with_numbers
from organizations.members.identities import ask_identity
from organizations.members.models import Membership
from organizations.members.querysets import accounts_below
from organizations.members.services import appoint_secretariat, check_role_of_body, grant_role, may_grant
from organizations.roles.rules import require
from organizations.roles.states import BODY_OF_ROLE, Role
from registries.ports import PersonFacts

#: Key of the youngest age at which somebody may work at the desk.
MINIMUM_AGE = "minimum_staff_age"
UNDER_AGE = "این شخص هنوز {minimum_staff_age} سال تمام ندارد؛ برای او حساب همکار باز نمی‌شود."
NOT_GRANTED_BY_YOU = "این نقش را نهاد بالادست آن نهاد می‌دهد، نه شما."
NOT_BELOW_YOU = "این حساب از آنِ نهادهای زیر دست شما نیست."
LAST_SECRETARIAT = "این تنها حساب فعال دبیرخانه است؛ نخست کس دیگری نقش دبیرخانه بگیرد."


@dataclass(frozen=True)
class OpenedAccount:
    """A new account, and its first password: to be handed over now, nobody can read it again."""

    user: User
    membership: Membership
    password: str


def look_up_colleague(
    *, national_code: str, birth_date: date, role: str, body: Body, by: User
) -> PersonFacts:
    """Who the new account is for, from the civil registry, once everything that can be refused before has been.

    Asked outside any transaction; each question is recorded, thirty an hour are enough for anybody.

    Raises:
        RuleBroken: "wrong_body", "not_your_office", "own_account", "has_account", "has_closed_account",
            "rate_limited", "identity_unknown", "identity_mismatch", "deceased", "under_age".
    """
    check_role_of_body(role, body)
    require(may_grant(by, role, body), NOT_GRANTED_BY_YOU)
    staff_accounts.check_has_no_staff_account(national_code, by)
    facts = ask_identity(national_code, birth_date, by=by)
    today = tehran_today()
    if age_on(facts.birth_date, today) < legal_value(MINIMUM_AGE, today):
        raise RuleBroken(with_numbers(UNDER_AGE, today), code="under_age")
    return facts


def propose_username(role: str, body: Body) -> str:
    """A free user name that says what the account is for, such as "chamber-operator-31"."""
    return staff_accounts.free_username(f"{role.lower().replace('_', '-')}-{body.pk}")


@transaction.atomic
def open_colleague(facts: PersonFacts, *, username: str, role: str, body: Body, by: User) -> OpenedAccount:
    """An account with a first password and the role it was opened for: both or neither.

    Raises:
        RuleBroken: as `accounts.services.open_staff_account` and `grant_role`.
    """
    check_role_of_body(role, body)
    require(may_grant(by, role, body), NOT_GRANTED_BY_YOU)
    user, password = staff_accounts.open_staff_account(facts, username=username, by=by)
    return OpenedAccount(user, grant_role(user=user, body=body, role=role, by=by), password)


@transaction.atomic
def open_secretariat_account(username: str) -> OpenedAccount:
    """An account of the secretariat, by whoever runs the installation: nobody inside the portal stands above it.

    Raises:
        RuleBroken: "bad_username", "username_taken", "no_secretariat".
    """
    user, password = staff_accounts.open_account_on_server(username)
    return OpenedAccount(user, appoint_secretariat(user), password)


def renew_first_password(account: User, *, by: User) -> str:
    """A fresh first password where the former one ran out or was lost before its owner set one of their own.

    Raises:
        RuleBroken: "not_your_office", "own_account", "own_password", "already_closed".
    """
    _require_below(account, by)
    return staff_accounts.renew_first_password(account, by=by)


@transaction.atomic
def dismiss(account: User, *, by: User, note: str) -> None:
    """Close a colleague's account; its sessions end with their next request.

    Raises:
        RuleBroken: "own_account", "not_your_office", "last_secretariat", "already_closed".
    """
    _require_below(account, by)
    seats = Membership.objects.in_force().filter(role=Role.SECRETARIAT)
    if seats.filter(user=account).exists():
        _lock_secretariat()
        if not seats.filter(user__is_active=True).exclude(user=account).exists():
            raise RuleBroken(LAST_SECRETARIAT, code="last_secretariat")
    staff_accounts.close_staff_account(account, by=by, note=note)


@transaction.atomic
def reinstate(account: User, *, by: User, note: str) -> None:
    """Open a closed account again; its roles are those that still hold.

    Raises:
        RuleBroken: "own_account", "not_your_office", "already_open".
    """
    _require_below(account, by)
    staff_accounts.reopen_staff_account(account, by=by, note=note)


def unlock(account: User, *, by: User) -> None:
    """Take the lock of wrong tries off a colleague's sign-in.

    Raises:
        RuleBroken: "own_account", "not_your_office", "not_locked".
    """
    _require_below(account, by)
    staff.unlock_sign_in(account, by=by)


def _require_below(account: User, by: User) -> None:
    """One's own account is never below one, and is told so first."""
    check_other_account(account, by)
    require(accounts_below(by).filter(pk=account.pk).exists(), NOT_BELOW_YOU)


def _lock_secretariat() -> None:
    """Two holders who dismiss each other at one moment come one after the other."""
    list(Body.objects.select_for_update().filter(kind=BODY_OF_ROLE[Role.SECRETARIAT]).values_list("pk"))
