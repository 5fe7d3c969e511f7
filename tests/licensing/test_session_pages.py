"""The pages of a board's session: prepared, kept, previewed, published, printed; by whom, and in how many statements."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.jalali import tehran_today, to_jalali
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions.models import Decision
from licensing.decisions.states import ReasonKind
from licensing.intake import services as intake
from licensing.sessions import agenda
from licensing.sessions import services as sessions
from licensing.sessions.models import BoardSession
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    account_of,
    board_of,
    bring_to,
    grounds_of,
    signed_in,
)
from tests.licensing.test_sessions import decide, planned, publish, seated, waiting
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
LIST = "/admin/licensing/boardsession/"
INBOX = "/admin/licensing/licencerequest/"


@pytest.fixture
def union():
    union = WorkingUnionFactory()
    seated(union)
    return union


@pytest.fixture
def client(union):
    return verified(board_of(union))


def address(name, *arguments):
    return reverse(f"admin:licensing_session_{name}", args=arguments)


def sheet(session, **fields):
    """What the page of a session sends: its version, who is present, and the given fields."""
    present = [seat.pk for seat in sessions.seats_of(session)[:3]]
    session.refresh_from_db()
    return {"seen_version": session.version, "present": present} | fields


def text(response):
    return response.content.decode()


class TestPreparing:
    def test_board_plans_a_session_and_puts_ticked_files_of_the_inbox_on_it(self, union, client):
        case, other = waiting(union, unit_name="نسیم"), waiting(union)
        year, month, day = to_jalali(tehran_today())
        picked = client.post(address("choose"), {"pick": [case.pk]})
        plan = f"{LIST}add/?pick={case.pk}"

        planning = client.post(
            plan, {"union": union.pk, "held_on_day": day, "held_on_month": month, "held_on_year": year}
        )
        choosing = client.get(planning.url)
        session = BoardSession.objects.get()
        done = client.post(
            address("choose"),
            {"confirm": "1", "session": session.pk, "seen": [f"{case.pk}:{case.version}"]},
        )

        assert plan in text(picked)
        assert "نسیم" in text(choosing)
        assert done.url == session.get_absolute_url()
        assert session.items.get().case == case
        assert other not in [item.case for item in session.items.all()]

    def test_inbox_offers_the_agenda_for_files_of_the_board_only(self, union, client):
        LicenceRequestFactory(union=union, submitted=True)
        before = text(client.get(INBOX))
        waiting(union)
        inspector = verified(MembershipFactory(body=union, role=Role.CHAMBER_INSPECTOR).user)

        assert "به دستور کار" not in before
        assert "به دستور کار" in text(client.get(INBOX))
        assert "به دستور کار" not in text(inspector.get(INBOX))

    def test_desk_leads_to_the_session_a_file_is_on(self, union, client):
        case = waiting(union)
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
        before = text(client.get(desk))
        session = planned(union, case)

        assert f"{address('choose')}?pick={case.pk}" in before
        assert session.get_absolute_url() in text(client.get(desk))

    def test_queue_adds_several_and_says_when_there_is_nothing(self, union, client):
        session = planned(union)
        empty = text(client.get(address("queue", session.pk)))
        cases = [waiting(union) for _ in range(3)]
        page = client.get(address("queue", session.pk))
        seen = [f"{case.pk}:{case.version}" for case in cases]
        client.post(address("queue", session.pk), {"seen": seen})

        assert "پرونده‌ای در نوبت هیأت مدیره نیست" in empty
        assert "۱۵ روز کاری" in text(page)
        assert session.items.count() == 3

    def test_operator_adds_and_takes_off_but_finds_no_votes_and_no_publication(self, union):
        operator = verified(MembershipFactory(body=union, role=Role.UNION_OPERATOR).user)
        case = waiting(union)
        session = planned(union, case)
        page = text(operator.get(session.get_absolute_url()))
        refused = operator.get(address("publish", session.pk), follow=True)

        operator.post(address("remove", session.pk, session.items.get().pk), {"reason": "نقشه نرسیده است"})

        assert "افزودن پرونده" in page
        assert "پیش‌نمایش" not in page
        assert "در اختیار هیأت مدیره" in text(refused)
        assert session.items.get().result == "REMOVED"
        index = operator.get("/admin/").context
        listed = {model["object_name"] for app in index["app_list"] for model in app["models"]}
        assert "BoardSession" not in listed
        assert LIST in [entry["url"] for entry in index["shell"]["nav"]]

    def test_hours_and_places_are_kept_and_a_bad_date_is_said_beside_the_field(self, union, client):
        bad = client.post(f"{LIST}add/", {"union": union.pk, "held_on_day": "40", "place": "دفتر اتحادیه"})

        assert bad.status_code == 400
        assert "دفتر اتحادیه" in text(bad)
        assert not BoardSession.objects.exists()


class TestSheet:
    def test_board_keeps_outcome_and_votes_of_several_files_at_once_and_publishes(self, union, client):
        first, second = waiting(union), waiting(union)
        session = planned(union, first, second)
        one, two = session.items.all()
        seats = sessions.seats_of(session)
        fields = {
            f"outcome_{one.pk}": "ACCEPT",
            f"unanimous_{one.pk}": "on",
            f"outcome_{two.pk}": "REJECT",
            f"vote_{two.pk}_{seats[0].pk}": "FOR",
            f"vote_{two.pk}_{seats[1].pk}": "FOR",
            f"vote_{two.pk}_{seats[2].pk}": "AGAINST",
        }
        to_reasons = client.post(session.get_absolute_url(), sheet(session, reasons=two.pk, **fields))
        page = text(client.get(to_reasons.url))
        session.refresh_from_db()
        [ground] = grounds_of(ReasonKind.REFUSAL)
        reason = {
            "seen_version": session.version,
            "ground_1": f"{ground.reason.pk}:{ground.source}:{ground.article}",
        }
        client.post(to_reasons.url, reason)
        session.refresh_from_db()
        preview = text(client.get(address("publish", session.pk)))
        published = client.post(
            address("publish", session.pk), {"seen_version": session.version, "minute_number": "۱۲"}
        )

        assert "دلیل رد ۱" in page
        assert "پذیرش: ۱ پرونده" in preview
        assert "رد: ۱ پرونده" in preview
        assert published.url == session.get_absolute_url()
        assert "با یک صورتجلسه ثبت" in text(client.get(published.url))
        assert LicenceRequest.objects.get(pk=second.pk).status == Status.REJECTED
        assert Decision.objects.filter(minute__number="12").count() == 2

    def test_stale_sheet_shows_what_a_colleague_kept_and_loses_nothing_typed(self, union, client):
        session = planned(union, waiting(union))
        item = session.items.get()
        mine = sheet(session, **{f"outcome_{item.pk}": "REJECT"})
        decide(item, "ACCEPT", by=board_of(union))

        response = client.post(session.get_absolute_url(), mine)

        assert response.status_code == 400
        assert "همکار دیگری" in text(response)
        assert '<option value="REJECT" selected>' in text(response)
        assert "رأی ثبت‌شده: ۳ موافق" in text(response)
        session.refresh_from_db()
        assert f'name="seen_version" value="{session.version}"' in text(response)
        item.refresh_from_db()
        assert item.outcome == "ACCEPT"

    def test_sheet_of_a_session_that_was_cancelled_meanwhile_is_shown_to_be_copied(self, union, client):
        session = planned(union, waiting(union))
        mine = sheet(session, **{f"outcome_{session.items.get().pk}": "REJECT"})
        sessions.cancel_session(session, by=board_of(union))

        response = client.post(session.get_absolute_url(), mine)

        assert response.status_code == 409
        assert "این جلسه دیگر باز نیست" in text(response)
        assert "آنچه نوشته بودید" in text(response)
        assert "نتیجهٔ ردیف ۱</dt>" in text(response)

    def test_votes_cast_on_another_outcome_are_not_carried_over(self, union, client):
        session = planned(union, waiting(union))
        item = session.items.get()
        decide(item, "ACCEPT", by=board_of(union))
        votes = {f"vote_{item.pk}_{vote.member_id}": vote.choice for vote in item.votes.all()}

        response = client.post(
            session.get_absolute_url(),
            sheet(session, **votes, **{f"outcome_{item.pk}": "POSTPONE"}),
            follow=True,
        )

        assert "رأی‌های پیشین آن پاک شد" in text(response)
        assert not item.votes.exists()

    def test_vote_of_a_member_who_is_not_ticked_is_asked_about(self, union, client):
        session = planned(union, waiting(union))
        item, absent = session.items.get(), sessions.seats_of(session)[4]
        fields = {f"outcome_{item.pk}": "ACCEPT", f"vote_{item.pk}_{absent.pk}": "FOR"}

        response = client.post(session.get_absolute_url(), sheet(session, **fields))

        assert response.status_code == 400
        assert "حضور ایشان را هم علامت بزنید" in text(response)

    def test_member_whose_file_it_is_has_no_row_to_vote_on(self, union, client):
        chair = union.board.get(role="CHAIR")
        session = planned(union, waiting(union, applicant=chair.person))
        item = session.items.get()

        page = text(client.get(session.get_absolute_url()))

        assert f"vote_{item.pk}_{chair.pk}" not in page
        assert "دربارهٔ آن رأی نمی‌دهد" in page

    def test_refused_publication_names_the_file_and_offers_to_take_it_off(self, union, client):
        moved = waiting(union, unit_name="فروشگاه جابه‌جا")
        session = planned(union, moved, waiting(union))
        for item in session.items.all():
            decide(item, "ACCEPT", by=board_of(union))
        intake.withdraw(moved, by=account_of(moved.applicant))
        session.refresh_from_db()

        response = client.post(
            address("publish", session.pk), {"seen_version": session.version, "minute_number": "12"}
        )

        assert response.status_code == 400
        assert "هیچ پاسخی اعلام نمی‌شود" in text(response)
        assert "فروشگاه جابه‌جا" in text(response)
        assert f"{session.get_absolute_url()}#remove-{session.items.get(case=moved).pk}" in text(response)
        assert 'value="12"' in text(response)

    def test_cancelling_asks_first(self, union, client):
        session = planned(union, waiting(union))
        sheet_page = client.get(session.get_absolute_url())
        asked = client.get(address("cancel", session.pk))
        session.refresh_from_db()
        state = session.state
        client.post(address("cancel", session.pk))
        session.refresh_from_db()

        assert address("cancel", session.pk) in text(sheet_page)
        assert "برمی‌گردند" in text(asked)
        assert (state, session.state) == ("PLANNED", "CANCELLED")

    def test_printed_minutes_hold_outcome_votes_and_a_place_for_each_signature(self, union, client):
        session = planned(union, waiting(union))
        decide(session.items.get(), "ACCEPT", by=board_of(union))
        publish(session, by=board_of(union))

        page = text(client.get(address("print", session.pk)))

        assert "صورتجلسهٔ ۱۲/الف" in page
        assert "۳ موافق" in page
        assert page.count('class="sign"') == 5
        assert "غایب" in page

    def test_applicant_reads_the_minute_and_never_the_votes(self, union):
        case = waiting(union)
        session = planned(union, case)
        decide(session.items.get(), "REJECT", by=board_of(union), choices=("FOR", "FOR", "AGAINST"))
        publish(session, by=board_of(union))

        page = text(signed_in(account_of(case.applicant)).get(case.get_absolute_url()))

        assert "صورتجلسهٔ ۱۲/الف" in page
        assert "موافق" not in page
        assert union.board.get(role="SECRETARY").person.last_name not in page

    def test_inspector_of_the_chamber_reads_counts_on_the_desk_and_no_session(self, union):
        case = waiting(union)
        session = planned(union, case)
        decide(session.items.get(), "ACCEPT", by=board_of(union), choices=("FOR", "FOR", "AGAINST"))
        publish(session, by=board_of(union))
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])
        inspector = verified(MembershipFactory(body=union, role=Role.CHAMBER_INSPECTOR).user)
        page, own = text(inspector.get(desk)), text(verified(board_of(union)).get(desk))

        assert "۲ موافق، ۱ مخالف" in page
        assert ": مخالف" not in page
        assert ": مخالف" in own
        assert inspector.get(session.get_absolute_url()).status_code == 404
        assert inspector.get(LIST).status_code == 403


def test_every_address_of_a_session_is_a_404_for_another_union(union):
    case = waiting(union)
    session = planned(union, case)
    item = session.items.get()
    stranger = verified(MembershipFactory(role=Role.UNION_BOARD).user)
    tomorrow = tehran_today() + timedelta(days=1)
    mine = sessions.plan_session(union=union, held_on=tomorrow, by=board_of(union))

    assert stranger.get(session.get_absolute_url()).status_code == 404
    assert stranger.post(session.get_absolute_url(), {}).status_code == 404
    for name in ("queue", "publish", "cancel"):
        assert stranger.get(address(name, session.pk)).status_code == 404, name
        assert stranger.post(address(name, session.pk), {"seen": f"{case.pk}:1"}).status_code == 404, name
    assert stranger.get(address("print", session.pk)).status_code == 404
    assert stranger.get(address("reasons", session.pk, item.pk)).status_code == 404
    assert stranger.post(address("remove", session.pk, item.pk)).status_code == 404
    data = {"confirm": "1", "session": session.pk, "seen": f"{case.pk}:{case.version}"}
    assert stranger.post(address("choose"), data).status_code == 404
    assert session.get_absolute_url() not in text(stranger.get(LIST))
    for nonsense in ("9" * 20 + ":1", f"{case.pk}:" + "9" * 20, "1", "الف:۱"):
        asked = verified(board_of(union)).post(address("queue", mine.pk), {"seen": nonsense})
        assert asked.status_code == 404, nonsense
    foreign = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    own = verified(board_of(union))
    assert own.post(address("queue", mine.pk), {"seen": f"{foreign.pk}:{foreign.version}"}).status_code == 404
    assert own.post(address("queue", mine.pk), {"seen": "nonsense"}).status_code == 404
    assert own.get(address("reasons", mine.pk, item.pk)).status_code == 404


@pytest.mark.parametrize("page", ["change", "queue", "publish", "print", "list"])
def test_pages_ask_the_database_as_often_for_one_file_as_for_six(union, client, page):
    def statements():
        session = BoardSession.objects.get()
        addresses = {"change": session.get_absolute_url(), "list": LIST}
        target = addresses.get(page) or address(page, session.pk)
        client.get(target)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(target).status_code == 200
        return len(asked)

    session = planned(union, waiting(union))
    decide(session.items.get(), "REJECT", by=board_of(union))
    waiting(union)
    few = statements()
    more = [waiting(union) for _ in range(5)]
    agenda.add_to_agenda(session, {case.pk: case.version for case in more}, by=board_of(union))
    for item in session.items.filter(outcome=""):
        decide(item, "REJECT", by=board_of(union))
    for _ in range(4):
        waiting(union)

    assert statements() == few


class TestWhatThePageKnows:
    def test_tie_is_no_acceptance_on_the_sheet_nor_in_the_preview(self, union, client):
        session = planned(union, waiting(union), waiting(union), present=4)
        tied, carried = session.items.all()
        decide(tied, "ACCEPT", by=board_of(union), choices=("FOR", "FOR", "AGAINST", "AGAINST"))
        decide(carried, "ACCEPT", by=board_of(union), choices=("FOR",) * 4)

        sheet_page = text(client.get(session.get_absolute_url()))
        preview = text(client.get(address("publish", session.pk)))

        assert "رأی اکثریت حاضران را ندارد (۲ موافق از ۴ رأی)" in sheet_page
        assert "رأی اکثریت حاضران را ندارد (۲ موافق از ۴ رأی)" in preview
        assert "بدون اکثریت: ۱ پرونده" in preview
        assert "پذیرش: ۱ پرونده" in preview
        assert "اعلام همهٔ نتیجه‌ها" not in preview

    def test_session_that_has_not_begun_says_so_and_offers_no_publication(self, union, client):
        session = planned(union, waiting(union))
        decide(session.items.get(), "ACCEPT", by=board_of(union))
        BoardSession.objects.update(held_on=tehran_today() + timedelta(days=1), starts_at=time(17, 0))

        preview = text(client.get(address("publish", session.pk)))

        assert "این جلسه هنوز آغاز نشده است" in preview
        assert "اعلام همهٔ نتیجه‌ها" not in preview

    def test_sheet_measures_the_quorum_by_the_seats_of_the_law(self, union, client):
        chair = union.board.get(role="CHAIR")
        union.board.filter(pk=chair.pk).update(to_date=tehran_today())
        session = planned(union, waiting(union))

        page = text(client.get(session.get_absolute_url()))

        assert "دست‌کم ۳ نفر" in page
        assert "۵ کرسی" in page
        assert "۱ کرسی آن خالی است" in page

    def test_file_on_an_agenda_is_not_decided_at_its_desk(self, union, client):
        case = waiting(union)
        session = planned(union, case)
        desk = reverse("admin:licensing_licencerequest_change", args=[case.pk])

        page = text(client.get(desk))
        refused = client.get(reverse("admin:licensing_request_reject", args=[case.pk]), follow=True)

        assert "همان‌جا تصمیم گرفته می‌شود" in page
        assert session.get_absolute_url() in page
        assert reverse("admin:licensing_request_accept", args=[case.pk]) not in page
        assert reverse("admin:licensing_request_reject", args=[case.pk]) not in page
        assert "نخست با نوشتن علت" in text(refused)

    def test_reason_a_file_was_taken_off_for_stands_at_the_session_and_at_its_desk(self, union, client):
        case = waiting(union)
        session = planned(union, case)

        client.post(address("remove", session.pk, session.items.get().pk), {"reason": "نقشه نرسیده است"})

        desk = text(client.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])))
        assert "نقشه نرسیده است" in desk
        assert reverse("admin:licensing_request_accept", args=[case.pk]) in desk
        assert "نقشه نرسیده است" in text(client.get(session.get_absolute_url()))
