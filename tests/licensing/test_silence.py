"""Silence is acceptance: warned of beforehand, told by a letter afterwards (R66)."""

from datetime import time, timedelta

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core import fonts
from core.jalali import at_tehran, format_date, from_jalali, tehran_today
from deadlines.models import Deadline, Term
from deadlines.services import terms
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.decisions import silence, silence_letter
from licensing.decisions.silence_letter import silence_letter_html
from licensing.decisions.silence_models import SilenceLetter, SilenceWarning
from messaging.models import Message
from organizations.roles.states import Role
from tests.deadlines.cases import make_secretary
from tests.factories import (
    ChamberFactory,
    CitizenFactory,
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    signed_in,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
SATURDAY = "2026-11-21T06:00:00Z"  # 30 Aban 1405; the answer is due on 17 Azar, a Tuesday


@pytest.fixture(scope="session", autouse=True)
def _fonts():
    """Papers are drawn in our own type."""
    from django.conf import settings

    fonts.prepare(settings.FONTS_ROOT)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock():
    """Frozen time, a Saturday morning."""
    with time_machine.travel(SATURDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def union():
    """A union below a chamber."""
    chamber = ChamberFactory()
    return WorkingUnionFactory(county=chamber.county, parent=chamber)


def submitted(union, **kwargs):
    return LicenceRequestFactory(union=union, submitted=True, **kwargs)


def days_before(case, days):
    """Noon on the day on which so many working days are left."""
    day = {5: 11, 4: 12, 2: 15, 1: 16, 0: 17}[days]
    return timezone.make_aware(
        timezone.datetime.combine(from_jalali(1405, 9, day), timezone.datetime.min.time())
    ) + timedelta(hours=12)


def warnings():
    return list(SilenceWarning.objects.order_by("pk").values_list("days_left", flat=True))


def told(user, kind="M19"):
    return Message.objects.filter(recipient=user.person, kind=kind)


def silent(case):
    """The request after its union kept silent."""
    with time_machine.travel(case.due_at + timedelta(seconds=2), tick=False):
        decisions.accept_by_silence(case)
    case.refresh_from_db()
    return case


def test_case_whose_term_cannot_be_reckoned_stops_no_warning_of_the_others(union, clock, caplog):
    broken, case = submitted(union), submitted(union)
    Deadline.objects.filter(subject_id=broken.pk).update(amount=30_000)
    clock.move_to(days_before(case, 5))

    assert silence.warn_of_silence() == 1
    assert warnings() == [5]
    assert "cannot be reckoned" in caplog.text


def test_six_days_before_is_too_early_and_three_days_before_is_still_the_first_warning(union, clock):
    submitted(union)
    for day, given in ((10, []), (11, [5]), (14, [5]), (15, [5, 2]), (16, [5, 2]), (17, [5, 2, 0])):
        clock.move_to(at_tehran(from_jalali(1405, 9, day), time(12)))
        silence.warn_of_silence()
        assert warnings() == given, f"{day} Azar"


class TestWarnings:
    def test_board_and_inspector_are_warned_at_five_two_and_no_days_once_each(self, clock, union):
        case = submitted(union)
        board = board_of(union)
        inspector = MembershipFactory(body=union.parent, role=Role.CHAMBER_INSPECTOR).user

        assert silence.warn_of_silence() == 0
        for days in (5, 4, 2, 1, 0):
            clock.move_to(days_before(case, days))
            silence.warn_of_silence()
            silence.warn_of_silence()

        assert warnings() == [5, 2, 0]
        assert told(board).count() == told(inspector).count() == 3
        assert [
            words in message.body
            for words, message in zip(
                ("۵ روز کاری مانده", "۲ روز کاری مانده", "امروز روز آخر است"),
                told(board).order_by("pk"),
                strict=True,
            )
        ] == [True] * 3

    def test_timetable_that_stood_still_gives_only_the_warning_of_the_day(self, clock, union):
        case = submitted(union)

        clock.move_to(days_before(case, 1))

        assert silence.warn_of_silence() == 1
        assert warnings() == [2]

    def test_files_of_one_union_come_in_one_message(self, clock, union):
        first, _ = submitted(union), submitted(union)
        board = board_of(union)

        clock.move_to(days_before(first, 5))

        assert silence.warn_of_silence() == 2
        assert "۲ درخواست" in told(board).get().body

    def test_answered_requests_are_not_warned_about(self, clock, union):
        case = bring_to(submitted(union), Status.IN_PROGRESS)

        clock.move_to(days_before(case, 2))

        assert silence.warn_of_silence() == 0

    def test_neither_other_boards_nor_former_members_are_told(self, clock, union):
        case = submitted(union)
        stranger = MembershipFactory().user
        former = MembershipFactory(body=union, valid_to=from_jalali(1405, 1, 1)).user

        clock.move_to(days_before(case, 2))
        silence.warn_of_silence()

        assert not told(stranger).exists()
        assert not told(former).exists()

    def test_database_keeps_each_warning_once(self, union):
        case = submitted(union)
        SilenceWarning.objects.create(case=case, days_left=5)

        with pytest.raises(IntegrityError), transaction.atomic():
            SilenceWarning.objects.create(case=case, days_left=5)

    def test_number_of_questions_does_not_grow_with_the_files(
        self, clock, union, django_assert_max_num_queries
    ):
        cases = [submitted(union) for _ in range(3)]
        clock.move_to(days_before(cases[0], 5))

        with django_assert_max_num_queries(16):
            assert silence.warn_of_silence() == 3


class TestLetter:
    def test_silence_leaves_a_letter_that_cites_the_article(self, union):
        case = silent(submitted(union, unit_name="<b>نان</b>"))

        letter = SilenceLetter.objects.get(case=case)
        page = silence_letter_html(letter)

        assert "مادهٔ ۲۶ قانون نظام صنفی" in page
        assert case.applicant.full_name in page
        assert format_date(letter.term_ended_at) in page
        assert letter.decision.by_silence
        assert "&lt;b&gt;نان&lt;/b&gt;" in page
        assert case.applicant.national_code not in page

    def test_letter_and_guide_name_the_terms_of_the_day(self, union, client):
        with time_machine.travel(timezone.now() - timedelta(days=30), tick=False):
            case = silent(submitted(union))
        rows = Term.objects.filter(key__in=["T1_UNION_ANSWER", "T2_DOCUMENTS"])
        rows.update(valid_from=tehran_today() - timedelta(days=900))
        for key, amount in (("T1_UNION_ANSWER", 20), ("T2_DOCUMENTS", 4)):
            terms.set_term(
                rows.get(key=key, variant=""),
                amount=amount,
                unit=rows.get(key=key, variant="").unit,
                valid_from=tehran_today(),
                legal_basis="قانون تازه",
                by=make_secretary(),
            )

        letter = silence_letter_html(SilenceLetter.objects.get(case=case))

        assert "مهلت ۱۵ روز کاری پاسخ اتحادیه" in letter
        assert "۳ ماه برای تکمیل مدارک" in letter
        assert "۲۰ روز کاری" in client.get(reverse("request_guide")).content.decode()

    def test_answer_in_time_leaves_no_letter(self, union):
        bring_to(submitted(union), Status.IN_PROGRESS)

        assert not SilenceLetter.objects.exists()

    def test_letter_is_drawn_once_and_read_as_a_page(self, union):
        letter = SilenceLetter.objects.get(case=silent(submitted(union)))

        assert silence_letter.draw_up_silence_letter(letter.pk)
        assert not silence_letter.draw_up_silence_letter(letter.pk)

        letter.refresh_from_db()
        with pikepdf.open(letter.document.path) as pdf:
            assert len(pdf.pages) == 1

    def test_letter_that_was_missed_is_drawn_by_the_sweep_a_minute_later(self, union):
        letter = SilenceLetter.objects.get(case=silent(submitted(union)))
        now = timezone.now()
        SilenceLetter.objects.update(created_at=now)
        assert silence_letter.sweep_silence_letters() == 0

        SilenceLetter.objects.update(created_at=now - timedelta(minutes=2))

        assert silence_letter.sweep_silence_letters() == 1
        letter.refresh_from_db()
        assert letter.document

    def test_board_and_inspector_learn_of_the_silence(self, union):
        inspector = MembershipFactory(body=union.parent, role=Role.CHAMBER_INSPECTOR).user
        board = board_of(union)

        silent(submitted(union))

        assert told(board, "M9").count() == told(inspector, "M9").count() == 1

    def test_applicant_and_union_download_it_and_nobody_else(self, union):
        case = silent(submitted(union))
        silence_letter.draw_up_silence_letter(case.silence_letter.pk)
        address = reverse("silence_letter", args=[case.pk])
        desk = reverse("admin:licensing_request_silence_letter", args=[case.pk])
        applicant, board = signed_in(account_of(case.applicant)), verified(board_of(union))

        assert applicant.get(address)["Content-Type"] == "application/pdf"
        assert address in applicant.get(case.get_absolute_url()).content.decode()
        assert board.get(desk).content.startswith(b"%PDF")
        assert signed_in(CitizenFactory()).get(address).status_code == 404
        assert verified(MembershipFactory().user).get(desk).status_code == 404

    def test_letter_that_is_not_drawn_yet_is_promised(self, union):
        case = silent(submitted(union))
        applicant, board = signed_in(account_of(case.applicant)), verified(board_of(union))

        answered = applicant.get(reverse("silence_letter", args=[case.pk]), follow=True)

        assert "در حال آماده‌سازی" in answered.content.decode()
        assert board.get(reverse("admin:licensing_request_silence_letter", args=[case.pk])).status_code == 404
