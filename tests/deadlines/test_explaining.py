"""The ledger a person reads, and what is left."""

import datetime as dt
from datetime import timedelta

import pytest

from deadlines import texts
from deadlines.explanation import EntryKind
from deadlines.services import clock, explaining, recomputing, working_days
from deadlines.services import standing as deadline_standing
from deadlines.states import Key, Owner, State
from organizations.places.models import Province
from tests.deadlines.cases import begin, jalali, make_secretary
from tests.deadlines.test_declaring import declare

pytestmark = pytest.mark.django_db


def sentences(deadline, now=None) -> list[str]:
    return [entry.sentence for entry in explaining.explain(deadline, now).entries]


def test_ledger_names_start_every_skipped_day_and_the_end():
    assert sentences(begin(at=jalali(1400, 12, 1))) == [
        "پاسخ اتحادیه به درخواست: ۱۵ روز کاری از ۱ اسفند ۱۴۰۰، ساعت ۱۰:۰۰. روز دریافت شمرده نمی‌شود.",
        "جمعه ۶ اسفند ۱۴۰۰ شمرده نشد.",
        "سه‌شنبه ۱۰ اسفند ۱۴۰۰ شمرده نشد: تعطیل رسمی، مبعث رسول اکرم (ص).",
        "جمعه ۱۳ اسفند ۱۴۰۰ شمرده نشد.",
        "پایان مهلت: پایان پنجشنبه ۱۹ اسفند ۱۴۰۰.",
    ]


def test_ledger_of_three_months_explains_clamping_and_nowruz():
    lines = sentences(begin(Key.T2_DOCUMENTS, at=jalali(1400, 9, 30)))

    assert lines[1] == "آن ماه روز هم‌شماره ندارد؛ آخرین روز ماه، ۲۹ اسفند ۱۴۰۰، گرفته شد."
    assert lines[2] == (
        "پایان مهلت به یکشنبه ۲۹ اسفند ۱۴۰۰ که تعطیل است (روز ملی شدن صنعت نفت ایران) می‌افتاد"
        " و به نخستین روز کاری، شنبه ۶ فروردین ۱۴۰۱، رفت."
    )


def test_ledger_of_hours_names_the_hour():
    lines = sentences(begin(Key.T14_LIFT, at=jalali(1400, 12, 10, 9)))

    assert lines[0].endswith("۷۲ ساعت از ۱۰ اسفند ۱۴۰۰، ساعت ۰۹:۰۰.")
    assert lines[-1] == "پایان مهلت: ۱۳ اسفند ۱۴۰۰، ساعت ۰۹:۰۰."


def test_stop_is_told_with_owner_and_basis():
    deadline = begin(at=jalali(1403, 7, 1))
    clock.pause(deadline, owner=Owner.BODY, reason="استعلام", legal_basis="مادهٔ ۱۲", at=jalali(1403, 7, 3))

    told = explaining.explain(deadline.__class__.objects.get(pk=deadline.pk), jalali(1403, 7, 10))

    assert told.entries[1].sentence == (
        "از ۳ مهر ۱۴۰۳، ساعت ۱۰:۰۰ شمارش متوقف است: استعلام. نوبت: دستگاه استعلام‌شونده؛ مبنا: مادهٔ ۱۲."
    )
    assert (told.entries[1].owner, told.entries[1].legal_basis) == (Owner.BODY, "مادهٔ ۱۲")
    assert told.left_sentence == "شمارش متوقف است؛ ۱۴ روز کاری مانده"
    assert told.entries[-1].sentence == "تا شمارش از سر گرفته نشود، پایان مهلت معلوم نیست."


def test_named_body_stands_under_its_own_name(commission):
    deadline = begin(at=jalali(1403, 7, 1))
    clock.hand_over(deadline, Owner.COMMISSION, "تأیید", at=jalali(1403, 7, 2), body=commission)

    assert explaining.explain(deadline, jalali(1403, 7, 3)).turn_name == commission.name


def test_estimated_lunar_holiday_is_marked():
    told = explaining.explain(begin(at=jalali(1415, 2, 1)))

    assert told.is_estimated
    assert any("تخمینی" in entry.sentence for entry in told.entries)


def test_end_beyond_the_table_of_holidays_is_marked():
    told = explaining.explain(begin(at=jalali(1420, 12, 25)))

    assert told.entries[-2].kind == EntryKind.UNKNOWN_TABLE
    assert "پس از ۳۰ اسفند ۱۴۲۰" in told.entries[-2].sentence


def test_unconfirmed_terms_say_they_are_subject_to_law():
    assert explaining.explain(begin(Key.T5_OBJECT_CHAMBER)).is_subject_to_law
    assert not explaining.explain(begin(Key.T1_UNION_ANSWER)).is_subject_to_law


def test_closed_ledger_ends_with_the_closing():
    closed = clock.close(begin(at=jalali(1403, 7, 1)), outcome=State.MET, at=jalali(1403, 7, 5))

    told = explaining.explain(closed, jalali(1403, 12, 1))

    assert told.entries[-1].sentence == "این مهلت در ۵ مهر ۱۴۰۳، ساعت ۱۰:۰۰ بسته شد: انجام‌شده."
    assert (told.left.amount, told.is_live) == (0, False)


def test_closed_ledger_keeps_its_end_when_the_table_changes_later():
    closed = clock.close(begin(at=jalali(1403, 7, 1)), outcome=State.MET, at=jalali(1403, 7, 5))
    declare(make_secretary())
    recomputing.recompute()

    closed.refresh_from_db()

    assert any("ملاک همان پایان چهارشنبه ۱۸ مهر ۱۴۰۳ است" in line for line in sentences(closed))


def test_days_left_of_one_and_of_many_agree(django_assert_num_queries):
    deadlines = [begin(at=jalali(1403, 7, n)) for n in (1, 2, 3)]
    working_days.calendar_of()

    with django_assert_num_queries(2):
        left = explaining.time_left(deadlines, jalali(1403, 7, 10))

    assert [left[one.pk].amount for one in deadlines] == [7, 8, 9]
    assert explaining.days_left(deadlines[0], jalali(1403, 7, 10)) == 7


def test_ledgers_of_many_cost_no_more_queries_than_of_one(django_assert_num_queries):
    deadlines = [begin(at=jalali(1403, 7, n)) for n in (1, 2, 3)]
    working_days.calendar_of()

    with django_assert_num_queries(3):
        explaining.explain_all(deadlines[:1])
    with django_assert_num_queries(3):
        explaining.explain_all(deadlines)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((1403, 7, 17), "۱ روز کاری مانده"),
        ((1403, 7, 18), "امروز آخرین روز است"),
        ((1403, 7, 19), "مهلت به پایان رسیده است"),
    ],
)
def test_badge_says_how_much_is_left_in_words(day, words):
    assert explaining.explain(begin(at=jalali(1403, 7, 1)), jalali(*day)).left_sentence == words


def test_ledger_closed_while_the_clock_stood_still_names_no_end():
    deadline = begin(at=jalali(1403, 7, 1))
    clock.pause(deadline, owner=Owner.BODY, reason="استعلام", legal_basis="مادهٔ ۱۲", at=jalali(1403, 7, 3))
    closed = clock.close(deadline, outcome=State.CANCELLED, at=jalali(1403, 7, 9))

    told = explaining.explain(closed)

    assert told.due_sentence == ""
    assert [entry.kind for entry in told.entries if entry.kind in (EntryKind.DUE, EntryKind.CLOSED)] == [
        EntryKind.CLOSED
    ]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=3, hours=5), "۳ روز و ۵ ساعت"),
        (timedelta(days=2), "۲ روز"),
        (timedelta(hours=2, minutes=7), "۲ ساعت و ۷ دقیقه"),
        (timedelta(hours=2), "۲ ساعت"),
        (timedelta(seconds=4), "۰ دقیقه"),
    ],
)
def test_lengths_are_told_in_days_hours_and_minutes(span, words):
    assert texts.length(span) == words


def test_an_empty_table_of_holidays_says_so():
    assert "بارگذاری نشده" in texts.unknown_table(dt.date.min)


def test_standing_of_each_case_is_what_its_ledger_says_in_one_statement(django_assert_num_queries):
    running = [begin(at=jalali(1400, 12, 1)) for _ in range(3)]
    cases = list(Province.objects.filter(pk__in=[deadline.subject_id for deadline in running]))
    paused = clock.pause(
        running[2], owner=Owner.OUTAGE, reason="قطعی", legal_basis="مادهٔ ۱", at=jalali(1400, 12, 2)
    )
    now = jalali(1400, 12, 3)
    deadline_standing.standing_of(cases, now)  # the calendar is in memory from here on

    with django_assert_num_queries(1):
        found = deadline_standing.standing_of(cases, now)

    assert set(found) == {deadline.subject_id for deadline in running}
    for deadline in (running[0], running[1], paused):
        ledger, standing = explaining.explain(deadline, now), found[deadline.subject_id]
        assert (standing.turn_name, standing.left, standing.left_sentence, standing.due_sentence) == (
            ledger.turn_name,
            ledger.left,
            ledger.left_sentence,
            ledger.due_sentence,
        )
    assert found[paused.subject_id].left.is_paused


def test_case_without_a_running_term_has_no_standing():
    ended = begin(at=jalali(1400, 12, 1))
    clock.close(ended, outcome=State.CANCELLED, at=jalali(1400, 12, 2))

    assert deadline_standing.standing_of([]) == {}
    assert deadline_standing.standing_of([Province.objects.get(pk=ended.subject_id)]) == {}
