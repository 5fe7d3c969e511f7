"""The end: a licence handed over or posted, what both sides see of it, and its guild label."""

import subprocess
from datetime import timedelta

import pikepdf
import pytest
import time_machine
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from core import fonts
from core.jalali import format_date, tehran_today, to_jalali
from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.licences import delivery, documents
from licensing.licences.documents import label_html
from licensing.licences.models import Licence
from licensing.licences.services import verification_url
from licensing.papers import services as papers
from licensing.papers.models import RequestDocument
from messaging.models import Message, Sms
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    issued_licence,
    signed_in,
    uploaded,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
NUMBER = "181230001234567890123456"


@pytest.fixture(scope="session", autouse=True)
def _fonts():
    """Labels are drawn in our own type."""
    from django.conf import settings

    fonts.prepare(settings.FONTS_ROOT)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    """A request whose licence lies at the union."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def hand_over(case, **changes):
    arguments = {"method": "HAND", "on": tehran_today(), "originals_seen": True, "by": board_of(case.union)}
    return delivery.deliver(case, **arguments | changes)


def post(case, **changes):
    return hand_over(case, **{"method": "POST", "originals_seen": False, "number": NUMBER} | changes)


class TestHandingOver:
    def test_holder_is_told_and_the_request_ends(self, case):
        licence = hand_over(case)

        case.refresh_from_db()
        told = Message.objects.get(kind="M18", subject="پروانه تحویل شد")
        assert (case.status, case.is_over) == (Status.DELIVERED, True)
        assert (licence.delivery_method, licence.delivered_on) == ("HAND", tehran_today())
        assert licence.delivered_to == licence.holder_name
        assert (told.recipient, licence.holder_name in told.body) == (case.applicant, True)
        sms = Sms.objects.get(kind="M18", text__contains="تحویل شد")
        assert case.applicant.last_name not in sms.text
        assert AuditEntry.objects.filter(action="delivered").count() == 1

    def test_somebody_else_who_took_it_is_named(self, case):
        licence = hand_over(case, received_by=" رها سپهری ")

        assert licence.delivered_to == "رها سپهری"
        assert "رها سپهری" in case.events.last().text

    def test_operator_hands_over_too(self, case):
        operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user

        assert hand_over(case, by=operator).delivered_by == operator


class TestPost:
    def test_holder_learns_the_number_of_the_registered_item(self, case):
        licence = post(case)

        told = Message.objects.get(kind="M18", subject="پروانه پست شد")
        assert (licence.delivery_number, licence.delivered_to) == (NUMBER, "")
        assert "۱۸۱۲۳۰۰۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶" in told.body
        assert "۱۸۱۲۳۰۰۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶" in Sms.objects.get(kind="M18", text__contains="پست شد").text

    def test_file_whose_papers_all_match_their_originals_goes_by_post(self, with_photo):
        assert post(with_photo).delivery_method == "POST"

    def test_paper_that_was_not_compared_keeps_the_licence_at_the_union(self, with_photo):
        RequestDocument.objects.filter(case=with_photo).update(matched_at=None, matched_by=None)

        refusal = refusal_of(post, with_photo)

        assert refusal.code == "papers_unsure"
        assert with_photo.documents.get(channel="UPLOAD").type.title in str(refusal)
        assert hand_over(with_photo).delivery_method == "HAND"  # against the originals themselves


@pytest.fixture
def with_photo():
    """An issued request with one paper as a photo, accepted and compared with its original."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    paper = uploaded(case)
    papers.give_verdict(paper, state="ACCEPTED", by=board_of(case.union))
    return bring_to(case, Status.ISSUED)


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"originals_seen": False}, "originals"),
            ({"method": "POST", "number": "  "}, "no_number"),
            ({"method": "PIGEON"}, "wrong_method"),
            ({"days": -1}, "before_issue"),
            ({"days": 2}, "in_future"),
            ({"seen_version": 1}, "stale"),
        ],
    )
    def test_delivery_that_cannot_be_so_changes_nothing(self, case, changes, code):
        days = changes.get("days", 0)
        rest = {name: value for name, value in changes.items() if name != "days"}
        assert refusal_of(hand_over, case, on=tehran_today() + timedelta(days=days), **rest).code == code

        case.refresh_from_db()
        assert case.status == Status.ISSUED
        assert not Licence.objects.exclude(delivery_method="").exists()

    def test_nothing_is_delivered_before_it_is_issued_nor_twice(self, case):
        ready = bring_to(LicenceRequestFactory(union=case.union, submitted=True), Status.READY)

        assert refusal_of(hand_over, ready).code == "closed_step"
        hand_over(case)
        assert refusal_of(post, case).code == "closed_step"

    def test_nobody_hands_their_own_licence_to_themselves(self, case):
        member = board_of(case.union)
        member.person = case.applicant
        member.save()

        assert refusal_of(hand_over, case).code == "own_file"

    def test_database_refuses_half_a_delivery(self, case):
        with pytest.raises(IntegrityError), transaction.atomic():
            Licence.objects.filter(case=case).update(delivery_method="POST", delivered_on=tehran_today())


class TestPages:
    def typed(self, case, **changes):
        year, month, day = to_jalali(tehran_today())
        case.refresh_from_db()
        return {
            "seen_version": case.version,
            "method": "POST",
            "on_day": day,
            "on_month": month,
            "on_year": year,
            "number": NUMBER,
            "received_by": "",
        } | changes

    def address(self, case):
        return reverse("admin:licensing_request_deliver", args=[case.pk])

    def test_union_posts_it_on_the_desk_and_the_holder_sees_way_and_number(self, case):
        desk = verified(MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user)
        page = desk.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()
        assert self.address(case) in page

        answered = desk.post(self.address(case), self.typed(case), follow=True)

        assert "تحویل پروانه ثبت" in answered.content.decode()
        assert "شمارهٔ مرسوله" in answered.content.decode()
        read = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
        assert "پست سفارشی" in read
        assert "۱۸۱۲۳۰۰۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶" in read
        assert format_date(tehran_today()) in read

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"number": ""}, "شمارهٔ مرسولهٔ سفارشی را بنویسید"),
            ({"method": "HAND"}, "با دیدن اصل مدارک"),
            ({"on_year": 1500}, "روز تحویل یا پست"),
        ],
    )
    def test_form_that_is_not_right_is_shown_again_as_typed(self, case, changes, words):
        answered = verified(board_of(case.union)).post(
            self.address(case), self.typed(case, received_by="رها سپهری", **changes)
        )

        assert answered.status_code == 400
        assert words in answered.content.decode()
        assert "رها سپهری" in answered.content.decode()

    def test_inbox_lists_what_is_issued_and_not_delivered(self, case):
        desk, inbox = verified(board_of(case.union)), reverse("admin:licensing_licencerequest_changelist")
        assert "صادر شده، تحویل‌نشده" in desk.get(inbox).content.decode()
        assert case.unit_name in desk.get(f"{inbox}?status=ISSUED").content.decode()

        hand_over(case)

        assert case.unit_name not in desk.get(f"{inbox}?status=ISSUED").content.decode()
        assert case.unit_name in desk.get(f"{inbox}?status=DELIVERED").content.decode()

    def test_issued_licence_is_closed_for_the_holder_who_may_ask_again_for_the_place(self, case):
        again = LicenceRequestFactory(
            union=case.union, applicant=case.applicant, category=case.category, postal_code=case.postal_code
        )

        assert again.pk != case.pk

    def test_dashboard_keeps_the_licence_after_delivery_at_the_same_cost(self, case):
        holder = signed_in(account_of(case.applicant))

        def page():
            with CaptureQueriesContext(connection) as caught:
                text = holder.get(reverse("dashboard")).content.decode()
            return text, len(caught)

        page()
        before, once = page()
        hand_over(case)
        after, again = page()
        number = reverse("verify_licence", args=[case.licence.token])
        assert number in before
        assert number in after
        assert once == again

    def test_list_of_licences_says_how_each_left(self, case):
        desk, address = verified(board_of(case.union)), reverse("admin:licensing_licence_changelist")
        assert "تحویل نشده" in desk.get(address).content.decode()

        post(case)

        assert f"پست سفارشی، {format_date(tehran_today())}" in desk.get(address).content.decode()

    def test_public_page_names_the_step_and_not_the_item(self, case, client):
        post(case)
        session = client.session
        session["tracked_code"] = LicenceRequest.objects.get(pk=case.pk).tracking_code
        session.save()

        text = client.get(reverse("track_status")).content.decode()

        assert "تحویل شده" in text
        assert "۱۸۱۲۳۰۰۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶" not in text


class TestLabel:
    def test_label_is_drawn_once_fits_its_size_and_its_qr_leads_to_the_licence(self, tmp_path):
        licence = issued_licence(
            unit_name="فروشگاه بزرگ مواد غذایی و آجیل و خشکبار برادران کاویان در خیابان بهار"
        )

        assert documents.draw_up_label(licence.pk)
        assert not documents.draw_up_label(licence.pk)

        licence.refresh_from_db()
        assert licence.label_at is not None
        with pikepdf.open(licence.label.path) as pdf:
            assert len(pdf.pages) == 1
            width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (100, 70)
        paper = tmp_path / "label"
        subprocess.run(
            ["pdftoppm", "-r", "200", "-png", "-singlefile", licence.label.path, paper], check=True
        )
        assert [code.text for code in zxingcpp.read_barcodes(Image.open(f"{paper}.png"))] == [
            verification_url(licence.token)
        ]

    def test_label_carries_what_hangs_on_the_door_and_nothing_of_the_person(self):
        licence = issued_licence(unit_name="<b>نان</b>")

        page = label_html(licence)

        for text in (
            licence.union.name,
            licence.category.name,
            "&lt;b&gt;نان&lt;/b&gt;",
            format_date(licence.valid_to),
        ):
            assert text in page
        assert licence.holder_name not in page
        assert licence.holder.national_code not in page

    def test_label_that_was_missed_is_drawn_by_the_sweep_a_minute_later(self):
        licence = issued_licence()
        assert documents.sweep_labels() == 0

        Licence.objects.update(created_at=licence.created_at - timedelta(minutes=2))

        assert documents.sweep_labels() == 1
        assert documents.sweep_labels() == 0

    def test_holder_and_union_download_it_and_nobody_keeps_it_on_the_way(self):
        licence = issued_licence()
        holder, desk = signed_in(account_of(licence.holder)), verified(board_of(licence.union))
        own = reverse("licence_label", args=[licence.pk])
        office = reverse("admin:licensing_licence_label", args=[licence.pk])
        assert holder.get(own).status_code == 302  # not drawn yet
        assert desk.get(office).status_code == 404

        documents.draw_up_label(licence.pk)

        for client, address in ((holder, own), (desk, office)):
            answer = client.get(address)
            assert answer.content.startswith(b"%PDF")
            assert "no-store" in answer["Cache-Control"]
            assert answer["Content-Disposition"].startswith('attachment; filename="label-')

    def test_server_in_front_sends_the_licence_its_label_and_the_letter(self, settings):
        settings.PRIVATE_MEDIA_ADDRESS = "/protected/"
        licence = issued_licence()
        documents.draw_up_label(licence.pk)
        documents.draw_up_licence(licence.pk)
        holder, desk = signed_in(account_of(licence.holder)), verified(board_of(licence.union))

        for client, prefix in ((holder, ""), (desk, "admin:licensing_")):
            for name, folder in (("licence_document", "licences"), ("licence_label", "labels")):
                answer = client.get(reverse(f"{prefix}{name}", args=[licence.pk]))
                assert answer["X-Accel-Redirect"].startswith(f"/protected/{folder}/")
                assert answer.content == b""


@pytest.mark.django_db(transaction=True)
def test_licence_delivered_five_times_at_once_is_delivered_once():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.ISSUED)
    board, day = board_of(case.union), tehran_today()

    results = at_once(5, lambda: post(case, on=day, by=board).delivery_number)

    assert sorted(results) == [NUMBER] + ["closed_step"] * 4
    assert Message.objects.filter(kind="M18", subject="پروانه پست شد").count() == 1
    assert AuditEntry.objects.filter(action="delivered").count() == 1


def test_day_of_delivery_is_judged_by_the_day_in_tehran(case):
    with time_machine.travel("2027-01-04T22:00:00Z", tick=False):  # already the fifth in Tehran
        assert hand_over(case, on=tehran_today()).delivered_on == tehran_today()
