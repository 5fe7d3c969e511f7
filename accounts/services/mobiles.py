"""Changing a mobile number: by its owner, or after a lost SIM with a recorded check of identity."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import limits, rules, signals, states, texts
from accounts.limits import DAY, HOUR, Limit
from accounts.models import MobileChange, OtpChallenge, Person, Session, User
from accounts.services import codes
from accounts.states import ChangeState, Mover, Purpose
from core import audit
from core.references import damm
from core.refusals import RuleBroken


def start_own_change(
    user: User, *, new_mobile: str, session_token: str, address: str = ""
) -> tuple[MobileChange, OtpChallenge]:
    """A signed-in person names a new number: its SIM is checked and a code is sent to it.

    Raises:
        RuleBroken: "same_mobile", or what `request_code` refuses.
    """
    person = _person_of(user)
    if person.mobile == new_mobile:
        raise RuleBroken(texts.SAME_MOBILE, code="same_mobile")
    challenge = codes.request_code(
        mobile=new_mobile,
        national_code=person.national_code,
        purpose=Purpose.CHANGE_MOBILE,
        session_token=session_token,
        address=address,
        browser=asker_of(user),
    )
    return _open_own(person, new_mobile), challenge


def asker_of(account: User) -> str:
    """Who asks, when somebody signed in does: their account is counted, not an address others share."""
    return f"account-{account.pk}"


def _person_of(user: User) -> Person:
    if user.is_staff or user.person is None:
        raise RuleBroken(texts.CITIZENS_ONLY, code="staff_account")
    return user.person


@transaction.atomic
def _open_own(person: Person, new_mobile: str) -> MobileChange:
    """The open change of this person to this number, its time begun anew, or a fresh one."""
    now = timezone.now()
    change: MobileChange
    change, created = MobileChange.objects.get_or_create(
        national_code=person.national_code,
        new_mobile=new_mobile,
        lost_sim=False,
        state=ChangeState.AWAITING_CODE,
        defaults={
            "reference": _new_reference(),
            "old_mobile": person.mobile,
            "ends_at": now + rules.OWN_CODE_WITHIN,
        },
    )
    if not created:
        change.ends_at = now + rules.OWN_CODE_WITHIN
        change.save(update_fields=["ends_at"])
    return change


def finish_own_change(
    change_id: int, *, challenge_id: int, session_token: str, code: str, by: User, keep_session: str
) -> MobileChange:
    """The code that reached the new SIM completes the change; both numbers are told, other sessions end.

    Args:
        keep_session: key of the session in which this is done; it lives on.

    Raises:
        RuleBroken: "move_closed", or what `verify_code` refuses.
    """
    challenge = codes.verify_code(
        challenge_id=challenge_id, session_token=session_token, purpose=Purpose.CHANGE_MOBILE, code=code
    )
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=_person_of(by).pk)
        change: MobileChange = MobileChange.objects.select_for_update().get(pk=change_id, lost_sim=False)
        if (change.national_code, change.new_mobile) != (person.national_code, challenge.mobile):
            raise RuleBroken(texts.CHANGE_CLOSED, code="move_closed")
        _finish(change, person, by=by)
        Session.objects.filter(user=by).exclude(session_key=keep_session).delete()
    return change


def ask_after_lost_sim(
    *, national_code: str, new_mobile: str, address: str = "", browser: str = ""
) -> MobileChange:
    """A request of somebody whose old SIM is out of reach; its reference is for the union or support.

    The new SIM must be theirs. Whether the portal knows the national code is not asked, so nobody learns it here.
    An equal open request is given back instead of a second one.

    Args:
        address, browser: who asks, as for `codes.check_owner`.

    Raises:
        RuleBroken: "rate_limited", or what `codes.check_owner` refuses.
    """
    if address:
        asked = Limit(f"lost-sim:a:{address}", settings.LOST_SIMS_PER_ADDRESS, HOUR)
        limits.check(asked, refusal=texts.BUSY)
    codes.check_owner(new_mobile, national_code, address=address, browser=browser)
    now = timezone.now()
    facts = {"national_code": national_code, "new_mobile": new_mobile, "lost_sim": True}
    open_now = MobileChange.objects.open(now).filter(**facts)
    before = open_now.first()
    if isinstance(before, MobileChange):
        return before
    change: MobileChange
    try:
        with transaction.atomic():
            _check_requests_today(national_code, new_mobile)
            expire_changes(national_code=national_code)
            change = MobileChange.objects.create(
                **facts,
                reference=_new_reference(),
                state=ChangeState.AWAITING_CHECK,
                ends_at=now + rules.CHECK_WITHIN,
            )
            audit.record(change, "asked")
    except IntegrityError:  # an equal request this very moment
        change = MobileChange.objects.open(now).get(**facts)
    return change


def _check_requests_today(national_code: str, new_mobile: str) -> None:
    keys = (f"lost-sim:n:{national_code}", f"lost-sim:m:{new_mobile}")
    today = [Limit(key, settings.LOST_SIMS_PER_PERSON, DAY) for key in keys]
    limits.check(*today, refusal=texts.TOO_MANY_REQUESTS)


@transaction.atomic
def show_to_checker(change: MobileChange, *, by: User) -> None:
    """Record that a member of staff looked at the person behind a request."""
    audit.record(change, "viewed", by=by)


@transaction.atomic
def confirm_identity(change: MobileChange, *, seen: str, note: str, by: User) -> MobileChange:
    """Somebody saw the person and their papers. The new SIM's code at the next sign-in completes the change.

    Args:
        seen: a `states.Seen`, the paper that was looked at.
        note: how the person was recognised.

    Raises:
        RuleBroken: "own_change", "move_closed", "no_account".
    """
    row = _check(change, ChangeState.AWAITING_CODE, by)
    person = Person.objects.filter(national_code=row.national_code).first()
    if person is None:
        raise RuleBroken(texts.NO_ACCOUNT, code="no_account")
    row.old_mobile, row.seen = person.mobile, seen
    row.ends_at = timezone.now() + rules.CODE_WITHIN
    _record_check(row, ChangeState.AWAITING_CODE, note, by)
    signals.identity_confirmed.send(MobileChange, change=row, person=person)
    return row


@transaction.atomic
def refuse_change(change: MobileChange, *, note: str, by: User) -> MobileChange:
    """The person could not be recognised, or it was not them.

    Raises:
        RuleBroken: "own_change", "move_closed".
    """
    row = _check(change, ChangeState.REFUSED, by)
    _record_check(row, ChangeState.REFUSED, note, by)
    return row


def _check(change: MobileChange, to: ChangeState, by: User) -> MobileChange:
    row: MobileChange = MobileChange.objects.select_for_update().get(pk=change.pk)
    rules.check_impartial(row, by)
    rules.check_move(row, to, Mover.STAFF, timezone.now())
    return row


def _record_check(row: MobileChange, to: ChangeState, note: str, by: User) -> None:
    row.note, row.checked_at, row.checked_by = note, timezone.now(), by
    row.state = to
    row.save()
    audit.record(row, f"moved to {to}", by=by, after={"seen": row.seen}, note=note)


def take_on(person: Person, mobile: str) -> None:
    """At sign-in with a number other than the recorded one: the first number, or a checked change; else no.

    Raises:
        RuleBroken: "other_mobile".
    """
    if not person.mobile:
        _set_mobile(person, mobile)
        audit.record(person, "mobile_verified")
        return
    ready = MobileChange.objects.ready_for(person.national_code, mobile, timezone.now())
    change = ready.select_for_update().first()
    if change is None:
        raise RuleBroken(texts.OTHER_MOBILE, code="other_mobile")
    _finish(change, person, by=None)
    Session.objects.filter(user__person=person, user__is_staff=False).delete()


def _finish(change: MobileChange, person: Person, *, by: User | None) -> None:
    """The one place where a recorded number changes."""
    now = timezone.now()
    rules.check_move(change, ChangeState.DONE, Mover.PERSON, now)
    change.old_mobile, change.state, change.done_at = person.mobile, ChangeState.DONE, now
    change.save()
    _set_mobile(person, change.new_mobile)
    audit.record(
        person,
        "mobile_changed",
        by=by,
        before={"mobile": change.old_mobile},
        after={"mobile": change.new_mobile},
        note=change.reference,
    )
    signals.mobile_changed.send(MobileChange, change=change, person=person)


def _set_mobile(person: Person, mobile: str) -> None:
    person.mobile = mobile
    person.save(update_fields=["mobile", "name_sort", "name_search"])


def expire_changes(**only: str) -> int:
    """Close changes whose time has passed. Returns how many."""
    overdue = MobileChange.objects.filter(state__in=states.OPEN_CHANGES, ends_at__lte=timezone.now(), **only)
    return overdue.update(state=ChangeState.EXPIRED)


def _new_reference() -> str:
    """Nine random digits and a check digit; short enough to be read out at a counter."""
    body = f"{secrets.randbelow(10**9):09d}"
    return body + damm(body)
