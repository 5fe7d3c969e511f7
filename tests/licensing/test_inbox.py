"""The union's inbox: order, filters, search, who holds a file, several at once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import services as decisions
from licensing.desk import holding
from licensing.desk.models import Reading, SavedFilter
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    PersonFactory,
    StaffFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
INBOX = "/admin/licensing/licencerequest/"


@pytest.fixture
def union():
    return WorkingUnionFactory()


@pytest.fixture
def operator(union):
    return MembershipFactory(body=union, role=Role.UNION_OPERATOR).user


def submitted(union, **kwargs):
    return LicenceRequestFactory(union=union, submitted=True, **kwargs)


def page(user, query=""):
    return verified(user).get(f"{INBOX}?{query}").content.decode()


def order(text, *names):
    """Where these names stand in the page, and that all do."""
    places = [text.index(name) for name in names]
    return places == sorted(places)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


class TestList:
    def test_files_stand_in_order_of_receipt_with_their_days_left(self, union, operator):
        with time_machine.travel("2026-11-21T06:00:00Z", tick=False):
            submitted(union, unit_name="نخست")
        with time_machine.travel("2026-11-23T06:00:00Z", tick=False):
            submitted(union, unit_name="دومین")
            text = page(operator)

        assert order(text, "نخست", "دومین")
        assert "۱۳ روز کاری" in text
        assert "۱۵ روز کاری" in text

    def test_another_unions_files_are_not_there(self, union, operator):
        submitted(WorkingUnionFactory(), unit_name="بیگانه")

        assert "بیگانه" not in page(operator)

    def test_twenty_five_stand_on_a_page_and_the_rest_on_the_next(self, union, operator):
        for number in range(26):
            submitted(union, unit_name=f"واحد شماره {number:02d}")
        first = verified(operator).get(INBOX)

        following = first.context["next_url"]
        second = verified(operator).get(following)

        assert len(first.context["rows"]) == 25
        assert [row["unit"] for row in second.context["rows"]] == ["واحد شماره ۲۵"]
        assert second.context["next_url"] == ""

    @pytest.mark.parametrize("nonsense", ["x", "1-2-3", "9-", "-", "99999999999999999999-1", "۱-۲"])
    def test_address_with_a_nonsensical_page_begins_at_the_first(self, union, operator, nonsense):
        submitted(union, unit_name="نسیم")

        assert "نسیم" in page(operator, f"after={nonsense}")

    def test_number_of_questions_is_the_same_for_one_row_and_for_twenty_five(self, union, operator):
        submitted(union)
        client = verified(operator)
        client.get(INBOX)
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(INBOX)
        for _ in range(24):
            holding.take(submitted(union), by=operator)
        with CaptureQueriesContext(connection) as many:
            client.get(INBOX)

        assert len(many) == len(one)
        assert len(many) <= 20

    def test_file_is_unread_until_opened_and_again_when_it_changed(self, union, operator):
        case = submitted(union)
        client = verified(operator)
        assert "خوانده‌نشده" in page(operator)

        client.get(f"{INBOX}{case.pk}/change/")
        assert "خوانده‌نشده" not in client.get(INBOX).content.decode()

        decisions.open_review(case, by=board_of(union))
        assert "خوانده‌نشده" in client.get(INBOX).content.decode()
        assert Reading.objects.get().user == operator

    def test_staff_without_a_role_is_kept_out_of_every_address(self):
        client = verified(StaffFactory())

        assert client.get(INBOX).status_code == 403
        for name in ("next", "open", "save_filter"):
            assert client.post(reverse(f"admin:licensing_inbox_{name}")).status_code == 403


class TestFilters:
    def test_state_overdue_mine_and_category_narrow_the_list(self, union, operator):
        new, opened = submitted(union, unit_name="تازه"), submitted(union, unit_name="باز")
        decisions.open_review(opened, by=operator)
        holding.take(new, by=operator)

        assert "باز</bdi>" not in page(operator, "status=SUBMITTED")
        assert "تازه</bdi>" not in page(operator, "status=UNDER_REVIEW")
        assert "باز</bdi>" not in page(operator, "mine=on")
        assert "پرونده‌ای در این فهرست نیست" in page(operator, "overdue=on")
        assert "تازه</bdi>" in page(operator, f"category={new.category_id}")
        with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
            assert "مهلت گذشته" in page(operator, "overdue=on")

    def test_closed_files_are_shown_when_asked_for(self, union, operator):
        bring_to(submitted(union, unit_name="پایان‌یافته"), Status.ISSUED)

        assert "پایان‌یافته" not in page(operator)
        assert "پایان‌یافته" in page(operator, "status=ISSUED")
        assert "پایان‌یافته" in page(operator, "status=ALL")

    @pytest.mark.parametrize(
        "typed",
        [
            *("كيك", "کیک يزدي", "کیک پزی", "کیکپزی", "یزدی پریسا", "۱۱۰", "هیات کیک"),
            *("{code}", "{persian}", "{hyphens}", "کد رهگیری {persian}"),
            *("{receipt}", "ردیف {receipt}", "شمارهٔ ردیف: {receipt}"),
            *("{national}", "کد ملی {national}", "{mobile}", "%2B98 {bare}"),
        ],
    )
    def test_search_finds_names_and_every_number_however_they_are_typed(self, union, operator, typed):
        trade = union.coverage.get().category
        trade.name = "خدمات هیئت"
        trade.save()
        union.county.name = "شهر بی‌شماره"
        union.county.save()
        case = submitted(union, unit_name="کیک‌پزی یزدی ۱۱۰")
        submitted(union, unit_name="دیگری", applicant=PersonFactory(first_name="رامین", last_name="پناهی"))
        code = case.tracking_code
        persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        spaced = " ".join(persian[start : start + 4] for start in range(0, 16, 4))

        typed = typed.format(
            code=code,
            persian=spaced,
            hyphens=spaced.replace(" ", "-"),
            receipt=case.receipt_number,
            national=case.applicant.national_code,
            mobile=case.applicant.mobile,
            bare=case.applicant.mobile[1:],
        )
        text = page(operator, f"q={typed}")

        assert "کیک‌پزی یزدی" in text
        assert "دیگری</bdi>" not in text

    def test_a_number_with_its_word_before_it_is_nothing_else(self, union, operator):
        case = submitted(union, unit_name="نخستین")
        submitted(union, unit_name=f"سوپر {case.receipt_number}")

        assert "سوپر" in page(operator, f"q={case.receipt_number}")
        labelled = page(operator, f"q=ردیف {case.receipt_number}")
        assert "نخستین" in labelled
        assert "سوپر" not in labelled

    def test_the_numbers_of_a_person_find_nothing_in_another_union(self, operator):
        case = LicenceRequestFactory(submitted=True, unit_name="بیگانه")

        for typed in (case.applicant.national_code, case.applicant.mobile, case.tracking_code, "بیگانه"):
            assert "پرونده‌ای در این فهرست نیست" in page(operator, f"q={typed}")

    def test_number_that_can_be_nothing_finds_nothing(self, union, operator):
        submitted(union, unit_name="نسیم")

        assert "نسیم" not in page(operator, "q=12345678901")

    def test_search_looks_through_closed_files_too(self, union, operator):
        case = bring_to(submitted(union, unit_name="نانوایی"), Status.ISSUED)

        assert "نانوایی" in page(operator, f"q={case.tracking_code}")

    def test_filter_kept_under_a_name_is_offered_to_its_owner_only(self, union, operator):
        client = verified(operator)

        client.post(reverse("admin:licensing_inbox_save_filter"), {"name": "گذشته‌ها", "query": "overdue=on"})

        saved = SavedFilter.objects.get()
        assert "گذشته‌ها" in client.get(INBOX).content.decode()
        assert "گذشته‌ها" not in page(board_of(union))
        forget = reverse("admin:licensing_inbox_forget_filter", args=[saved.pk])
        assert verified(board_of(union)).post(forget).status_code == 404
        client.post(forget)
        assert not SavedFilter.objects.exists()

    @pytest.mark.parametrize(
        ("name", "query", "code"),
        [(" ", "mine=on", "no_name"), ("من", "", "no_filter"), ("من", "q=" + "ا" * 300, "no_filter")],
    )
    def test_filter_without_name_or_content_is_refused(self, operator, name, query, code):
        assert refusal_of(holding.save_filter, name=name, query=query, by=operator) == code

    def test_thirteenth_filter_is_refused_and_the_same_name_replaces(self, operator):
        for number in range(12):
            holding.save_filter(name=f"پالایه {number}", query="mine=on", by=operator)

        assert refusal_of(holding.save_filter, name="دیگر", query="mine=on", by=operator) == "too_many"
        holding.save_filter(name="پالایه 3", query="overdue=on", by=operator)
        assert SavedFilter.objects.get(query="overdue=on").name == "پالایه 3"


class TestNext:
    def test_operator_gets_the_oldest_free_file_they_can_finish(self, union, operator):
        first, second = submitted(union), submitted(union)
        decisions.open_review(first, by=operator)

        taken = holding.take_next(by=operator)

        assert taken == second
        assert taken.held_by == operator
        assert holding.take_next(by=operator) is None

    def test_board_gets_what_only_a_board_decides(self, union, operator):
        case = submitted(union)
        decisions.open_review(case, by=operator)

        assert holding.take_next(by=board_of(union)) == case

    def test_file_that_waits_for_the_applicant_is_nobodys_next(self, union):
        bring_to(submitted(union), Status.IN_PROGRESS)
        bring_to(submitted(union), Status.AWAITING_PAYMENT)

        assert holding.take_next(by=board_of(union)) is None

    def test_own_request_and_other_unions_files_are_left_out(self, union, operator):
        submitted(union, applicant=operator.person)
        submitted(WorkingUnionFactory())

        assert holding.take_next(by=operator) is None

    def test_file_somebody_was_quicker_to_take_is_passed_over(self, union, operator, monkeypatch):
        first, second = submitted(union), submitted(union)
        rival = board_of(union)
        real = holding._claim

        def late(case, by, now):
            if case.pk == first.pk and LicenceRequest.objects.get(pk=first.pk).held_by_id is None:
                holding.take(first, by=rival)
            return real(case, by, now)

        monkeypatch.setattr(holding, "_claim", late)

        assert holding.take_next(by=operator) == second
        assert LicenceRequest.objects.get(pk=first.pk).held_by == rival

    def test_button_leads_to_the_file_or_says_that_none_is_left(self, union, operator):
        case = submitted(union)
        client, address = verified(operator), reverse("admin:licensing_inbox_next")

        assert client.post(address).url == f"{INBOX}{case.pk}/change/"
        assert "نمانده است" in client.post(address, follow=True).content.decode()


class TestHolding:
    def test_taking_over_keeps_the_name_of_the_one_before(self, union, operator):
        case, board = submitted(union), board_of(union)
        holding.take(case, by=operator)

        holding.take(case, by=board, from_holder=operator.pk)

        trail = AuditEntry.objects.filter(subject_id=str(case.pk), action="taken over").get()
        assert trail.before == {"holder": operator.pk}
        assert trail.after == {"holder": board.pk}

    def test_taking_over_from_somebody_who_is_not_the_holder_any_more_is_refused(self, union, operator):
        case, third = submitted(union), MembershipFactory(body=union, role=Role.UNION_OPERATOR).user
        holding.take(case, by=operator)
        holding.take(case, by=third, from_holder=operator.pk)

        assert refusal_of(holding.take, case, by=board_of(union), from_holder=operator.pk) == "held"
        assert refusal_of(holding.take, case, by=board_of(union)) == "held"

    def test_taking_twice_changes_nothing(self, union, operator):
        case = holding.take(submitted(union), by=operator)

        assert holding.take(case, by=operator).held_at == case.held_at

    def test_only_the_holder_puts_a_file_back(self, union, operator):
        case = holding.take(submitted(union), by=operator)

        assert refusal_of(holding.release, case, by=board_of(union)) == "held"
        assert holding.release(case, by=operator).held_by is None
        assert holding.release(case, by=operator).held_at is None

    def test_step_taken_puts_the_file_back(self, union, operator):
        case = holding.take(submitted(union), by=operator)

        decisions.open_review(case, by=operator)

        case.refresh_from_db()
        assert case.held_by is None

    def test_people_of_other_bodies_and_closed_files_are_refused(self, union, operator):
        case = submitted(union)
        assert refusal_of(holding.take, case, by=MembershipFactory().user) == "not_your_turn"

        closed = bring_to(case, Status.ISSUED)
        assert refusal_of(holding.take, closed, by=operator) == "closed_step"

    def test_desk_shows_the_holder_and_hands_the_file_over(self, union, operator):
        case = holding.take(submitted(union), by=operator)
        board = verified(board_of(union))
        desk = f"{INBOX}{case.pk}/change/"
        assert str(operator) in board.get(desk).content.decode()

        take = reverse("admin:licensing_request_take", args=[case.pk])
        assert "اکنون در دست" in board.post(take, {"from": ""}, follow=True).content.decode()
        assert "در دست شماست" in board.post(take, {"from": operator.pk}, follow=True).content.decode()
        release = reverse("admin:licensing_request_release", args=[case.pk])
        assert "به کارتابل برگشت" in board.post(release, follow=True).content.decode()


class TestSeveralAtOnce:
    def test_preview_shows_what_opens_and_what_does_not_and_changes_nothing(self, union, operator):
        new, opened = submitted(union, unit_name="تازه"), submitted(union, unit_name="باز")
        decisions.open_review(opened, by=operator)

        text = (
            verified(operator)
            .post(reverse("admin:licensing_inbox_open"), {"pick": [new.pk, opened.pk]})
            .content.decode()
        )

        assert order(text, "تازه", "باز نمی‌شوند", "باز</bdi>")
        new.refresh_from_db()
        assert new.status == Status.SUBMITTED

    def test_confirmed_files_are_all_opened(self, union, operator):
        cases = [submitted(union), submitted(union)]
        seen = [f"{case.pk}:{case.version}" for case in cases]

        text = (
            verified(operator)
            .post(reverse("admin:licensing_inbox_open"), {"confirm": "1", "seen": seen}, follow=True)
            .content.decode()
        )

        assert "۲ پرونده باز شد" in text
        assert {case.status for case in LicenceRequest.objects.all()} == {Status.UNDER_REVIEW}

    def test_one_file_that_changed_meanwhile_stops_them_all(self, union, operator):
        first, second = submitted(union), submitted(union)
        seen = {case.pk: case.version for case in (first, second)}
        decisions.open_review(second, by=board_of(union))

        assert refusal_of(holding.open_many, seen, by=operator) == "stale"

        first.refresh_from_db()
        assert first.status == Status.SUBMITTED

    def test_file_of_another_union_stops_them_all(self, union, operator):
        own, foreign = submitted(union), submitted(WorkingUnionFactory())

        assert (
            refusal_of(holding.open_many, {own.pk: own.version, foreign.pk: foreign.version}, by=operator)
            == "stale"
        )

    def test_nothing_picked_and_nonsense_are_answered_kindly(self, union, operator):
        client, address = verified(operator), reverse("admin:licensing_inbox_open")

        assert "علامت بزنید" in client.post(address, {"pick": "x"}, follow=True).content.decode()
        assert client.post(address, {"confirm": "1", "seen": "x:y"}).status_code == 404
        assert client.post(address, {"confirm": "1", "seen": "1"}).status_code == 404
