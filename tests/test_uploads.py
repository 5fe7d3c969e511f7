"""Every way a file comes in: kept with its row or not at all, shown to nobody before the virus scanner has looked."""

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.jalali import format_date, tehran_today, to_jalali
from core.models import AuditEntry
from core.refusals import RuleBroken
from core.scanning import ScannerAway, Verdict
from core.text import to_ascii_digits
from core.uploads.checking import read_upload
from core.uploads.models import ScanState, UploadedFiles, files_of
from core.uploads.orphans import columns
from licensing.inquiries import scanning
from licensing.inquiries import services as inquiries
from licensing.inquiries import texts as inquiries_texts
from licensing.inquiries.models import Inquiry
from licensing.papers import scanning as papers_scanning
from licensing.papers import texts as papers_texts
from messaging import services as messaging
from messaging import texts as messaging_texts
from messaging.models import InstructionDoc, Message
from organizations.bodies.models import Body
from organizations.members import minutes
from organizations.members import minutes as members_minutes
from organizations.roles.states import BodyKind, Level, Role
from support import services as support
from support import texts as support_texts
from support.models import Ticket, TicketAttachment
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    MembershipFactory,
    UnionFactory,
    account_of,
    board_of,
    bring_to,
    photo,
    signed_in,
    uploaded,
)
from tests.races import at_once
from tests.support.cases import answer, ask, officer, say
from tests.test_doors import verified

pytestmark = pytest.mark.django_db(transaction=True)

FOUND = "Eicar-Signature"


class FakeScanner:
    """A scanner whose verdict a test sets: a name, "" for clean, None for being away."""

    holds = True
    says: str | None = ""
    asked = 0
    meanwhile: Any = None

    def scan(self, content):
        """The verdict set; `meanwhile` happens once while the scanner is busy."""
        assert content
        kind = type(self)
        kind.asked += 1
        happening, kind.meanwhile = kind.meanwhile, None
        if happening:
            happening()
        if kind.says is None:
            raise ScannerAway("away")
        return Verdict(kind.says)


@pytest.fixture(autouse=True)
def scanner(settings, tmp_path):
    """A scanner that finds nothing, and media of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    settings.SCANNER_BACKEND = f"{__name__}.FakeScanner"
    FakeScanner.says, FakeScanner.asked, FakeScanner.meanwhile = "", 0, None
    return FakeScanner


@dataclass
class Way:
    """One way a file comes in."""

    row: UploadedFiles
    scan: Any
    scan_held: Any
    doors: list[tuple[Client, str]]
    pages: list[tuple[Client, str]]

    def fresh(self) -> Any:
        """The row as it is now."""
        return type(self.row)._default_manager.get(pk=self.row.pk)


def pdf() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


def printed_inquiry():
    case = bring_to(LicenceRequestFactory(submitted=True), "IN_PROGRESS")
    inquiry = case.inquiries.get(body__code="POLICE")
    inquiries.print_letters([inquiry], by=board_of(case.union))
    return Inquiry.objects.select_related("case__union").get(pk=inquiry.pk)


def secretary():
    body, _ = Body.objects.get_or_create(kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانه")
    return MembershipFactory(body=body, role=Role.SECRETARIAT).user


def publish(by=None, **changes):
    by = by or secretary()
    said = {
        "title": "راهنما",
        "summary": "چکیده",
        "content": pdf(),
        "body": Body.objects.get(memberships__user=by),
    }
    return messaging.publish_instruction(**said | changes, categories=(), by=by)


def attachment_way(ticket):
    row = TicketAttachment.objects.get(post__ticket=ticket)
    own, desk = signed_in(account_of(ticket.author)), verified(officer())
    doors = [(own, reverse(name, args=[row.pk])) for name in ("ticket_file", "ticket_thumbnail")]
    doors += [
        (desk, reverse(f"admin:support_ticket_{name}", args=[ticket.pk, row.pk]))
        for name in ("file", "small")
    ]
    pages = [
        (own, ticket.get_absolute_url()),
        (desk, reverse("admin:support_ticket_change", args=[ticket.pk])),
    ]
    return Way(row, support.scan_attachment, support.scan_held, doors, pages)


def ticket_way():
    return attachment_way(ask(content=photo()))


def answer_way():
    ticket = ask()
    answer(ticket, content=photo())
    return attachment_way(ticket)


def slip_way():
    row = printed_inquiry()
    board = board_of(row.case.union)
    slip = read_upload(photo(), by=board)
    row = inquiries.record_delivery(row, delivered_on=tehran_today(), slip_number="۴۵۶", slip=slip, by=board)
    desk = verified(board)
    doors = [(desk, reverse("admin:licensing_inquiry_slip", args=[row.pk]))]
    pages = [(desk, reverse("admin:licensing_inquiry_change", args=[row.pk]))]
    return Way(row, scanning.scan_slip, scanning.scan_held, doors, pages)


def instruction_way():
    by = secretary()
    row = publish(by)
    desk, owner = verified(by), signed_in(CitizenFactory())
    doors = [
        (desk, reverse("admin:messaging_instruction_file", args=[row.pk])),
        (owner, reverse("instruction_file", args=[row.pk])),
        (owner, reverse("instruction", args=[row.pk])),
    ]
    pages = [(desk, reverse("admin:messaging_instructiondoc_change", args=[row.pk]))]
    return Way(row, messaging.scan_instruction, messaging.scan_held, doors, pages)


def enter(union, **changes):
    said = {"number": "7", "held_on": tehran_today(), "content": pdf(), "by": board_of(union)}
    return members_minutes.enter_minute(union, **said | changes)


def minute_way():
    row = enter(UnionFactory())
    desk = verified(row.recorded_by)
    doors = [(desk, reverse("admin:organizations_boardminute_file", args=[row.pk]))]
    pages = [(desk, reverse("admin:organizations_boardminute_change", args=[row.pk]))]
    return Way(row, minutes.scan_minute, minutes.scan_held, doors, pages)


WAYS = {
    "ticket": ticket_way,
    "answer": answer_way,
    "slip": slip_way,
    "instruction": instruction_way,
    "minute": minute_way,
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def way(request):
    """Each way, with a file that has just come in."""
    return request.param()


def kept(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def statuses(way):
    return {client.get(url).status_code for client, url in way.doors}


def said(way):
    return [client.get(url).content.decode() for client, url in way.pages]


def test_file_is_shown_to_nobody_until_the_scanner_has_seen_it(way, tmp_path):
    assert way.row.awaits_scan
    assert statuses(way) == {404}
    for page in said(way):
        assert "در حال بررسی" in page
        assert not any(url in page for _, url in way.doors)

    assert way.scan(way.row.pk)

    assert statuses(way) == {200}
    assert not any("در حال بررسی" in page for page in said(way))
    assert kept(tmp_path)


def test_opening_a_held_file_is_not_written_down_as_a_view():
    way = ticket_way()

    statuses(way)

    assert not AuditEntry.objects.filter(action="viewed", after__what__startswith="file").exists()


def test_infected_file_is_removed_and_its_place_says_so(way, tmp_path):
    FakeScanner.says = FOUND

    assert way.scan(way.row.pk)

    row = way.fresh()
    assert (row.scan, row.infection) == (ScanState.INFECTED, FOUND)
    assert not any(files_of(row))
    assert kept(tmp_path) == []
    assert statuses(way) == {404}
    assert all("آلوده" in page and "برداشته شد" in page for page in said(way))
    assert AuditEntry.objects.filter(action__endswith="infected").count() == 1


def test_sender_of_an_infected_attachment_is_told_and_support_reads_it_in_the_conversation():
    way = ticket_way()
    FakeScanner.says = FOUND
    way.scan(way.row.pk)

    ticket = Ticket.objects.get()
    message = Message.objects.get(kind="M60")
    assert message.recipient_id == ticket.author_id
    assert ticket.shown_number in message.body
    assert ticket.state == "OPEN"

    say(ticket, account_of(ticket.author), content=photo())  # and sends another
    assert TicketAttachment.objects.filter(scan=ScanState.HELD).count() == 1


def test_author_hears_nothing_of_a_file_that_support_sent():
    way = answer_way()
    before = Message.objects.count()
    FakeScanner.says = FOUND

    way.scan(way.row.pk)

    assert Message.objects.count() == before


def test_slip_without_its_picture_still_counts():
    way = slip_way()
    FakeScanner.says = FOUND

    way.scan(way.row.pk)

    row = way.fresh()
    assert (row.state, row.slip_number) == ("DELIVERED", "456")
    assert row.due_at


def test_scanner_away_keeps_the_file_and_says_so_until_it_is_back(way, tmp_path):
    FakeScanner.says = None
    before = kept(tmp_path)
    assert not way.scan(way.row.pk)
    assert not way.scan(way.row.pk)  # too soon
    assert FakeScanner.asked == 1
    for hours in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            assert way.scan_held() == 0
    assert kept(tmp_path) == before
    assert way.fresh().scanner_is_away
    assert statuses(way) == {404}

    FakeScanner.says = ""
    with time_machine.travel(timezone.now() + timedelta(hours=4), tick=False):
        assert way.scan_held() == 1
        assert way.scan_held() == 0

    assert way.fresh().scan == ScanState.CLEAN


def test_rows_from_before_the_scanner_are_looked_through_once(way):
    type(way.row)._default_manager.update(scan=ScanState.HELD)

    assert way.scan_held() == 1
    assert way.scan_held() == 0


def test_inquiry_without_a_picture_waits_for_nothing():
    row = printed_inquiry()
    Inquiry.objects.update(scan=ScanState.HELD)  # as the new column finds them

    assert scanning.scan_held() == 0
    row.refresh_from_db()
    assert not row.awaits_scan


def test_workers_at_one_moment_ask_the_scanner_once(way):
    FakeScanner.says = FOUND

    done = at_once(4, lambda: way.scan(way.row.pk))

    assert done.count(True) == 1
    assert FakeScanner.asked == 1
    assert AuditEntry.objects.filter(action__endswith="infected").count() == 1


def test_worker_who_was_slow_finds_the_verdict_of_another_and_leaves_it(way):
    FakeScanner.says = FOUND

    def another():
        with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
            assert way.scan(way.row.pk)

    FakeScanner.meanwhile = another

    assert not way.scan(way.row.pk)
    assert AuditEntry.objects.filter(action__endswith="infected").count() == 1


def test_file_that_vanished_is_not_called_clean(way, tmp_path):
    for path in kept(tmp_path):
        path.unlink()

    assert not way.scan(way.row.pk)
    assert way.fresh().scan == ScanState.HELD


def test_row_that_went_while_the_scanner_was_busy_gets_no_verdict():
    case = LicenceRequestFactory(submitted=True)
    paper = uploaded(case)
    FakeScanner.meanwhile = lambda: type(paper).objects.filter(pk=paper.pk).delete()

    assert not papers_scanning.scan_paper(paper.pk)


@pytest.mark.parametrize("change", [{"file": "other.jpg"}, {"size": 1}, {"file": ""}])
def test_database_refuses_to_exchange_an_attachment(change):
    ticket_way()

    with pytest.raises(IntegrityError), transaction.atomic():
        TicketAttachment.objects.update(**change)


class TestVersions:
    def test_owners_read_the_version_before_until_the_next_is_looked_through(self):
        by = secretary()
        old = publish(by)
        messaging.scan_instruction(old.pk)
        new = publish(by, replaces=old)

        assert list(InstructionDoc.objects.present()) == [old]
        assert refusal_of(publish, by, replaces=new) == "being_scanned"
        messaging.scan_instruction(new.pk)

        assert list(InstructionDoc.objects.present()) == [new]

    def test_infected_version_leaves_the_one_before_which_can_be_replaced_anew(self):
        by = secretary()
        old = publish(by)
        messaging.scan_instruction(old.pk)
        bad = publish(by, replaces=old)
        FakeScanner.says = FOUND
        messaging.scan_instruction(bad.pk)

        assert list(InstructionDoc.objects.present()) == [old]
        assert (
            refusal_of(messaging.withdraw_instruction, InstructionDoc.objects.get(pk=bad.pk), by=by)
            == "infected"
        )
        assert publish(by, replaces=old).version == 2

    def test_infected_one_between_two_versions_is_stepped_over(self):
        by = secretary()
        first = publish(by)
        messaging.scan_instruction(first.pk)
        second = publish(by, replaces=first)
        messaging.scan_instruction(second.pk)
        third = publish(by, replaces=second)
        InstructionDoc.objects.update(scan=ScanState.HELD)  # as the new columns find them
        messaging.scan_instruction(third.pk)
        messaging.scan_instruction(first.pk)
        assert list(InstructionDoc.objects.present()) == [third]

        FakeScanner.says = FOUND
        InstructionDoc.objects.filter(pk=second.pk).update(scan_next_at=timezone.now())
        assert messaging.scan_instruction(second.pk)

        assert list(InstructionDoc.objects.present()) == [third]
        assert InstructionDoc.objects.get(pk=third.pk).replaces == first

    def test_version_withdrawn_before_the_verdict_takes_the_instruction_away(self):
        by = secretary()
        old = publish(by)
        messaging.scan_instruction(old.pk)
        messaging.withdraw_instruction(publish(by, replaces=old), by=by)

        assert not InstructionDoc.objects.present().exists()


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


# The disk


def file(content=None):
    return SimpleUploadedFile("a.bin", content or photo())


def paper_form():
    case = LicenceRequestFactory(submitted=True)
    address = reverse("request_paper", args=[case.pk, "NATIONAL_CARD"])
    return signed_in(account_of(case.applicant)), address, {"file": file()}, papers_texts.NO_SPACE


def new_ticket_form():
    typed = {
        "topic": "OTHER",
        "subject": "کد نمی‌رسد",
        "text": "نوشتهٔ من",
        "key": uuid.uuid4(),
        "file": file(),
    }
    return signed_in(CitizenFactory()), reverse("new_ticket"), typed, support_texts.NO_SPACE


def ticket_form():
    ticket = ask()
    typed = {"text": "نوشتهٔ من", "key": uuid.uuid4(), "file": file()}
    return signed_in(account_of(ticket.author)), ticket.get_absolute_url(), typed, support_texts.NO_SPACE


def answer_form():
    address = reverse("admin:support_ticket_answer", args=[ask().pk])
    typed = {"text": "نوشتهٔ من", "key": uuid.uuid4(), "file": file()}
    return verified(officer()), address, typed, support_texts.NO_SPACE


def delivery_form():
    row = printed_inquiry()
    typed = {"slip_number": "۴۵۶", "slip": file()} | day_field()
    address = reverse("admin:licensing_inquiry_delivery", args=[row.pk])
    return verified(board_of(row.case.union)), address, typed, inquiries_texts.NO_SPACE_FOR_SLIP


def instruction_form():
    by = secretary()
    body = Body.objects.get(memberships__user=by)
    typed = {"title": "راهنما", "summary": "نوشتهٔ من", "categories": "", "body": body.pk, "file": file(pdf())}
    return verified(by), reverse("admin:messaging_instructiondoc_add"), typed, messaging_texts.NO_SPACE


def minute_form():
    union = UnionFactory()
    year, month, day = to_jalali(tehran_today())
    typed = {"union": union.pk, "number": "7", "text": "نوشتهٔ من", "file": file(pdf())}
    typed |= {"held_on_year": year, "held_on_month": month, "held_on_day": day}
    return verified(board_of(union)), reverse("admin:organizations_boardminute_add"), typed, minutes.NO_SPACE


FORMS = [paper_form, new_ticket_form, ticket_form, answer_form, delivery_form, instruction_form, minute_form]


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that fills up half-way through a file."""

    def half(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = content.read()
        path.write_bytes(whole[: len(whole) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    return monkeypatch


@pytest.mark.parametrize("form", FORMS)
def test_full_disk_leaves_neither_row_nor_file_and_the_person_reads_what_to_do(form, full_disk, tmp_path):
    client, address, typed, words = form()
    rows = rows_with_files()

    page = to_ascii_digits(client.post(address, typed).content.decode())

    assert words in page
    for name in {"subject", "text", "title", "summary", "slip_number"} & set(typed):
        assert to_ascii_digits(typed[name]) in page
    assert kept(tmp_path) == []
    assert rows_with_files() == rows == 0

    full_disk.undo()  # and it heals by itself
    for name in {"file", "slip"} & set(typed):
        typed[name].seek(0)
    answered = client.post(address, typed)
    assert answered.status_code == 302
    assert rows_with_files() == 1
    assert kept(tmp_path)


def test_disk_that_is_full_for_the_small_picture_only_leaves_nothing(tmp_path, monkeypatch):
    real = FileSystemStorage._save

    def full(self, name, content):
        if len(kept(tmp_path)) == 1:
            raise OSError(28, "No space left on device")
        return real(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    assert refusal_of(ask, content=photo()) == "no_space"
    assert kept(tmp_path) == []
    assert not Ticket.objects.exists()


def test_file_stays_when_nobody_knows_whether_the_commit_got_through(tmp_path, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(support, "_add_post", gone)

    with pytest.raises(OperationalError):
        ask(content=photo())

    assert len(kept(tmp_path)) == 2  # core.uploads.orphans removes what no row names


def test_file_that_cannot_be_removed_fails_nobodys_step(tmp_path, monkeypatch):
    way = ticket_way()
    FakeScanner.says = FOUND

    def stuck(self, name):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FileSystemStorage, "delete", stuck)

    assert way.scan(way.row.pk)
    assert way.fresh().scan == ScanState.INFECTED
    assert statuses(way) == {404}


def rows_with_files():
    return sum(column.rows().count() for column in columns() if column.field.name != "thumbnail")


def day_field():
    """Today as the form of a delivery asks for it."""
    return {"delivered_on": format_date(tehran_today())}
