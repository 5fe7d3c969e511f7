"""Accounts of staff: opened with a first password, closed at a dismissal, opened again. The app above knows who may."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import rules, signals, texts
from accounts.hashers import asked_by_known
from accounts.models import Person, User
from accounts.services.people import record_identity
from accounts.services.sessions import end_sessions_of
from accounts.services.staff import BACKUP_ALPHABET, keep_former_password
from core import audit
from core.refusals import RuleBroken
from registries.ports import PersonFacts

#: Sixteen letters and digits in groups of four: 79 bits, and easy to read out.
PASSWORD_GROUPS, PASSWORD_GROUP = 4, 4


def free_username(beginning: str) -> str:
    """The first free name of "beginning", "beginning-2", "beginning-3"…"""
    taken = set(User.objects.filter(username__startswith=beginning).values_list("username", flat=True))
    number = 1
    while (name := beginning if number == 1 else f"{beginning}-{number}") in taken:
        number += 1
    return name


def check_has_no_staff_account(national_code: str, by: User) -> None:
    """One person, one account for work; the refusal says how to go on with the one there is.

    Raises:
        RuleBroken: "own_account", "has_account", "has_closed_account".
    """
    rules.check_other_person(national_code, by)
    held = User.objects.filter(person__national_code=national_code, is_staff=True)
    account = held.order_by("-is_active", "pk").first()
    if account is None:
        return
    words, code = (
        (texts.HAS_ACCOUNT, "has_account")
        if account.is_active
        else (texts.HAS_CLOSED_ACCOUNT, "has_closed_account")
    )
    raise RuleBroken(words.format(username=account.username), code=code)


@transaction.atomic
def open_staff_account(facts: PersonFacts, *, username: str, by: User) -> tuple[User, str]:
    """Open an account of staff for the person the civil registry told of, beside a citizen's account or without one.

    Returns the account and its first password, which nobody can read again: it is kept as a hash, opens the account
    for three days and must be changed at the first sign-in.

    Raises:
        RuleBroken: "own_account", "has_account", "has_closed_account", "bad_username", "username_taken",
            "busy".
    """
    rules.check_username(username)
    person, _ = Person.objects.get_or_create(national_code=facts.national_code)
    Person.objects.select_for_update().get(pk=person.pk)
    check_has_no_staff_account(facts.national_code, by)
    person = record_identity(person, facts, by=by)
    user = User(username=username, person=person, is_staff=True)
    password = _set_first_password(user)
    _store_new(user)
    audit.record(user, "account_opened", by=by)
    signals.staff_account_changed.send(User, user=user, event="opened")
    return user, password


@transaction.atomic
def open_account_on_server(username: str) -> tuple[User, str]:
    """Open an account of staff for whoever runs the installation, who knows no more of its owner than a user name.

    Returns the account and its first password, as `open_staff_account` does.

    Raises:
        RuleBroken: "bad_username", "username_taken".
    """
    rules.check_username(username)
    user = User(username=username, is_staff=True)
    password = _set_first_password(user)
    _store_new(user)
    audit.record(user, "account_opened", note=texts.OPENED_ON_SERVER)
    return user, password


def _store_new(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise RuleBroken(texts.USERNAME_TAKEN, code="username_taken") from error


@transaction.atomic
def renew_first_password(account: User, *, by: User) -> str:
    """A fresh first password for an account whose owner has not set one of their own; the former one is dead.

    Where the owner has set one, nobody makes another: whoever could would hold the account (docs/adr/0009).

    Raises:
        RuleBroken: "own_account", "own_password", "already_closed", "busy".
    """
    rules.check_other_account(account, by)
    row = User.objects.select_for_update().get(pk=account.pk)
    if not row.is_active:
        raise RuleBroken(texts.ALREADY_CLOSED, code="already_closed")
    if not row.must_change_password:
        raise RuleBroken(texts.HAS_OWN_PASSWORD, code="own_password")
    keep_former_password(row)
    password = _set_first_password(row)
    row.save(update_fields=["password", "must_change_password", "first_password_until"])
    end_sessions_of(row)
    audit.record(row, "first_password_renewed", by=by)
    return password


def _set_first_password(user: User) -> str:
    password = "-".join(
        "".join(secrets.choice(BACKUP_ALPHABET) for _ in range(PASSWORD_GROUP))
        for _ in range(PASSWORD_GROUPS)
    )
    with asked_by_known():
        user.set_password(password)
    user.must_change_password = True
    user.first_password_until = timezone.now() + rules.FIRST_PASSWORD_WITHIN
    return password


@transaction.atomic
def close_staff_account(account: User, *, by: User, note: str) -> None:
    """Dismiss: the account opens nothing from the next request; its roles and its trail stay.

    Raises:
        RuleBroken: "own_account", "already_closed".
    """
    rules.check_other_account(account, by)
    row = User.objects.select_for_update().get(pk=account.pk)
    if not row.is_active:
        raise RuleBroken(texts.ALREADY_CLOSED, code="already_closed")
    row.is_active = False
    row.save(update_fields=["is_active"])
    end_sessions_of(row)
    audit.record(row, "account_closed", by=by, note=note)
    if row.person is not None:
        signals.staff_account_changed.send(User, user=row, event="closed")


@transaction.atomic
def reopen_staff_account(account: User, *, by: User, note: str) -> None:
    """Take a dismissal back; password and second factor are the owner's as before.

    Raises:
        RuleBroken: "own_account", "already_open".
    """
    rules.check_other_account(account, by)
    row = User.objects.select_for_update().get(pk=account.pk)
    if row.is_active:
        raise RuleBroken(texts.ALREADY_OPEN, code="already_open")
    row.is_active = True
    row.save(update_fields=["is_active"])
    audit.record(row, "account_reopened", by=by, note=note)
    if row.person is not None:
        signals.staff_account_changed.send(User, user=row, event="reopened")
