"""Uploaded papers are held until the scanner has looked through them: neither shown nor lost (security bar 3)."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import RuleBroken
from core.scanning import ScannerAway, Verdict
from core.uploads.models import ScanState
from licensing.cases.states import Status
from licensing.intake import services as intake
from licensing.papers import scanning
from licensing.papers import services as papers
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.scanning import PAPERS
from licensing.papers.states import DocumentState
from messaging.models import Message
from tests.factories import (
    LicenceRequestFactory,
    account_of,
    board_of,
    bring_to,
    photo,
    signed_in,
    uploaded,
)
from tests.races import at_once, together
from tests.test_doors import verified

pytestmark = pytest.mark.django_db(transaction=True)


class FakeScanner:
    """A scanner whose verdict a test sets: a name, "" for clean, None for being away."""

    holds = True
    says: str | None = ""
    asked = 0

    def scan(self, content):
        """The verdict set."""
        assert content
        type(self).asked += 1
        if type(self).says is None:
            raise ScannerAway("away")
        return Verdict(type(self).says)


@pytest.fixture(autouse=True)
def scanner(settings, tmp_path):
    """A scanner that finds nothing, and media of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    settings.SCANNER_BACKEND = f"{__name__}.FakeScanner"
    FakeScanner.says, FakeScanner.asked = "", 0
    return FakeScanner


@pytest.fixture
def case():
    """A request the union reviews."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def fresh(paper):
    return RequestDocument.objects.select_related("case", "type").get(pk=paper.pk)


def test_paper_is_shown_to_nobody_until_the_scanner_has_seen_it(case):
    paper = uploaded(case)
    assert paper.scan == ScanState.HELD
    own, desk = signed_in(account_of(case.applicant)), verified(board_of(case.union))
    addresses = [(own, reverse(name, args=[paper.pk])) for name in ("paper_file", "paper_thumbnail")]
    addresses += [
        (desk, reverse(f"admin:licensing_paper_{name}", args=[case.pk, paper.pk]))
        for name in ("file", "small")
    ]
    list_page, desk_page = (
        reverse("request_papers", args=[case.pk]),
        reverse("admin:licensing_licencerequest_change", args=[case.pk]),
    )

    assert [browser.get(url).status_code for browser, url in addresses] == [404] * 4
    for page in (own.get(list_page), desk.get(desk_page)):
        assert "در حال بررسی" in page.content.decode()
        assert not any(url in page.content.decode() for _, url in addresses)
    assert (
        refusal_of(papers.give_verdict, paper, state="ACCEPTED", by=board_of(case.union)) == "being_scanned"
    )

    assert scanning.scan_paper(paper.pk)

    assert [browser.get(url).status_code for browser, url in addresses] == [200] * 4
    assert papers.give_verdict(paper, state="ACCEPTED", by=board_of(case.union)).state == "ACCEPTED"


def test_infected_file_is_removed_and_the_applicant_told_which_and_sends_just_that_again(case, tmp_path):
    paper = uploaded(case)
    FakeScanner.says = "Eicar-Signature"

    assert scanning.scan_paper(paper.pk)

    row = fresh(paper)
    assert (row.scan, row.state, row.reason, row.file.name) == ("INFECTED", "REJECTED", "INFECTED", "")
    assert files_in(tmp_path) == []
    message = Message.objects.get(kind="PAPER")
    assert message.recipient_id == case.applicant_id
    assert row.type.title in message.body
    assert AuditEntry.objects.filter(action="paper infected").exists()
    own = signed_in(account_of(case.applicant))
    page = own.get(reverse("request_papers", args=[case.pk])).content.decode()
    assert "آلوده به ویروس" in page
    assert "همین را دوباره بفرستید" in page
    desk = verified(board_of(case.union))
    shown = desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
    assert "Eicar-Signature" in shown
    assert refusal_of(papers.give_verdict, row, state="ACCEPTED", by=board_of(case.union)) == "infected"
    assert refusal_of(papers.take_back, row, by=account_of(case.applicant)) == "infected"

    FakeScanner.says = ""
    again = papers.upload(case, row.type, photo(), by=account_of(case.applicant), replaces=row)
    assert scanning.scan_paper(again.pk)
    assert fresh(again).scan == ScanState.CLEAN


def test_union_cannot_choose_the_portals_own_reason(case):
    paper = uploaded(case)
    scanning.scan_paper(paper.pk)
    desk = verified(board_of(case.union))

    desk.post(
        reverse("admin:licensing_request_paper_verdict", args=[case.pk, paper.pk]),
        {"state": "REJECTED", "reason": "INFECTED"},
    )

    assert fresh(paper).state == DocumentState.SENT


def test_scanner_away_keeps_the_file_held_and_the_sweep_finds_it_on_return(case, tmp_path):
    paper = uploaded(case)
    FakeScanner.says = None
    assert not scanning.scan_paper(paper.pk)
    assert not scanning.scan_paper(paper.pk)  # too soon
    assert FakeScanner.asked == 1
    for hours in (1, 2, 3):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            assert scanning.scan_held() == 0
    desk = verified(board_of(case.union))
    shown = desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
    assert "ویروس‌یاب هنوز پاسخ نداده است" in shown
    assert len(files_in(tmp_path)) == 2

    FakeScanner.says = ""
    with time_machine.travel(timezone.now() + timedelta(hours=4), tick=False):
        assert scanning.scan_held() == 1
        assert scanning.scan_held() == 0

    assert fresh(paper).scan == ScanState.CLEAN


def test_papers_from_before_the_scanner_and_papers_by_post(case):
    old = uploaded(case)
    RequestDocument.objects.filter(pk=old.pk).update(scan=ScanState.HELD)
    kind = DocumentType.objects.get(code="PHOTO") if DocumentType.objects.filter(code="PHOTO") else old.type
    papers.announce_post(case, kind, postal_number="12", by=account_of(case.applicant))
    RequestDocument.objects.update(scan=ScanState.HELD)  # as the new column finds them

    assert scanning.scan_held() == 1  # there is nothing to look through in an envelope
    assert not RequestDocument.objects.get(channel="POST").awaits_scan


def test_workers_at_one_moment_ask_the_scanner_once(case):
    paper = uploaded(case)
    FakeScanner.says = "Eicar-Signature"

    done = at_once(4, lambda: scanning.scan_paper(paper.pk))

    assert done.count(True) == 1
    assert FakeScanner.asked == 1
    assert Message.objects.filter(kind="PAPER").count() == 1


@pytest.mark.parametrize("verdict", ["", "Eicar-Signature"])
def test_verdict_and_taking_back_in_the_same_second_leave_one_outcome(case, tmp_path, verdict):
    """Either of two locks is enough: the request's, or the paper's own."""
    paper = uploaded(case)
    by = account_of(case.applicant)

    is_judged, taken = together(
        lambda: PAPERS._write_down(paper, Verdict(verdict)),
        lambda: papers.take_back(fresh(paper), by=by),
    )

    is_refused = is_judged and verdict != ""
    assert taken == ("infected" if is_refused else None)
    assert [row.scan for row in RequestDocument.objects.all()] == ["INFECTED"] * is_refused
    assert Message.objects.filter(kind="PAPER").exists() == is_refused
    assert files_in(tmp_path) == []


def test_paper_taken_back_twice_goes_once(case, tmp_path):
    """Either of two locks is enough: the request's, or the paper's own."""
    paper = uploaded(case)
    by = account_of(case.applicant)

    assert at_once(3, lambda: papers.take_back(paper, by=by)) == [None] * 3
    assert AuditEntry.objects.filter(action="paper taken back").count() == 1
    assert not RequestDocument.objects.exists()
    assert files_in(tmp_path) == []


def test_file_that_vanished_is_neither_shown_nor_called_clean(case, tmp_path):
    paper = uploaded(case)
    for path in files_in(tmp_path):
        path.unlink()

    assert not scanning.scan_paper(paper.pk)
    assert fresh(paper).scan == ScanState.HELD
    RequestDocument.objects.update(scan_tries=9, scan_next_at=timezone.now())
    assert not scanning.scan_paper(paper.pk)
    assert fresh(paper).scan_next_at > timezone.now() + timedelta(minutes=5)  # others come before it


def test_nobody_is_asked_for_another_file_when_the_request_is_over(case):
    paper = uploaded(case)
    intake.withdraw(case, by=account_of(case.applicant))
    FakeScanner.says = "Eicar-Signature"

    assert scanning.scan_paper(paper.pk)
    assert fresh(paper).scan == ScanState.INFECTED
    assert not Message.objects.filter(kind="PAPER").exists()


def test_database_keeps_no_upload_without_a_file_unless_it_was_infected(case):
    paper = uploaded(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestDocument.objects.filter(pk=paper.pk).update(file="", thumbnail="")
