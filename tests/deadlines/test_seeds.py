"""The seeds of the clock, there and back."""

import datetime as dt

import pytest

from core.jalali import from_jalali
from deadlines.models import CalendarVersion, Holiday, Term
from deadlines.seeds import seed_calendar, seed_terms
from deadlines.services import clock
from deadlines.states import AtEnd, Key, Unit

pytestmark = pytest.mark.django_db


def test_seeds_can_be_taken_out_and_put_in_again():
    before = Term.objects.count(), Holiday.objects.count()

    for model in (CalendarVersion, Holiday, Term):
        model.objects.all().delete()
    seed_terms(Term)
    seed_calendar(Holiday, CalendarVersion)

    assert (Term.objects.count(), Holiday.objects.count()) == before
    assert before[1] > 31 * 24


@pytest.mark.parametrize(
    ("key", "amount", "unit", "at_end"),
    [
        (Key.T1_UNION_ANSWER, 15, Unit.WORKING_DAY, AtEnd.ACCEPTED_BY_SILENCE),
        (Key.T2_DOCUMENTS, 3, Unit.MONTH, AtEnd.LAPSED),
        (Key.T3_ISSUE, 15, Unit.CALENDAR_DAY, AtEnd.ALARM),
        (Key.T4_INQUIRY, 15, Unit.CALENDAR_DAY, AtEnd.DEEMED_POSITIVE),
        (Key.T5_OBJECT_CHAMBER, 20, Unit.CALENDAR_DAY, AtEnd.RIGHT_LOST),
        (Key.T6_CHAMBER_ANSWER, 15, Unit.CALENDAR_DAY, AtEnd.ALARM),
        (Key.T7_OBJECT_COMMISSION, 20, Unit.CALENDAR_DAY, AtEnd.RIGHT_LOST),
        (Key.T8_COMMISSION, 1, Unit.MONTH, AtEnd.ALARM),
        (Key.T9_EXPIRY_NOTICE, 1, Unit.MONTH, AtEnd.UNLICENSED),
        (Key.T10_HANDOVER_WARNING, 15, Unit.CALENDAR_DAY, AtEnd.CANCELLED),
        (Key.T11_HEIRS, 2, Unit.YEAR, AtEnd.VOID),
        (Key.T12_POS_BLOCK, 14, Unit.CALENDAR_DAY, AtEnd.UNBLOCKED),
        (Key.T13_SEAL, 30, Unit.CALENDAR_DAY, AtEnd.UNSEALED),
        (Key.T14_LIFT, 72, Unit.CLOCK_HOUR, AtEnd.ALARM),
        (Key.T15_COMPLAINT_UNION, 10, Unit.CALENDAR_DAY, AtEnd.FORWARDED),
        (Key.T16_TAZIRAT, 2, Unit.WEEK, AtEnd.NOTHING),
        (Key.T17_DIRECTIVES, 5, Unit.CALENDAR_DAY, AtEnd.FORWARDED),
        (Key.T18_ROLLOUT, 6, Unit.MONTH, AtEnd.REPORT),
        (Key.T19_GOODS_CLEARANCE, 10, Unit.CALENDAR_DAY, AtEnd.SEALED),
        (Key.T20_ART27_NOTICE, 20, Unit.CALENDAR_DAY, AtEnd.SEALED),
        (Key.T21_RECORD_CHECKS, 1, Unit.MONTH, AtEnd.STALE),
        (Key.T22_PAYMENT, 3, Unit.MONTH, AtEnd.LAPSED),
        (Key.PAPER_LOOK, 5, Unit.WORKING_DAY, AtEnd.ALARM),
        (Key.LAPSE_WARNING_FIRST, 60, Unit.CALENDAR_DAY, AtEnd.NOTHING),
        (Key.LAPSE_WARNING_SECOND, 30, Unit.CALENDAR_DAY, AtEnd.NOTHING),
        (Key.LAPSE_WARNING_LAST, 7, Unit.CALENDAR_DAY, AtEnd.NOTHING),
        (Key.QUARANTINE_DAYS, 14, Unit.CALENDAR_DAY, AtEnd.BACK_TO_NORMAL),
        (Key.INQUIRY_REMINDER, 10, Unit.CALENDAR_DAY, AtEnd.NOTHING),
        (Key.INQUIRY_LAST_REMINDER, 13, Unit.CALENDAR_DAY, AtEnd.NOTHING),
    ],
)
def test_every_term_of_the_handbook_is_seeded_as_written(key, amount, unit, at_end):
    term = Term.objects.get(key=key)

    assert (term.amount, term.unit, term.at_end) == (amount, unit, at_end)
    assert term.legal_basis
    assert term.stops_in_outage is (key in (Key.T1_UNION_ANSWER, Key.T2_DOCUMENTS, Key.T3_ISSUE))


def in_force(key, day: dt.date) -> bool:
    try:
        return clock.term_in_force(key, on=day).key == key
    except LookupError:
        return False


def test_notice_of_article_27_takes_the_place_of_the_clearance_of_goods_on_2_mordad_1403():
    last, first = from_jalali(1403, 5, 1), from_jalali(1403, 5, 2)

    held = {
        day: (in_force(Key.T19_GOODS_CLEARANCE, day), in_force(Key.T20_ART27_NOTICE, day))
        for day in (last, first)
    }

    assert held == {last: (True, False), first: (False, True)}
    assert "تا ۱ مرداد ۱۴۰۳" in Key.T19_GOODS_CLEARANCE.label
    assert "از ۲ مرداد ۱۴۰۳" in Key.T20_ART27_NOTICE.label
