"""Where a step chooses its minute: the files to read first (R73)."""

import io

import pikepdf
import pytest
from django.urls import reverse

from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.uploads.models import ScanState
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from organizations.members import minutes
from organizations.members.models import BoardMinute
from tests.factories import LicenceRequestFactory, board_of, bring_to
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


@pytest.fixture
def minute(case):
    """A minute that is only a file."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    board = board_of(case.union)
    return minutes.enter_minute(
        case.union, number="41", held_on=tehran_today(), content=out.getvalue(), by=board
    )


def desk_of(case):
    return reverse("admin:licensing_licencerequest_change", args=[case.pk])


def page(case, address):
    return verified(board_of(case.union)).get(address).content.decode()


@pytest.mark.parametrize("answer", ["", "reject"])
def test_the_file_of_a_minute_stands_where_it_is_chosen(case, minute, answer):
    address = reverse(f"admin:licensing_request_{answer}", args=[case.pk]) if answer else desk_of(case)
    file = reverse("admin:organizations_boardminute_file", args=[minute.pk])

    clean = page(case, address)
    BoardMinute.objects.filter(pk=minute.pk).update(scan=ScanState.HELD)
    held = page(case, address)

    assert "متن در فایل" in clean
    assert f'href="{file}"' in clean
    assert f'href="{file}"' not in held
    assert "در حال بررسی ویروس" in held


def test_no_step_rests_on_a_minute_that_lost_its_file(case, minute):
    BoardMinute.objects.filter(pk=minute.pk).update(scan=ScanState.HELD)
    BoardMinute.objects.filter(pk=minute.pk).update(file="", scan=ScanState.INFECTED, infection="x")
    minute.refresh_from_db()

    with pytest.raises(RuleBroken) as refusal:
        decisions.accept(case, minute=minute, by=board_of(case.union))

    assert refusal.value.code == "minute_says_nothing"
