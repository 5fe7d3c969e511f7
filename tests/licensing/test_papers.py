"""Papers of a request: sent by the applicant, looked at one by one, compared with the originals."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jalali import tehran_today
from core.models import UploadDay
from core.refusals import RuleBroken
from core.uploads import checking as uploads
from licensing.billing import services as billing
from licensing.cases.states import Status
from licensing.decisions import refusals
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind
from licensing.papers import paper_list, rules
from licensing.papers import services as papers
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.states import APPLICANTS, Channel, DocumentState
from messaging.models import Message
from organizations.roles.states import Role
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
    photo,
    signed_in,
    uploaded,
    with_answers,
    with_papers,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
PAGES = [(photo(), "a.jpg"), (b"no picture", "b.txt"), (photo(), "c.jpg")]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case():
    return LicenceRequestFactory(submitted=True)


def kept(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def kind(code="NATIONAL_CARD"):
    return DocumentType.objects.get(code=code)


def paper(case, code="NATIONAL_CARD"):
    return next(paper for paper in paper_list.papers_of(case) if paper.type.code == code)


def test_applicant_sends_a_photo_and_sees_it_waiting_under_a_name_nobody_guesses(case, tmp_path):
    document = uploaded(case)

    assert document.state == DocumentState.SENT
    assert document.channel == Channel.UPLOAD
    assert len(kept(tmp_path)) == 2  # the picture and the small one
    assert len(Path(document.file.name).stem) >= 24
    assert "کارت ملی" not in paper_list.to_do(case)


def test_stranger_cannot_send_papers_to_another_persons_request(case, tmp_path):
    stranger = CitizenFactory()

    assert refusal_of(papers.upload, case, kind(), photo(), by=stranger) == "not_your_turn"
    assert kept(tmp_path) == []


def test_paper_after_the_file_is_complete_is_refused(case):
    done = bring_to(case, Status.DOCS_COMPLETE)

    assert refusal_of(uploaded, done) == "papers_closed"


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("UPLOAD_FILES", 1, "too_many_files"),
        ("UPLOAD_TOTAL_MEGABYTES", 0, "request_full"),
        ("UPLOAD_FILES_A_DAY", 1, "day_full"),
        ("UPLOAD_MEGABYTES_A_DAY", 0, "day_full"),
    ],
)
def test_file_beyond_a_limit_is_refused_and_leaves_nothing_behind(
    case, tmp_path, settings, limit, value, code
):
    uploaded(case)
    before = kept(tmp_path)
    setattr(settings, limit, value)

    assert refusal_of(uploaded, case) == code
    assert kept(tmp_path) == before
    assert case.documents.count() == 1


def test_full_disk_leaves_no_row_and_no_file_and_heals_by_itself(case, tmp_path, monkeypatch):
    from django.core.files.storage import FileSystemStorage

    real = FileSystemStorage._save

    def full(self, name, content):
        saved = real(self, name, content)
        if len(kept(tmp_path)) > 1:
            Path(self.path(saved)).unlink()
            raise OSError(28, "No space left on device")
        return saved

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    assert refusal_of(uploaded, case) == "no_space"
    assert kept(tmp_path) == []
    assert not RequestDocument.objects.exists()

    monkeypatch.undo()
    assert uploaded(case).pk


def test_row_that_cannot_be_written_takes_its_files_along(case, tmp_path, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("database went away")

    monkeypatch.setattr(papers.audit, "record", broken)
    with pytest.raises(RuntimeError):
        uploaded(case)

    assert kept(tmp_path) == []
    assert not RequestDocument.objects.exists()


def test_union_gives_one_paper_back_and_the_applicant_replaces_just_that(case):
    card, photo_of = uploaded(case), uploaded(case, "PHOTO")
    board = board_of(case.union)
    papers.give_verdict(photo_of, state="ACCEPTED", by=board)
    papers.give_verdict(card, state="REPLACE", reason="UNREADABLE", by=board)

    assert (
        Message.objects.filter(recipient=case.applicant, kind="PAPER", body__contains=card.type.title).count()
        == 1
    )
    assert kind().title in paper_list.to_do(case)
    new = papers.upload(case, kind(), photo(), by=account_of(case.applicant), replaces=card)

    card.refresh_from_db()
    assert not card.is_current
    assert paper(case).documents == (new,)
    assert paper(case, "PHOTO").is_accepted
    assert (
        refusal_of(papers.upload, case, kind(), photo(), by=account_of(case.applicant), replaces=card)
        == "already_replaced"
    )


def test_paper_the_union_did_not_give_back_is_not_replaced(case):
    card = uploaded(case)

    assert (
        refusal_of(papers.upload, case, kind(), photo(), by=account_of(case.applicant), replaces=card)
        == "not_refused"
    )


@pytest.mark.parametrize("state", ["REJECTED", "REPLACE"])
def test_refusal_of_a_paper_without_a_coded_reason_is_refused(case, state):
    card = uploaded(case)

    assert refusal_of(papers.give_verdict, card, state=state, by=board_of(case.union)) == "no_reason"
    card.refresh_from_db()
    assert card.state == DocumentState.SENT


def test_union_of_another_trade_has_no_word_on_a_paper(case):
    card = uploaded(case)
    stranger = MembershipFactory(role=Role.UNION_BOARD).user

    assert refusal_of(papers.give_verdict, card, state="ACCEPTED", by=stranger) == "not_your_turn"


def test_operator_does_not_judge_papers_of_their_own_request(case):
    card = uploaded(case)
    board = board_of(case.union)
    board.person = case.applicant
    board.save()

    assert refusal_of(papers.give_verdict, card, state="ACCEPTED", by=board) == "own_file"


def test_verdict_on_a_paper_that_was_replaced_meanwhile_is_refused(case):
    card, board = uploaded(case), board_of(case.union)
    papers.give_verdict(card, state="REJECTED", reason="WRONG_PAPER", by=board)
    papers.upload(case, kind(), photo(), by=account_of(case.applicant), replaces=card)

    assert refusal_of(papers.give_verdict, card, state="ACCEPTED", by=board) == "already_replaced"


def test_paper_in_the_post_is_announced_with_its_number_and_accepted_out_of_the_envelope(case):
    document = papers.announce_post(case, kind(), postal_number="RR۱۲۳", by=account_of(case.applicant))
    assert document.postal_number == "RR123"

    papers.receive_posted(case, [kind(), kind("PHOTO")], postal_number="۷۷", by=board_of(case.union))

    document.refresh_from_db()
    assert document.state == DocumentState.ACCEPTED
    assert document.postal_number == "RR123"
    assert case.documents.count() == 2
    assert refusal_of(papers.receive_posted, case, [], by=board_of(case.union)) == "nothing_chosen"
    assert (
        refusal_of(papers.announce_post, case, kind(), postal_number=" ", by=account_of(case.applicant))
        == "no_postal_number"
    )


@pytest.mark.parametrize(
    "typed", ["<b>12</b>", "RR 12; DROP", "=1+1", "شماره", "RR", "1" * 31, "12\u202e34\n<"]
)
def test_what_is_no_number_of_the_post_is_refused_whoever_writes_it(case, typed):
    card, applicant, board = kind(), account_of(case.applicant), board_of(case.union)

    assert refusal_of(papers.announce_post, case, card, postal_number=typed, by=applicant) == "postal_item"
    assert refusal_of(papers.receive_posted, case, [card], postal_number=typed, by=board) == "postal_item"
    assert not case.documents.exists()


def test_papers_said_to_be_in_the_post_again_and_again_have_an_end_although_they_are_taken_back(case):
    by, written = account_of(case.applicant), 0
    for number in range(papers.ANNOUNCED_AN_HOUR):
        document = papers.announce_post(case, kind(), postal_number=f"RR-{number}", by=by)
        papers.take_back(document, by=by)
        written += 1

    assert refusal_of(papers.announce_post, case, kind(), postal_number="RR99", by=by) == "rate_limited"
    assert written == papers.ANNOUNCED_AN_HOUR
    assert not case.documents.exists()


def test_applicant_takes_back_only_what_nobody_has_looked_at(
    case, tmp_path, django_capture_on_commit_callbacks
):
    card, other = uploaded(case), uploaded(case, "PHOTO")
    papers.give_verdict(other, state="ACCEPTED", by=board_of(case.union))

    with django_capture_on_commit_callbacks(execute=True):
        papers.take_back(card, by=account_of(case.applicant))

    assert len(kept(tmp_path)) == 2
    assert refusal_of(papers.take_back, other, by=account_of(case.applicant)) == "already_checked"


def test_file_is_not_complete_while_a_paper_is_missing_or_not_looked_at(case):
    board = board_of(case.union)
    case = with_answers(bring_to(case, Status.IN_PROGRESS))
    uploaded(case)
    awaited = [paper.type for paper in paper_list.papers_of(case) if paper.is_open and not paper.documents]
    papers.receive_posted(case, awaited, by=board)
    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS
    papers.give_verdict(case.documents.get(type=kind()), state="ACCEPTED", by=board)

    case.refresh_from_db()
    assert case.status == Status.DOCS_COMPLETE


def test_papers_that_depend_on_the_person_and_the_place_are_asked_of_whom_they_concern(case):
    assert paper(case, "SCHOOL_CERTIFICATE").needed
    assert not paper(case, "NOTARISED_UNDERTAKING").needed

    case.applicant.birth_date = tehran_today() - timedelta(days=366 * 50)
    case.tenure = "LEASE_PRIVATE"

    assert not paper(case, "SCHOOL_CERTIFICATE").needed
    assert paper(case, "NOTARISED_UNDERTAKING").needed
    assert {paper.type.code for paper in paper_list.papers_of(case)}.isdisjoint(
        {"PASSPORT", "COMPANY_STATUTE"}
    )


@pytest.mark.parametrize("applicant", APPLICANTS)
def test_deposit_slips_follow_the_bill_and_are_asked_of_nobody_as_a_paper(applicant):
    asked = {kind.code for kind in paper_list.kinds_asked_of(applicant)}

    assert asked
    assert "DEPOSIT_SLIPS" not in asked
    assert kind("DEPOSIT_SLIPS").is_active  # in the list of the law it stands, with its basis


def test_nobody_waits_for_deposit_slips_before_a_bill(case, client):
    page = signed_in(account_of(case.applicant)).get(reverse("request_papers", args=[case.pk]))

    assert "فیش" not in "".join(paper_list.to_do(case))
    assert "فیش‌های واریزی" not in page.content.decode()
    assert "فیش‌های واریزی" not in client.get(reverse("request_guide")).content.decode()
    assert not Reason.objects.filter(text__contains="فیش").exists()  # nor may a board ask for them


@pytest.mark.parametrize("code", ["DEPOSIT_SLIPS", "PASSPORT"])
def test_a_paper_the_applicant_is_not_asked_for_is_taken_from_nobody(case, code):
    sent = signed_in(account_of(case.applicant)).post(
        reverse("request_paper", args=[case.pk, code]), {"postal_number": "1234567890"}
    )
    enveloped = verified(board_of(case.union)).post(
        reverse("admin:licensing_request_paper_posted", args=[case.pk]), {"type": [code]}, follow=True
    )

    assert sent.status_code == 404
    assert "مدرک‌هایی را که در پاکت بود علامت بزنید." in enveloped.content.decode()
    assert not case.documents.exists()


def test_originals_are_compared_by_the_board_once_the_file_is_complete_and_before_the_bill(case):
    card, board = uploaded(case), board_of(case.union)
    papers.give_verdict(card, state="ACCEPTED", by=board)
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    assert refusal_of(papers.match_originals, case, [card], by=board) == "not_complete"  # not yet
    case = bring_to(case, Status.DOCS_COMPLETE)
    assert refusal_of(papers.match_originals, case, [card], by=operator) == "not_your_turn"

    papers.match_originals(case, [card], by=board)
    assert refusal_of(billing.send_invoice, case, by=board) == "originals"  # those by post
    papers.match_originals(case, case.documents.current(), by=board)
    billing.send_invoice(case, by=board)

    case.refresh_from_db()
    assert case.status == Status.AWAITING_PAYMENT
    assert refusal_of(papers.match_originals, case, [card], by=board) == "not_complete"


def test_file_taken_back_stays_charged_to_its_day(case, settings):
    settings.UPLOAD_FILES_A_DAY = 2
    for _ in range(2):
        papers.take_back(uploaded(case), by=account_of(case.applicant))

    assert refusal_of(uploaded, case) == "day_full"
    assert not case.documents.exists()


def test_file_for_which_there_is_no_room_is_refused_before_it_is_read_or_charged(case, settings, monkeypatch):
    settings.UPLOAD_FILES = 1
    uploaded(case)
    monkeypatch.setattr(uploads, "clean_upload", None)

    assert refusal_of(uploaded, case) == "too_many_files"
    assert UploadDay.objects.get(sender_id=account_of(case.applicant).pk).files == 1


def test_rows_of_one_paper_have_an_end_however_they_come(case, monkeypatch):
    by = account_of(case.applicant)
    monkeypatch.setattr(rules, "MOST_ROWS_OF_A_PAPER", 3)
    for number in ("RR1", "RR2"):
        papers.announce_post(case, kind(), postal_number=number, by=by)
    uploaded(case)

    assert refusal_of(papers.announce_post, case, kind(), postal_number="RR3", by=by) == "too_many_rows"
    assert refusal_of(uploaded, case) == "too_many_rows"
    assert uploaded(case, "PHOTO").pk


def test_several_pages_are_kept_each_by_itself_and_the_refused_one_is_named(case):
    card = uploaded(case)
    papers.give_verdict(card, state="REPLACE", reason="UNREADABLE", by=board_of(case.union))
    pages = [ContentFile(content, name) for content, name in PAGES]

    taken = papers.upload_several(case, kind(), pages, by=account_of(case.applicant), replaces=card)

    assert [document.replaces for document in taken.documents] == [card, None]
    assert len(taken.refused) == 1
    assert "b.txt" in taken.refused[0]
    assert "JPEG" in taken.refused[0]


def test_several_pages_stop_at_what_concerns_them_all(case, settings):
    settings.UPLOAD_FILES = 1
    pages = [ContentFile(photo(), f"{number}.jpg") for number in range(4)]

    taken = papers.upload_several(case, kind(), pages, by=account_of(case.applicant))

    assert len(taken.documents) == 1
    assert taken.refused == ["برای هر درخواست حداکثر ۱ فایل گرفته می‌شود."]


def test_pages_for_which_there_was_no_time_are_named_and_nothing_of_them_is_kept(case, monkeypatch):
    monkeypatch.setattr(papers, "SECONDS_FOR_SEVERAL", -1)

    taken = papers.upload_several(
        case, kind(), [ContentFile(photo(), "late.jpg")], by=account_of(case.applicant)
    )

    assert taken.documents == []
    assert "late.jpg" in taken.refused[0]


# The pages


def test_form_of_a_paper_takes_the_file_and_leads_back_to_the_list(case):
    browser = signed_in(account_of(case.applicant))
    address = reverse("request_paper", args=[case.pk, "NATIONAL_CARD"])

    wrong = browser.post(address, {"file": SimpleUploadedFile("a.svg", b"<svg/>")})
    big = browser.post(address, {"file": SimpleUploadedFile("a.jpg", b"x" * (20 * 1024 * 1024 + 1))})
    right = browser.post(address, {"file": SimpleUploadedFile("a.jpg", photo())})

    assert "فقط عکس JPEG" in wrong.content.decode()
    assert "۲۰ مگابایت" in big.content.decode()
    assert right.url == reverse("request_papers", args=[case.pk])
    assert "در انتظار" not in browser.get(address).content.decode()
    assert case.documents.count() == 1


def test_pages_from_camera_and_folder_come_together_and_the_rest_is_told_on_the_next_page(case):
    browser = signed_in(account_of(case.applicant))
    address = reverse("request_paper", args=[case.pk, "NATIONAL_CARD"])
    pages = [SimpleUploadedFile(name, content) for content, name in [(photo(), "shot.jpg"), *PAGES]]

    answer = browser.post(address, {"file": pages}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(address, 302)]
    assert case.documents.count() == 3
    assert "۳ فایل فرستاده شد" in page
    assert "b.txt" in page


def test_form_without_a_file_and_with_too_many_says_so(case, settings):
    settings.UPLOAD_FILES_AT_ONCE = 2
    browser = signed_in(account_of(case.applicant))
    address = reverse("request_paper", args=[case.pk, "NATIONAL_CARD"])
    many = [SimpleUploadedFile(f"{number}.jpg", photo()) for number in range(3)]

    assert "فایل مدرک را بارگذاری کنید." in browser.post(address, {}).content.decode()
    assert "هر بار حداکثر ۲ فایل" in browser.post(address, {"file": many}).content.decode()
    assert not case.documents.exists()


def test_limits_on_the_form_are_those_of_the_settings(case, settings):
    settings.UPLOAD_MEGABYTES, settings.UPLOAD_PDF_PAGES = 7, 11
    browser = signed_in(account_of(case.applicant))

    page = browser.get(reverse("request_paper", args=[case.pk, "NATIONAL_CARD"])).content.decode()

    assert "تا ۱۱ صفحه" in page
    assert "هر فایل تا ۷ مگابایت" in page
    assert 'data-largest="20971520"' in page
    assert 'capture="environment"' in page


def test_file_leaves_only_as_a_private_download(case):
    document = uploaded(case)
    browser = signed_in(account_of(case.applicant))

    answer = browser.get(reverse("paper_file", args=[document.pk]))

    assert answer["Content-Disposition"] == f'attachment; filename="paper-{document.pk}.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer.content.startswith(b"\xff\xd8")


def test_server_in_front_sends_the_file_on_our_word(case, settings):
    settings.PRIVATE_MEDIA_ADDRESS = "/private-media/"
    document = uploaded(case)

    answer = signed_in(account_of(case.applicant)).get(reverse("paper_thumbnail", args=[document.pk]))

    assert answer["X-Accel-Redirect"] == f"/private-media/{document.thumbnail.name}"
    assert answer.content == b""


def test_list_of_papers_costs_the_same_for_one_and_for_three(case, django_assert_max_num_queries):
    browser = signed_in(account_of(case.applicant))
    for code in ("NATIONAL_CARD", "PHOTO", "IDENTITY_BOOKLET"):
        uploaded(case, code)

    with django_assert_max_num_queries(12):
        page = browser.get(reverse("request_papers", args=[case.pk])).content.decode()

    assert page.count("papers__document") == 3


def test_accepted_papers_lie_folded_below_those_that_are_still_needed(case):
    card = uploaded(case)
    papers.give_verdict(card, state="ACCEPTED", by=board_of(case.union))
    browser, address = signed_in(account_of(case.applicant)), reverse("request_papers", args=[case.pk])

    some = browser.get(address).content.decode()
    with_papers(case)
    every = browser.get(address).content.decode()

    assert some.index("مدارک لازم") < some.index("پذیرفته‌شده: ۱ مدرک") < some.index(kind().title)
    assert "مدارک لازم" not in every
    assert "همهٔ مدارکی که فرستادید پذیرفته شده است." in every


def test_a_paper_that_was_given_back_stands_before_those_not_sent_yet(case):
    tax = uploaded(case, "TAX_CERTIFICATE")
    papers.give_verdict(tax, state="REPLACE", reason="UNREADABLE", by=board_of(case.union))

    page = signed_in(account_of(case.applicant)).get(reverse("request_papers", args=[case.pk]))

    rows = page.context["needed"]
    assert rows[0]["title"] == tax.type.title
    assert len(rows) > 1


def test_posted_papers_by_the_factory_leave_nothing_open(case):
    assert not any(row.is_open for row in paper_list.papers_of(with_papers(case)))


def test_a_conditional_answer_leaves_the_way_open_for_the_papers_it_asks_for(case):
    board = board_of(case.union)
    refusals.accept_conditionally(
        bring_to(case, Status.UNDER_REVIEW),
        grounds=grounds_of(ReasonKind.NEED),
        minute=minute_of(case.union, "21"),
        by=board,
    )
    case.refresh_from_db()
    paper = uploaded(case)

    papers.give_verdict(paper, state="ACCEPTED", by=board)
    assert paper_list.to_do(case)
    paper.refresh_from_db()
    assert paper.state == DocumentState.ACCEPTED


def test_guide_shows_the_list_as_the_secretariat_keeps_it(client):
    DocumentType.objects.filter(code="PHOTO").update(title="عکس ۴×۶")
    DocumentType.objects.filter(code="TAX_CERTIFICATE").update(is_active=False)

    page = client.get(reverse("request_guide")).content.decode()

    assert "عکس ۴×۶" in page
    assert "گواهی مالیاتی یا کد ثبت‌نام مالیاتی" not in page
    assert "گذرنامه معتبر" not in page  # for foreigners only


def test_guide_asks_for_the_list_its_numbers_and_the_version_of_the_terms_and_nothing_else(
    client, django_assert_num_queries
):
    client.get(reverse("request_guide"))

    with django_assert_num_queries(3):
        client.get(reverse("request_guide"))
