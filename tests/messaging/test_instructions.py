"""Instructions: who publishes them, versions, and what an owner finds by trade and place (R262)."""

from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asnaf import instructions as pages
from core.models import AuditEntry
from core.refusals import RuleBroken
from messaging import rows, services, texts
from messaging.models import InstructionDoc
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Level, Role
from tests.factories import (
    CategoryFactory,
    ChamberFactory,
    CitizenFactory,
    GuildUnitFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    photo,
    signed_in,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
LIST, DESK = "/panel/instructions/", "/admin/messaging/instructiondoc/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    file = tmp_path_factory.mktemp("pdf") / "a.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(file)
    return file.read_bytes()


def secretary():
    body, _ = Body.objects.get_or_create(kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانه")
    return MembershipFactory(body=body, role=Role.SECRETARIAT).user


def chamber_clerk(county=None):
    chamber = ChamberFactory(county=county) if county else ChamberFactory()
    return MembershipFactory(body=chamber, role=Role.CHAMBER_OPERATOR).user


def body_of(user):
    return Body.objects.get(memberships__user=user)


def publish(pdf, by=None, *, categories=(), **changes):
    by = by or secretary()
    said = {"title": "راهنمای نصب", "summary": "چگونه نصب کنید.", "content": pdf, "body": body_of(by)}
    return services.publish_instruction(**said | changes, categories=categories, by=by)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def titles(client, address=LIST):
    return [card["title"] for card in client.get(address).context["cards"]]


def test_secretariat_publishes_for_the_country_and_a_chamber_for_its_county(pdf):
    clerk = chamber_clerk()

    assert publish(pdf).county is None
    assert publish(pdf, clerk).county == body_of(clerk).county
    assert AuditEntry.objects.filter(action="published").count() == 2


def test_other_bodies_do_not_publish_and_nobody_publishes_in_anothers_name(pdf, tmp_path):
    board = board_of(WorkingUnionFactory())

    assert refusal_of(publish, pdf, board) == "not_your_office"
    assert refusal_of(publish, pdf, chamber_clerk(), body=body_of(secretary())) == "not_your_office"
    assert not list(Path(tmp_path).rglob("*.pdf"))


def test_picture_is_no_instruction(tmp_path):
    assert refusal_of(publish, photo()) == "not_pdf"
    assert not InstructionDoc.objects.exists()


def test_full_disk_is_told_and_leaves_no_row(pdf, monkeypatch):
    from django.core.files.storage import FileSystemStorage

    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    assert refusal_of(publish, pdf) == "no_space"
    assert not InstructionDoc.objects.exists()


def test_new_version_takes_the_place_of_the_older_which_stays_at_the_desk(pdf):
    by = secretary()
    old = publish(pdf, by)

    new = publish(pdf, by, replaces=old, title="راهنمای نصب، بازنگری")

    assert new.version == 2
    assert list(InstructionDoc.objects.present()) == [new]
    assert set(InstructionDoc.objects.visible_to(by)) == {old, new}
    assert refusal_of(publish, pdf, by, replaces=old) == "replaced"
    assert refusal_of(services.withdraw_instruction, old, by=by) == "replaced"
    assert not InstructionDoc.objects.get(pk=old.pk).is_present


def test_refused_version_leaves_no_file_behind(pdf, tmp_path):
    by = secretary()
    old = publish(pdf, by)
    publish(pdf, by, replaces=old)
    before = sorted(Path(tmp_path).rglob("*.pdf"))

    refusal_of(publish, pdf, by, replaces=old)

    assert sorted(Path(tmp_path).rglob("*.pdf")) == before


def test_withdrawn_instruction_is_gone_for_owners_once_and_for_all(pdf):
    by = secretary()
    doc = publish(pdf, by)

    services.withdraw_instruction(doc, by=by)

    assert not InstructionDoc.objects.present().exists()
    assert refusal_of(services.withdraw_instruction, doc, by=by) == "withdrawn"
    assert refusal_of(publish, pdf, by, replaces=doc) == "withdrawn"


def test_chamber_reads_its_own_and_the_countrys_and_changes_only_its_own(pdf):
    clerk, other = chamber_clerk(), chamber_clerk()
    own, countrys, others = publish(pdf, clerk), publish(pdf), publish(pdf, other)

    assert set(InstructionDoc.objects.visible_to(clerk)) == {own, countrys}
    assert list(InstructionDoc.objects.published_by(clerk)) == [own]
    assert refusal_of(services.withdraw_instruction, countrys, by=clerk) == "not_your_office"
    assert refusal_of(services.withdraw_instruction, others, by=clerk) == "not_your_office"


def test_other_staff_and_shut_accounts_see_none(pdf):
    publish(pdf)
    shut = CitizenFactory(is_active=False)

    assert not InstructionDoc.objects.visible_to(board_of(WorkingUnionFactory())).exists()
    assert not InstructionDoc.objects.visible_to(shut).exists()


@pytest.mark.parametrize("change", [{"version": 2}, {"title": ""}, {"withdrawn_at": "2026-01-01T00:00Z"}])
def test_half_written_instruction_is_refused_by_the_database(pdf, change):
    publish(pdf)

    with pytest.raises(IntegrityError), transaction.atomic():
        InstructionDoc.objects.update(**change)


def test_trades_and_size_are_told_in_short(pdf):
    doc = publish(pdf, categories=[CategoryFactory(name=f"رسته {name}") for name in "ابپتثج"])

    assert rows.trades_of(doc).endswith("و ۲ رستهٔ دیگر")
    assert rows.place_of(doc) == "سراسر کشور"
    assert rows.size_of(InstructionDoc(size=10)) == "۱ کیلوبایت"
    assert rows.size_of(InstructionDoc(size=3 * 1024 * 1024)) == "۳٫۰ مگابایت"


@pytest.mark.django_db(transaction=True)
def test_two_new_versions_at_once_leave_one(pdf):
    by = secretary()
    old, body = publish(pdf, by), body_of(by)

    def act():
        return services.publish_instruction(
            title="تازه", summary="تازه", content=pdf, categories=(), body=body, by=by, replaces=old
        ).version

    results = at_once(3, act)

    assert sorted(map(str, results)) == ["2", "replaced", "replaced"]
    assert InstructionDoc.objects.present().count() == 1


class TestPanel:
    @pytest.fixture
    def unit(self):
        union = WorkingUnionFactory()
        return GuildUnitFactory(category=union.coverage.get().category, county=union.county)

    @pytest.fixture
    def client(self, unit):
        return signed_in(account_of(unit.owner))

    def test_owner_chooses_between_all_and_those_of_the_own_trade(self, client, unit, pdf):
        publish(pdf, title="برای همه")
        publish(pdf, title="برای من", categories=[unit.category])
        publish(pdf, title="برای دیگران", categories=[CategoryFactory()])

        assert titles(client) == ["برای دیگران", "برای من", "برای همه"]
        assert titles(client, f"{LIST}?of=mine") == ["برای من", "برای همه"]

    def test_chambers_instruction_reaches_its_county_and_no_other(self, client, unit, pdf):
        ours = publish(pdf, chamber_clerk(unit.county), title="شهرستان ما")
        theirs = publish(pdf, chamber_clerk(), title="شهرستان دیگر")

        assert titles(client) == ["شهرستان ما"]
        assert client.get(reverse("instruction", args=[ours.pk])).status_code == 200
        for name in ("instruction", "instruction_file"):
            assert client.get(reverse(name, args=[theirs.pk])).status_code == 404

    def test_owner_reads_the_facts_and_downloads_the_file(self, client, pdf):
        doc = publish(pdf)

        page = client.get(reverse("instruction", args=[doc.pk])).content.decode()
        file = client.get(reverse("instruction_file", args=[doc.pk]))

        assert "چگونه نصب کنید." in page
        assert "سراسر کشور" in page
        assert file["Content-Type"] == "application/pdf"
        assert file.content.startswith(b"%PDF")

    def test_replaced_and_withdrawn_ones_do_not_exist_for_owners(self, client, pdf):
        by = secretary()
        old = publish(pdf, by)
        new = publish(pdf, by, replaces=old)
        services.withdraw_instruction(new, by=by)

        for doc in (old, new):
            assert client.get(reverse("instruction", args=[doc.pk])).status_code == 404
        assert "هنوز دستورالعملی منتشر نشده است." in client.get(LIST).content.decode()

    def test_person_without_a_unit_is_shown_the_way(self, pdf):
        publish(pdf)
        client = signed_in(CitizenFactory())

        assert titles(client) == ["راهنمای نصب"]
        assert "رستهٔ شما را هنوز نمی‌دانیم." in client.get(f"{LIST}?of=mine").content.decode()

    def test_owner_whose_trade_has_none_is_told(self, client, pdf):
        publish(pdf, categories=[CategoryFactory()])

        assert "برای رستهٔ شما دستورالعملی نیامده است." in client.get(f"{LIST}?of=mine").content.decode()

    def test_list_goes_on_page_by_page(self, client, pdf, monkeypatch):
        monkeypatch.setattr(pages, "PAGE", 1)
        publish(pdf, title="کهنه")
        publish(pdf, title="تازه")

        first = client.get(f"{LIST}?of=mine")
        second = client.get(first.context["older_url"])

        assert [card["title"] for card in second.context["cards"]] == ["کهنه"]
        assert second.context["newer_url"] == f"{LIST}?of=mine"
        assert "دستورالعمل دیگری نیست." in client.get(f"{LIST}?before=1").content.decode()

    def test_page_asks_the_same_of_the_database_for_one_and_for_four(self, client, pdf, unit):
        def statements():
            with CaptureQueriesContext(connection) as asked:
                client.get(LIST)
            return len(asked)

        by = secretary()
        publish(pdf, by, categories=[unit.category])
        statements()
        before = statements()
        for _ in range(3):
            publish(pdf, by, categories=[CategoryFactory()])

        assert statements() == before <= 15


class TestDesk:
    def typed(self, pdf, **changes):
        file = SimpleUploadedFile("a.pdf", pdf, "application/pdf")
        return {"title": "راهنما", "summary": "چکیده", "categories": "", "file": file} | changes

    def test_secretariat_publishes_a_new_version_and_withdraws(self, pdf):
        by, trade = secretary(), CategoryFactory()
        client = verified(by)

        client.post(f"{DESK}add/", self.typed(pdf, body=body_of(by).pk, categories=trade.isic_code))
        first = InstructionDoc.objects.get()
        assert list(first.categories.all()) == [trade]
        page = client.get(f"{DESK}{first.pk}/change/").content.decode()
        assert trade.isic_code in page  # the next version begins with what this one says
        client.post(f"{DESK}{first.pk}/version/", self.typed(pdf, title="راهنمای دوم"))
        second = InstructionDoc.objects.get(replaces=first)
        page = client.get(f"{DESK}{first.pk}/change/").content.decode()
        assert "نسخهٔ پیشین" in page
        assert "انتشار نسخهٔ تازه" not in page
        client.post(f"{DESK}{second.pk}/withdraw/")
        second.refresh_from_db()
        assert second.withdrawn_by == by
        assert "برداشته شد" in client.get(f"{DESK}{second.pk}/change/").content.decode()
        assert client.get(f"{DESK}{first.pk}/file/").content.startswith(b"%PDF")
        listed = client.get(DESK).content.decode()
        assert "راهنمای دوم" in listed

    def test_mistakes_stand_beside_their_fields(self, pdf):
        by = secretary()
        response = verified(by).post(
            f"{DESK}add/", self.typed(b"0" * 20_971_521, body=body_of(by).pk, title="", categories="\n۹۹۹۹۹۹")
        )

        page = response.content.decode()
        assert "عنوان را بنویسید." in page
        assert "رسته‌ای با این کد یا نام نیست." in page
        assert "حداکثر ۲۰ مگابایت" in page
        assert "چکیده" in page

    def test_file_that_is_no_pdf_is_refused_with_everything_kept(self):
        by = secretary()

        page = verified(by).post(f"{DESK}add/", self.typed(photo(), body=body_of(by).pk)).content.decode()

        assert texts.ONLY_PDF in page
        assert "راهنما" in page

    def test_chamber_reads_the_countrys_without_buttons_and_not_anothers(self, pdf):
        countrys, theirs = publish(pdf), publish(pdf, chamber_clerk())
        client = verified(chamber_clerk())

        page = client.get(f"{DESK}{countrys.pk}/change/").content.decode()

        assert "انتشار نسخهٔ تازه" not in page
        assert client.get(f"{DESK}{theirs.pk}/change/").status_code == 404
        assert client.get(f"{DESK}{theirs.pk}/file/").status_code == 404
        client.post(f"{DESK}{countrys.pk}/withdraw/")
        countrys.refresh_from_db()
        assert countrys.withdrawn_at is None

    def test_union_has_no_desk_of_instructions(self, pdf):
        doc = publish(pdf)
        client = verified(board_of(WorkingUnionFactory()))

        assert client.get(DESK).status_code == 403
        assert client.get(f"{DESK}add/").status_code == 403
        assert client.get(f"{DESK}{doc.pk}/file/").status_code == 404
