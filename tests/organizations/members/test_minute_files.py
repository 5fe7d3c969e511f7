"""A minute is entered with its text or its file (R73); the file is private, and an infected one is sent again."""

import io

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.jalali import tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from core.scanning import Verdict
from core.uploads.models import ScanState
from organizations.members import minutes
from organizations.members.minutes import scan_minute
from organizations.members.models import BoardMinute
from tests.desk import step_url

INFECTION = "Eicar-Signature"


class FindsAVirus:
    """A scanner that finds the same in every file."""

    holds = True

    def scan(self, content):
        """The verdict."""
        return Verdict(INFECTION)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def infected(nation, settings):
    """A minute that consisted of an infected file."""
    usual, settings.SCANNER_BACKEND = settings.SCANNER_BACKEND, f"{__name__}.FindsAVirus"
    row = enter(nation, text="")
    assert scan_minute(row.pk)
    settings.SCANNER_BACKEND = usual
    return BoardMinute.objects.get(pk=row.pk)


def pdf() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


def enter(nation, **changes):
    values = {"number": "12", "held_on": tehran_today(), "content": pdf(), "by": nation.by_board}
    return minutes.enter_minute(nation.union, **values | changes)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def address(name, row):
    return reverse(f"admin:organizations_boardminute_{name}", args=[row.pk])


def test_a_file_alone_makes_a_minute_and_stands_as_it_was_sent(nation):
    row = enter(nation, text="")

    assert (row.text, bool(row.file), row.says_nothing) == ("", True, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardMinute.objects.filter(pk=row.pk).update(file="minutes/another.pdf")
    assert AuditEntry.objects.get(action="recorded").after["file"] is True


def test_neither_text_nor_file_makes_none_by_service_and_by_database(nation):
    assert refusal_of(enter, nation, text=" ", content=None) == "minute_text"
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardMinute.objects.create(
            union=nation.union, number="12", held_on=tehran_today(), recorded_by=nation.by_board
        )


def test_the_file_is_for_whoever_may_see_the_minute_and_nobody_else(nation, desk):
    row = enter(nation, text="")

    page = desk(nation.by_operator).get(address("change", row)).content.decode()
    got = desk(nation.by_operator).get(address("file", row))

    assert address("file", row) in page
    assert "در فایل صورتجلسه" in page
    assert got["Content-Type"] == "application/pdf"
    assert desk(nation.by_other_chamber).get(address("file", row)).status_code == 404


def test_an_infected_file_is_sent_again_once_by_the_board(nation, desk, infected):
    again = {"file": io.BytesIO(pdf())}
    again["file"].name = "minute.pdf"
    assert infected.says_nothing
    assert refusal_of(minutes.send_minute_file_again, infected, content=pdf(), by=nation.by_operator) == (
        "not_your_office"
    )

    page = desk(nation.by_board).get(address("change", infected)).content.decode()
    done = desk(nation.by_board).post(step_url(address("change", infected), "send_again"), again)

    infected.refresh_from_db()
    assert "فرستادن دوبارهٔ فایل" in page
    assert done.status_code == 302
    assert (infected.scan, infected.infection, bool(infected.file)) == (ScanState.CLEAN, "", True)
    refused = refusal_of(minutes.send_minute_file_again, infected, content=pdf(), by=nation.by_board)
    assert refused == "file_stands"


def test_an_infected_file_beside_a_text_leaves_a_minute_that_still_says_something(nation, infected):
    assert infected not in BoardMinute.objects.citable_for(nation.union.pk, None)
    with_text = enter(nation, number="13", text="متن")

    assert with_text in BoardMinute.objects.citable_for(nation.union.pk, None)
    assert not with_text.says_nothing
