"""A decision and a change of the calendar at one moment: no deadlock, and the row follows."""

import time
from datetime import timedelta

import pytest

from core.jalali import tehran_today
from deadlines import services as deadlines
from licensing import services
from licensing.rules import Status
from licensing.services import review
from tests.factories import LicenceRequestFactory, board_of, bring_to, minute_of
from tests.licensing.test_moved_deadlines import commissioner_of
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_officer_and_calendar_do_not_wait_for_each_other_for_ever(monkeypatch, caplog):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    board, today = board_of(case.union), tehran_today()
    officer, commission = commissioner_of(case.county)
    deadlines.declare_closure(
        county=case.county,
        date_from=today + timedelta(days=2),
        date_to=today + timedelta(days=5),
        reason="برف",
        announced_by=commission,
        legal_basis="مصوبهٔ کارگروه",
        basis_number="۱۲۳",
        basis_on=tehran_today(),
        by=officer,
    )
    check = review.rules.check_minute

    def slowly(*args, **kwargs):
        time.sleep(0.7)  # the request is locked, the deadline not yet
        return check(*args, **kwargs)

    monkeypatch.setattr(review.rules, "check_minute", slowly)
    minute = minute_of(case.union)

    def calendar():
        time.sleep(0.2)
        return deadlines.apply_changes()

    together(
        lambda: services.accept(case, minute=minute, by=board),
        calendar,
    )

    assert [record.getMessage() for record in caplog.records if record.exc_info] == []  # nobody was a victim
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    assert case.due_at == deadlines.present(case).due_at  # of the new term, not of the one that moved
