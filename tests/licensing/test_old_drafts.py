"""Drafts nobody touches are told of and then deleted with their papers (handbook 6.5, security bar 6)."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from asnaf.celery import app
from core.models import AuditEntry
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.intake import drafts
from licensing.intake import services as intake
from licensing.intake.drafts import delete_old_drafts
from licensing.papers import services as papers
from licensing.papers.models import RequestDocument
from messaging.models import Message
from tests.factories import EmptyDraftFactory, LicenceRequestFactory, account_of, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def after(days, act=delete_old_drafts):
    """Run an act so many days from now."""
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        return act()


def test_the_owner_is_told_once_a_week_before_and_the_draft_goes_with_its_papers(
    django_capture_on_commit_callbacks, settings
):
    draft = LicenceRequestFactory()
    uploaded(draft)

    after(20)
    assert not Message.objects.exists()
    after(24)
    after(25)
    assert Message.objects.get(recipient=draft.applicant).kind == "DRAFT_ENDS"
    after(30.5)
    assert LicenceRequest.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        after(32)

    assert not LicenceRequest.objects.exists()
    assert not RequestDocument.objects.exists()
    assert not [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    assert AuditEntry.objects.filter(action="draft deleted").exists()


def test_the_files_of_a_draft_live_as_long_as_the_draft(django_capture_on_commit_callbacks):
    paper = uploaded(LicenceRequestFactory())
    app.loader.import_default_modules()
    timed = {row["task"] for row in app.conf.beat_schedule.values()}

    with django_capture_on_commit_callbacks(execute=True):
        for name in sorted(name for name in timed if name.startswith(("core.", "licensing."))):
            after(20, app.tasks[name])

    paper.refresh_from_db()
    assert paper.file.storage.exists(paper.file.name)


def test_sending_and_taking_back_a_paper_keeps_the_draft():
    draft = LicenceRequestFactory()
    paper = after(20, lambda: uploaded(draft))
    after(40)
    assert LicenceRequest.objects.exists()
    after(45, lambda: papers.take_back(paper, by=account_of(draft.applicant)))

    after(70)

    assert LicenceRequest.objects.exists()


def test_a_draft_touched_after_the_warning_stays_and_is_told_anew_later():
    draft = EmptyDraftFactory()
    after(24)

    after(26, lambda: intake.save_details(draft, {"unit_name": "تازه"}, by=account_of(draft.applicant)))
    after(40)
    assert LicenceRequest.objects.exists()
    assert Message.objects.count() == 1
    after(50)
    assert Message.objects.count() == 2
    after(58)

    assert not LicenceRequest.objects.exists()


def test_a_timetable_that_stood_still_still_tells_first():
    EmptyDraftFactory()

    after(60)
    assert LicenceRequest.objects.exists()
    after(68)

    assert not LicenceRequest.objects.exists()


def test_a_submitted_request_is_never_touched():
    LicenceRequestFactory(submitted=True)

    after(24)
    after(400)

    assert LicenceRequest.objects.get().status == Status.SUBMITTED
    assert not Message.objects.filter(kind="DRAFT_ENDS").exists()


def test_a_veterans_draft_waits_for_the_electronic_way_but_not_for_ever(settings):
    LicenceRequestFactory(is_isargar=True)

    after(40)
    assert not Message.objects.exists()
    settings.ISARGAR_ELECTRONIC = True
    after(40)
    assert Message.objects.count() == 1
    settings.ISARGAR_ELECTRONIC = False
    after(88)
    after(97)

    assert not LicenceRequest.objects.exists()


def test_rows_from_before_the_column_count_from_their_beginning():
    draft = LicenceRequestFactory()
    LicenceRequest.objects.filter(pk=draft.pk).update(touched_at=None)

    after(24)
    after(32)

    assert not LicenceRequest.objects.exists()


def test_a_draft_sent_while_the_sweep_looked_at_it_stays():
    draft = LicenceRequestFactory(submitted=True)

    assert drafts._delete(draft.pk) is False
    assert drafts._tell(draft.pk) is False
