from datetime import UTC, datetime, timedelta

import pytest

from core.refusals import RuleBroken
from messaging import rules, states
from messaging.states import SmsStatus

QUEUED_AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)

ALLOWED = {
    ("QUEUED", "SENDING"),
    ("QUEUED", "EXPIRED"),
    ("QUEUED", "FAILED"),
    ("QUEUED", "SENT"),
    ("SENDING", "SENT"),
    ("SENDING", "QUEUED"),
    ("SENDING", "FAILED"),
    ("SENDING", "UNKNOWN"),
    ("SENDING", "EXPIRED"),
    ("UNKNOWN", "SENT"),
    ("UNKNOWN", "QUEUED"),
    ("UNKNOWN", "FAILED"),
    ("UNKNOWN", "EXPIRED"),
}


@pytest.mark.parametrize("before", SmsStatus)
@pytest.mark.parametrize("after", SmsStatus)
def test_a_text_message_makes_only_the_moves_written_here(before: SmsStatus, after: SmsStatus):
    assert (before in states.states_before(after)) == ((before.value, after.value) in ALLOWED)


def test_a_status_message_is_tried_with_growing_pauses_for_72_hours():
    now, pauses = QUEUED_AT, []
    for tries in range(1, 200):
        moment = rules.next_try(secret=False, tries=tries, queued_at=QUEUED_AT, now=now)
        if moment is None:
            break
        pauses.append(moment - now)
        now = moment

    assert pauses == sorted(pauses)
    assert pauses[0] <= timedelta(minutes=1)
    assert timedelta(hours=68) <= now - QUEUED_AT <= timedelta(hours=72)


def test_each_try_of_a_status_message_waits_the_next_pause_and_the_last_pause_repeats():
    waits = [
        rules.next_try(secret=False, tries=tries, queued_at=QUEUED_AT, now=QUEUED_AT) - QUEUED_AT
        for tries in range(1, len(rules.PAUSES) + 3)
    ]

    assert waits == [*rules.PAUSES, rules.PAUSES[-1], rules.PAUSES[-1]]


def test_a_message_that_never_reached_the_gateway_waits_the_first_pause():
    moment = rules.next_try(secret=False, tries=0, queued_at=QUEUED_AT, now=QUEUED_AT)

    assert moment == QUEUED_AT + rules.PAUSES[0]


def test_a_code_is_tried_twice_and_never_a_third_time():
    first = rules.next_try(secret=True, tries=1, queued_at=QUEUED_AT, now=QUEUED_AT)
    second = rules.next_try(secret=True, tries=2, queued_at=QUEUED_AT, now=QUEUED_AT)

    assert first is not None
    assert timedelta(0) < first - QUEUED_AT <= timedelta(seconds=30)
    assert second is None


def test_the_last_moment_for_a_status_message_is_the_72nd_hour_itself():
    pause = rules.PAUSES[-1]
    last = QUEUED_AT + rules.TRY_FOR - pause

    def tried_again(now: datetime) -> datetime | None:
        return rules.next_try(secret=False, tries=99, queued_at=QUEUED_AT, now=now)

    assert tried_again(last) == QUEUED_AT + rules.TRY_FOR
    assert tried_again(last + timedelta(microseconds=1)) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"infected": True, "replaced": True, "withdrawn": True}, "infected"),
        ({"infected": True, "replaced": False, "withdrawn": False}, "infected"),
        ({"infected": False, "replaced": True, "withdrawn": True}, "replaced"),
        ({"infected": False, "replaced": False, "withdrawn": True}, "withdrawn"),
    ],
)
def test_only_the_present_version_of_an_instruction_is_replaced_or_withdrawn(
    facts: dict[str, bool], code: str
):
    with pytest.raises(RuleBroken) as refusal:
        rules.check_present(**facts)

    assert refusal.value.code == code
    rules.check_present(infected=False, replaced=False, withdrawn=False)


def test_a_version_is_replaced_only_after_the_scanner_has_seen_it():
    with pytest.raises(RuleBroken) as refusal:
        rules.check_scanned(awaits_scan=True)

    assert refusal.value.code == "being_scanned"
    rules.check_scanned(awaits_scan=False)
