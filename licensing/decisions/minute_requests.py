"""An operator asks the board for a minute; the board answers with one, or says why not (R73)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person, User
from core import audit
from core.refusals import RuleBroken
from core.text import normalise, to_persian_digits
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.cases.states import Actor
from licensing.decisions import texts
from licensing.decisions.minute_request_models import MinuteRequest
from messaging import services as messaging
from organizations.members.models import BoardMinute, Membership
from organizations.roles.states import Role

ASKED_ALREADY = "برای این پرونده صورتجلسه‌ای خواسته شده و هنوز بی‌پاسخ است."


@transaction.atomic
def ask_for_minute(case: LicenceRequest, *, text: str, by: User) -> MinuteRequest:
    """Ask the board to enter a minute that holds `text`; everybody on the board is told.

    Raises:
        RuleBroken: "not_your_turn", "closed_step", "own_file", "no_text", "asked_already".
    """
    case = lock(case)
    cases_rules.check_works_impartially(case, by)
    clean = normalise(text, multiline=True)
    if not clean:
        raise RuleBroken(texts.NOTHING_ASKED, code="no_text")
    try:
        with transaction.atomic():
            row: MinuteRequest = MinuteRequest.objects.create(case=case, text=clean, asked_by=by)
    except IntegrityError as error:
        raise RuleBroken(ASKED_ALREADY, code="asked_already") from error
    audit.record(case, "minute asked for", by=by, after={"minute_request": row.pk})
    body = texts.BODY_MINUTE_ASKED.format(operator=by, text=clean, **_file(case))
    board = Membership.objects.in_force().filter(body=case.union_id, role=Role.UNION_BOARD)
    for person in Person.objects.filter(users__in=board.values("user")).distinct():
        messaging.notify(person, kind="MINUTE", subject=texts.SUBJECT_MINUTE_ASKED, body=body)
    return row


@transaction.atomic
def give_minute(row: MinuteRequest, *, minute: BoardMinute, by: User) -> MinuteRequest:
    """The board names the minute that holds what was asked for.

    Raises:
        RuleBroken: "not_your_turn", "answered_already", "own_file", "other_unions_minute", "minute_too_early".
    """
    asked = _open(row, by)
    cases_rules.check_minute(asked.case, minute)
    asked.minute = minute
    return _answer(asked, by, texts.BODY_MINUTE_GIVEN.format(minute=minute, **_file(asked.case)))


@transaction.atomic
def decline_minute(row: MinuteRequest, *, because: str, by: User) -> MinuteRequest:
    """The board enters no minute for this, and says why.

    Raises:
        RuleBroken: "not_your_turn", "answered_already", "own_file", "no_text".
    """
    asked = _open(row, by)
    asked.declined_because = normalise(because)
    if not asked.declined_because:
        raise RuleBroken(texts.NO_DECLINE_REASON, code="no_text")
    words = texts.BODY_MINUTE_DECLINED.format(words=asked.declined_because, **_file(asked.case))
    return _answer(asked, by, words)


def _open(row: MinuteRequest, by: User) -> MinuteRequest:
    """The locked row, if this person's board may still answer it."""
    asked: MinuteRequest = MinuteRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if Actor.UNION_BOARD not in asked.case.actors_of(by):
        raise RuleBroken(texts.BOARD_ANSWERS, code="not_your_turn")
    cases_rules.check_impartial(asked.case, by)
    if not asked.is_open:
        raise RuleBroken(texts.ANSWERED_ALREADY, code="answered_already")
    return asked


def _answer(asked: MinuteRequest, by: User, words: str) -> MinuteRequest:
    asked.answered_by, asked.answered_at = by, timezone.now()
    asked.save()
    after = {"minute_request": asked.pk, "minute": str(asked.minute or "")}
    audit.record(asked.case, "minute request answered", by=by, after=after)
    if asked.asked_by.person is not None:
        messaging.notify(
            asked.asked_by.person, kind="MINUTE", subject=texts.SUBJECT_MINUTE_ANSWERED, body=words
        )
    return asked


def _file(case: LicenceRequest) -> dict[str, str]:
    return {
        "unit": to_persian_digits(case.unit_name),
        "number": to_persian_digits(str(case.receipt_number)),
    }
