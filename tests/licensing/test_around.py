"""Around a file on the review desk: the union's messages to the applicant, twins, the ledger (R73)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.notes.models import UnionNote
from licensing.notes.services import post_note
from messaging.models import Message, Sms
from organizations.members.models import BoardMinute
from organizations.roles.states import Role
from tests.factories import (
    CategoryFactory,
    CoverageFactory,
    LicenceRequestFactory,
    MembershipFactory,
    PersonFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    minute_of,
    signed_in,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A request before the board."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)


def desk(case):
    return reverse("admin:licensing_licencerequest_change", args=[case.pk])


def operator_of(case):
    return MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user


def minute(case):
    return {"minute": minute_of(case.union, "۳۱/۲")}


def typed_minute(case):
    return {"minute": minute_of(case.union, "۳۱/۲").pk}


def send(client, case, **typed):
    address = reverse("admin:licensing_request_note", args=[case.pk])
    return client.post(address, {"seen_version": case.version} | typed)


class TestMessages:
    def test_board_writes_and_applicant_reads_it_on_the_request_and_in_the_box(self, case):
        answer = send(
            verified(board_of(case.union)),
            case,
            text="نقشهٔ محل را هم بفرستید.\nمتشکریم.",
            **typed_minute(case),
        )
        assert answer.url == desk(case)

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()

        assert "نقشهٔ محل را هم بفرستید." in page
        assert UnionNote.objects.get().seen_at is not None
        assert "نقشهٔ محل" in Message.objects.get(kind="UNION", recipient=case.applicant).body
        assert Sms.objects.filter(kind="UNION", mobile=case.applicant.mobile).count() == 1
        assert "دیده شد" in verified(board_of(case.union)).get(desk(case)).content.decode()

    @pytest.mark.parametrize("writer", ["board", "operator"])
    def test_nobody_posts_without_choosing_a_minute_of_the_board(self, case, writer):
        user = board_of(case.union) if writer == "board" else operator_of(case)
        foreign = minute_of(WorkingUnionFactory(), "31/2")

        for typed in ({}, {"minute": foreign.pk}, {"minute_number": "۳۱/۲"}):
            answer = send(verified(user), case, text="خودم می‌گویم رد شد.", **typed)
            assert answer.status_code == 400
            assert "خودم می‌گویم رد شد." in answer.content.decode()

        assert not UnionNote.objects.exists()
        assert not BoardMinute.objects.filter(union=case.union).exists()

    def test_message_names_the_minute_it_stands_in(self, case):
        post_note(case, text="طبق صورتجلسه", by=operator_of(case), **minute(case))

        body = Message.objects.get(kind="UNION").body
        assert "31/2" in body or "۳۱/۲" in body

    @pytest.mark.parametrize("words", ["", "   ", "\u200b\u202e"])
    def test_message_without_words_is_refused(self, case, words):
        with pytest.raises(RuleBroken) as refused:
            post_note(case, text=words, by=board_of(case.union), **minute(case))

        assert refused.value.code == "no_text"

    def test_neither_another_union_nor_an_inspector_nor_the_applicant_may_write(self, case):
        stranger = MembershipFactory().user
        inspector = MembershipFactory(body=case.union, role=Role.CHAMBER_INSPECTOR).user
        for user in (stranger, inspector, account_of(case.applicant)):
            with pytest.raises(RuleBroken):
                post_note(case, text="متن", by=user, **minute(case))
        assert send(verified(stranger), case, text="متن").status_code == 404

    def test_nobody_writes_on_their_own_file(self, case):
        user = board_of(case.union)
        LicenceRequest.objects.filter(pk=case.pk).update(applicant=user.person)

        with pytest.raises(RuleBroken) as refused:
            post_note(case, text="متن", by=user, **minute(case))

        assert refused.value.code == "own_file"

    def test_closed_file_takes_no_messages_and_shows_no_form(self, case):
        case = bring_to(case, Status.ISSUED)

        with pytest.raises(RuleBroken) as refused:
            post_note(case, text="متن", by=board_of(case.union), **minute(case))

        assert refused.value.code == "closed_step"
        page = verified(board_of(case.union)).get(desk(case)).content.decode()
        assert "نوشتن پیام" not in page

    def test_words_of_the_union_are_text_and_never_markup(self, case):
        post_note(case, text="<b>پررنگ</b>", by=board_of(case.union), **minute(case))

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()

        assert "&lt;b&gt;پررنگ" in page

    def test_message_sent_twice_by_two_clicks_is_one_and_next_day_another(self, case):
        client = verified(board_of(case.union))
        for _ in range(2):
            send(client, case, text="نقشهٔ محل را هم بفرستید.", **typed_minute(case))
        once = UnionNote.objects.count(), Sms.objects.filter(kind="UNION").count()
        UnionNote.objects.update(posted_at=timezone.now() - timedelta(days=1))
        send(client, case, text="نقشهٔ محل را هم بفرستید.", **typed_minute(case))

        assert once == (1, 1)
        assert UnionNote.objects.count() == 2

    def test_clock_of_this_machine_behind_the_others_does_not_break_the_page(self, case):
        note = post_note(case, text="متن", by=board_of(case.union), **minute(case))
        UnionNote.objects.update(posted_at=timezone.now() + timedelta(seconds=30))

        page = signed_in(account_of(case.applicant)).get(case.get_absolute_url())

        assert page.status_code == 200
        assert note.text in page.content.decode()

    def test_seen_is_kept_once(self, case):
        client = signed_in(account_of(case.applicant))
        post_note(case, text="متن", by=board_of(case.union), **minute(case))
        client.get(case.get_absolute_url())
        then = timezone.now() - timedelta(days=1)
        UnionNote.objects.update(posted_at=then, seen_at=then)

        client.get(case.get_absolute_url())

        assert UnionNote.objects.get().seen_at == then


class TestTwins:
    def test_desk_names_other_files_of_the_person_and_of_the_premises(self, case):
        other_trade = CoverageFactory(union=case.union, category=CategoryFactory()).category
        same_person = LicenceRequestFactory(
            union=case.union,
            category=other_trade,
            applicant=case.applicant,
            postal_code="1135756789",
            unit_name="شعبهٔ دوم",
            submitted=True,
        )
        same_place = LicenceRequestFactory(
            union=case.union, category=other_trade, unit_name="همسایه", submitted=True
        )

        page = verified(board_of(case.union)).get(desk(case)).content.decode()

        assert "پرونده‌های دیگر این شخص یا این محل" in page
        assert desk(same_person) in page
        assert desk(same_place) in page
        assert "همین شخص" in page
        assert "همین محل" in page

    def test_another_unions_file_of_the_same_place_stays_unseen(self, case):
        LicenceRequestFactory(applicant=PersonFactory(), unit_name="بیگانه", submitted=True)

        page = verified(board_of(case.union)).get(desk(case)).content.decode()

        assert "بیگانه" not in page
        assert "پرونده‌های دیگر" not in page


def test_desk_explains_how_the_running_term_was_counted(case):
    page = verified(board_of(case.union)).get(desk(case)).content.decode()

    assert "مهلت چگونه حساب شده است؟" in page
