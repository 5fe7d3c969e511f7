"""Files without a row go after 48 hours, whatever left them behind; rows without a file are told of (security bar 5)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.utils import timezone

from core import fonts, heartbeat
from core.models import FileCheck
from core.uploads import orphans
from licensing.papers import services as papers
from licensing.papers.models import RequestDocument
from tests.factories import LicenceRequestFactory, account_of, uploaded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    """A request that takes papers."""
    return LicenceRequestFactory(submitted=True)


def kept(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def left_behind(folder, name, *, hours=49):
    """A file of that age which no row names."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    return aged(path, hours=hours)


def aged(path, *, hours=49):
    moment = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))
    return path


def killed_between_file_and_row(case):
    """A process of its own sends a paper and is gone in the moment its file was written."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if connection.vendor == "postgresql":
        connection.connection = None  # the parent's stays the parent's
    RequestDocument.save = lambda *args, **kwargs: os._exit(9)
    try:
        uploaded(case)
    finally:
        os._exit(1)


def test_process_killed_between_file_and_row_leaves_files_that_go_after_48_hours(case, tmp_path):
    paper = uploaded(case)
    ours = kept(tmp_path)

    assert killed_between_file_and_row(case) == 9

    behind = [path for path in kept(tmp_path) if path not in ours]
    assert len(behind) == 2
    assert list(RequestDocument.objects.all()) == [paper]
    assert orphans.remove_orphans() == 0  # it may still be on its way
    for path in kept(tmp_path):
        aged(path)
    assert orphans.remove_orphans() == 2
    assert orphans.remove_orphans() == 0

    assert kept(tmp_path) == ours
    papers.take_back(paper, by=account_of(case.applicant))
    assert kept(tmp_path) == []


def test_files_of_every_column_are_known_by_their_folders():
    known = {column.label: column.folder for column in orphans.columns()}

    assert known == {
        "guild_units.qrcode.poster": "posters",
        "licensing.inquiry.slip": "papers",
        "licensing.letterbatch.document": "letters",
        "licensing.licence.document": "licences",
        "licensing.licence.label": "labels",
        "licensing.requestdocument.file": "papers",
        "licensing.requestdocument.thumbnail": "papers",
        "licensing.silenceletter.document": "letters",
        "messaging.instructiondoc.file": "instructions",
        "organizations.boardminute.file": "minutes",
        "support.ticketattachment.file": "tickets",
        "support.ticketattachment.thumbnail": "tickets",
    }


def test_every_column_that_names_files_is_asked_by_its_index():
    for column in orphans.columns():
        indexed = {tuple(index.fields) for index in column.model._meta.indexes}
        assert (column.field.name,) in indexed, column.label


def test_what_lies_in_other_folders_is_none_of_the_portals_business(case, tmp_path):
    uploaded(case)
    foreign = left_behind(tmp_path, "lost+found/a.jpg", hours=5000)

    assert orphans.remove_orphans() == 0
    assert foreign.exists()


def test_file_that_a_row_of_another_column_names_stays(case, tmp_path):
    paper = uploaded(case)
    odd = left_behind(tmp_path, "letters/2026/11/a.jpg")
    RequestDocument.objects.filter(pk=paper.pk).update(thumbnail="letters/2026/11/a.jpg")

    orphans.remove_orphans()

    assert odd.exists()


def test_database_that_names_no_file_at_all_has_lost_its_rows_not_its_files(tmp_path):
    left_behind(tmp_path, "papers/2026/11/a.jpg")

    assert orphans.remove_orphans() == 0
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_each_run_does_a_bounded_piece_and_the_next_goes_on_there(case, tmp_path, monkeypatch, most):
    uploaded(case)
    ours = kept(tmp_path)
    names = ["labels/a.pdf", "papers/2025/01/a.jpg", "papers/2025/01/b.jpg", "papers/2025/02/a.jpg"]
    names += ["papers/2025-a.jpg", "papers/2025/01.jpg", "tickets/2026/11/z.jpg"]
    for name in names:
        left_behind(tmp_path, name)
    monkeypatch.setattr(orphans, "FILES_A_RUN", most)
    monkeypatch.setattr(orphans, "CHUNK", 1)

    runs = [orphans.remove_orphans() for _ in range(12)]

    assert max(runs) <= most
    assert sum(runs) == len(names)
    assert kept(tmp_path) == ours


def test_one_run_removes_no_more_than_its_share(case, tmp_path, monkeypatch):
    uploaded(case)
    ours = kept(tmp_path)
    for number in range(5):
        left_behind(tmp_path, f"labels/{number}.pdf")
    monkeypatch.setattr(orphans, "MOST_REMOVED", 2)

    assert [orphans.remove_orphans() for _ in range(4)] == [2, 2, 1, 0]
    assert kept(tmp_path) == ours


def test_run_that_takes_long_stops_and_the_next_goes_on(case, tmp_path, monkeypatch):
    uploaded(case)
    for number in range(3):
        left_behind(tmp_path, f"labels/{number}.pdf")
    monkeypatch.setattr(orphans, "CHUNK", 1)
    monkeypatch.setattr(orphans, "SECONDS", -1)

    assert sum(orphans.remove_orphans() for _ in range(6)) == 3


def test_file_that_went_meanwhile_is_no_failure(case, tmp_path, monkeypatch):
    uploaded(case)
    monkeypatch.setattr(orphans, "_files", lambda *args: iter(["papers/gone.jpg"]))

    assert orphans.remove_orphans() == 0


class TestMissing:
    def test_row_without_its_file_is_told_of_in_the_log_and_on_the_readiness_page(
        self, case, tmp_path, client, settings, caplog
    ):
        fonts.prepare(settings.FONTS_ROOT)
        settings.REDIS_URL = ""
        for process in heartbeat.Process:
            heartbeat.beat(process)
        paper = uploaded(case)
        assert orphans.find_missing() == 0
        path = Path(paper.file.path)
        content = path.read_bytes()
        path.unlink()

        assert orphans.find_missing() == 1

        assert f"row {paper.pk}" in caplog.text
        assert "ALARM 1 rows" in caplog.text
        said = client.get("/readyz").json()
        assert said["ready"]
        assert said["notes"]["files"].startswith("۱ فایل")

        path.write_bytes(content)
        assert orphans.find_missing() == 0
        assert client.get("/readyz").json()["notes"] == {}
        assert RequestDocument.objects.filter(pk=paper.pk).exists()

    @pytest.mark.parametrize("rows", [1, 2, 1000])
    def test_each_run_looks_at_some_rows_and_all_of_them_have_their_turn(self, case, monkeypatch, rows):
        for _ in range(3):
            uploaded(case)
        for path in kept(orphans.default_storage.location):
            path.unlink()
        monkeypatch.setattr(orphans, "ROWS_A_RUN", rows)
        monkeypatch.setattr(orphans, "CHUNK", 1)

        found = sum(orphans.find_missing() for _ in range(40 // rows or 1))

        assert found >= 6
        assert orphans.missing_files() == 6
        assert FileCheck.objects.get(what="licensing.requestdocument.file").missing_before == 3

    def test_row_that_goes_in_this_very_moment_lacks_nothing(self, case, monkeypatch):
        paper = uploaded(case)

        def exists(self, name):
            RequestDocument.objects.filter(pk=paper.pk).delete()
            return False

        monkeypatch.setattr(FileSystemStorage, "exists", exists)

        assert orphans.find_missing() == 0

    def test_however_many_files_are_missing_each_column_asks_twice(
        self, case, tmp_path, django_assert_max_num_queries
    ):
        for _ in range(6):
            uploaded(case)
        for path in kept(tmp_path):
            path.unlink()
        orphans.find_missing()  # from now on every column has its place
        at_most = 3 * len(orphans.columns()) + 5

        with django_assert_max_num_queries(at_most) as asked:
            assert orphans.find_missing() == 12

        about_papers = [
            one for one in asked.captured_queries if '"licensing_requestdocument"."file"' in one["sql"]
        ]
        assert len(about_papers) == 2
