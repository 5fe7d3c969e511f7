"""Rules of requests, sessions, interviews, delivery and validity, each at the moment where its answer turns."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from core.jalali import TEHRAN, from_jalali
from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.states import CLOSED, Actor, Status
from licensing.decisions import rules as decisions_rules
from licensing.decisions.grounds import Ground
from licensing.decisions.states import ReasonKind, Source
from licensing.intake import rules as intake
from licensing.interviews import rules as interviews
from licensing.interviews.states import InterviewResult
from licensing.licences import rules as delivery
from licensing.licences.states import DeliveryMethod, LicenceSource, LicenceState, Validity
from licensing.sessions import rules as sessions_rules

DAY = date(2026, 11, 1)
AT = datetime.combine(DAY, time(10), TEHRAN)
MOMENT = timedelta(microseconds=1)


def code_of(check, *args, **kwargs):
    """The code of the refusal, or "" when nothing is refused."""
    try:
        check(*args, **kwargs)
    except RuleBroken as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(("seats", "needed"), [(1, 1), (2, 2), (5, 3), (6, 4), (7, 4)])
def test_more_than_half_of_the_seats_make_a_session(seats, needed):
    assert sessions_rules.quorum(seats) == needed
    assert code_of(sessions_rules.check_quorum, seats, needed) == ""
    assert code_of(sessions_rules.check_quorum, seats, needed - 1) == "no_quorum"


@pytest.mark.parametrize(
    ("votes", "counts", "code"),
    [
        ("FOR FOR AGAINST", (2, 1, 0, 0), ""),
        ("FOR FOR AGAINST ABSTAIN", (2, 1, 1, 0), "no_majority"),
        ("FOR FOR FOR ABSTAIN", (3, 0, 1, 0), ""),
        ("FOR FOR -", (2, 0, 0, 1), "votes_missing"),
        ("", (0, 0, 0, 0), "votes_missing"),
    ],
)
def test_an_outcome_carries_with_more_than_half_of_all_present(votes, counts, code):
    voters = list(range(len(votes.split())))
    cast = {member: vote for member, vote in enumerate(votes.split()) if vote != "-"}

    tally = sessions_rules.tally_of_votes(voters, cast | {99: "FOR"})

    assert (tally.in_favour, tally.against, tally.abstained, tally.missing) == counts
    assert tally.carries == (code == "")
    assert (tally.refusal.code if tally.refusal else "") == code


def test_a_file_is_decided_where_it_stands_on_the_agenda():
    here, there = SimpleNamespace(session="جلسهٔ ۱"), SimpleNamespace(session="جلسهٔ ۲")

    free = [(None, None), (None, here), (here, here)]
    assert [code_of(decisions_rules.check_decided_here, *pair) for pair in free] == ["", "", ""]
    assert code_of(decisions_rules.check_decided_here, here, there) == "on_agenda"
    assert code_of(decisions_rules.check_decided_here, here, None) == "on_agenda"


@pytest.mark.parametrize(
    ("reason", "has_votes", "actors", "code"),
    [
        ("علت", False, {Actor.UNION_OPERATOR}, ""),
        ("علت", True, {Actor.UNION_OPERATOR}, "not_your_turn"),
        ("علت", True, {Actor.UNION_BOARD}, ""),
        ("", False, {Actor.UNION_BOARD}, "no_text"),
    ],
)
def test_a_file_with_votes_is_taken_off_by_the_board_and_always_with_a_reason(
    reason, has_votes, actors, code
):
    assert code_of(sessions_rules.check_may_take_off, reason, has_votes=has_votes, actors=actors) == code


def test_a_file_that_changed_since_is_stale_or_fell_to_silence():
    item = SimpleNamespace(seen_version=3)

    for version, is_silent, code in (
        (3, True, ""),
        (4, False, "stale"),
        (2, False, "stale"),
        (4, True, "fell_to_silence"),
    ):
        assert (
            code_of(sessions_rules.check_item_fresh, item, Status.SUBMITTED, version, is_silent=is_silent)
            == code
        )


def test_nobody_is_invited_to_the_present_moment():
    assert code_of(interviews.check_interview_ahead, AT, AT) == "in_the_past"
    assert code_of(interviews.check_interview_ahead, AT + MOMENT, AT) == ""


@pytest.mark.parametrize(
    ("clock", "is_working_day", "due_in", "doubts"),
    [
        (time(8), True, None, 0),
        (time(16), True, timedelta(0), 0),
        (time(7, 59), True, timedelta(days=1), 1),
        (time(16, 1), True, None, 1),
        (time(10), False, None, 1),
        (time(10), True, -MOMENT, 1),
        (time(20), False, -MOMENT, 3),
    ],
)
def test_doubts_begin_a_minute_outside_office_hours_and_a_moment_after_the_term(
    clock, is_working_day, due_in, doubts
):
    at = datetime.combine(DAY, clock, TEHRAN)
    due_at = None if due_in is None else at + due_in

    assert len(interviews.doubts_about(at, is_working_day=is_working_day, due_at=due_at)) == doubts


@pytest.mark.parametrize(
    ("result", "status", "offset", "code"),
    [
        (InterviewResult.HELD, Status.INTERVIEW, timedelta(0), ""),
        (InterviewResult.HELD, Status.INTERVIEW, MOMENT, "interview_not_yet"),
        (InterviewResult.CANCELLED, Status.INTERVIEW, MOMENT, ""),
        (InterviewResult.HELD, Status.READY, timedelta(0), "no_interview"),
        ("NONSENSE", Status.INTERVIEW, timedelta(0), "wrong_result"),
    ],
)
def test_who_came_is_known_from_the_moment_of_the_interview_on(result, status, offset, code):
    interview, case = SimpleNamespace(at=AT + offset), SimpleNamespace(status=status)

    assert code_of(interviews.check_result, case, interview, result, AT) == code
    assert code_of(interviews.check_result, case, None, result, AT) == "no_interview"
    if not code:
        assert interviews.check_result(case, interview, result, AT) is interview


@pytest.mark.parametrize(("days", "code"), [(-1, "before_issue"), (0, ""), (3, ""), (4, "in_future")])
def test_a_licence_is_handed_over_from_its_issue_until_today(days, code):
    licence = SimpleNamespace(issued_on=DAY)

    assert code_of(delivery.check_day, licence, DAY + timedelta(days=days), DAY + timedelta(days=3)) == code


@pytest.mark.parametrize(
    ("method", "number", "originals_seen", "code"),
    [
        (DeliveryMethod.HAND, "", True, ""),
        (DeliveryMethod.HAND, "12", False, "originals"),
        (DeliveryMethod.POST, "12", False, ""),
        (DeliveryMethod.POST, "", True, "no_number"),
        ("PIGEON", "12", True, "wrong_method"),
    ],
)
def test_each_way_of_delivery_asks_for_its_own_proof(method, number, originals_seen, code):
    assert code_of(delivery.check_way, method, number=number, originals_seen=originals_seen) == code


@pytest.mark.parametrize(
    ("state", "today", "is_in_force", "left"),
    [
        (LicenceState.VALID, DAY - timedelta(days=1), False, 11),
        (LicenceState.VALID, DAY, True, 10),
        (LicenceState.VALID, DAY + timedelta(days=10), True, 0),
        (LicenceState.VALID, DAY + timedelta(days=11), False, -1),
        (LicenceState.SUSPENDED, DAY, False, 10),
    ],
)
def test_a_licence_holds_on_its_first_and_last_day(state, today, is_in_force, left):
    licence = Validity(state, DAY, DAY + timedelta(days=10), LicenceSource.PORTAL, DAY)

    with time_machine.travel(datetime.combine(today, time(12), TEHRAN), tick=False):
        assert (licence.is_in_force, licence.days_left, licence.is_of_today) == (
            is_in_force,
            left,
            today == DAY,
        )


def test_a_decision_is_dated_from_the_day_the_request_came_in():
    case = SimpleNamespace(submitted_at=AT)

    assert cases_rules.day_it_came_in(case) == DAY
    assert cases_rules.day_it_came_in(SimpleNamespace(submitted_at=None)) is None


def case_in(status=Status.IN_PROGRESS, *parts, **facts):
    """A request of the person 7 in a state, on which whoever asks acts in these parts."""
    return SimpleNamespace(
        status=status,
        applicant_id=7,
        is_over=status in CLOSED,
        actors_of=lambda user: set(parts),
        get_status_display=lambda: Status(status).label,
        **facts,
    )


@pytest.mark.parametrize(("days", "code"), [(-1, "minute_too_early"), (0, ""), (1, "")])
def test_an_answer_rests_on_a_whole_minute_of_its_own_union_from_the_day_the_request_came_in(days, code):
    case, held_on = SimpleNamespace(submitted_at=AT, union_id=3), DAY + timedelta(days=days)

    def refusal(union, *, says_nothing=False):
        minute = SimpleNamespace(union_id=union, held_on=held_on, says_nothing=says_nothing)
        return code_of(cases_rules.check_minute, case, minute)

    assert code_of(cases_rules.check_board_day, case, held_on) == code
    assert code_of(cases_rules.check_board_day, SimpleNamespace(submitted_at=None), held_on) == ""
    assert refusal(3) == code
    assert refusal(4) == "other_unions_minute"
    assert refusal(3, says_nothing=True) == "minute_says_nothing"


def accepted(*, special=(), general=(), **more):
    """A request whose applicant accepted these articles."""
    return SimpleNamespace(
        special_conditions=SimpleNamespace(content={"articles": list(special)} | more),
        general_conditions=SimpleNamespace(content={"articles": list(general)}),
    )


def test_an_article_is_known_by_its_text_and_number_and_tied_by_its_part_or_code():
    case = accepted(
        special=[{"number": 1, "title": "محل", "part": "premises", "code": "x"}],
        general=[{"number": 1, "code": "age"}, {"number": 2}],
    )
    empty = SimpleNamespace(content={})
    without_articles = SimpleNamespace(special_conditions=empty, general_conditions=empty)

    assert decisions_rules.articles_of(case) == {
        (Source.SPECIAL, 1): ("محل", "premises"),
        (Source.GENERAL, 1): ("", "age"),
        (Source.GENERAL, 2): ("", ""),
    }
    assert decisions_rules.articles_of(without_articles) == {}


def ground(number=1, pk=5, kind=ReasonKind.REFUSAL, *, is_active=True, part="premises"):
    """A reason that may rest on one part of the special conditions, at an article of theirs."""
    reason = SimpleNamespace(
        pk=pk,
        kind=kind,
        is_active=is_active,
        text="محل مناسب نیست",
        may_rest_on=lambda source, asked: (source, asked) == (Source.SPECIAL, part),
    )
    return Ground(reason, Source.SPECIAL, number)


@pytest.mark.parametrize(
    ("grounds", "code"),
    [
        ([], "no_reason"),
        ([ground()], ""),
        ([ground(), ground(2)], ""),
        ([ground(), ground(pk=6)], ""),
        ([ground(), ground()], "same_reason_twice"),
        ([ground(), ground(2, is_active=False)], "wrong_reason"),
        ([ground(kind=ReasonKind.NEED)], "wrong_reason"),
        ([ground(3)], "no_such_article"),
        ([ground(part="elsewhere")], "article_does_not_fit"),
    ],
)
def test_a_refusal_rests_on_reasons_of_its_kind_each_once_and_on_a_fitting_article(grounds, code):
    places = [{"number": 1, "part": "premises"}, {"number": 2, "part": "premises"}]

    assert (
        code_of(decisions_rules.check_grounds, accepted(special=places), grounds, ReasonKind.REFUSAL) == code
    )


@pytest.mark.parametrize(
    ("ticked", "code"),
    [((), "checklist"), (("a", "z"), "checklist"), (("a", "b"), ""), (("b", "a", "z"), "")],
)
def test_no_licence_while_one_point_of_the_list_is_open(ticked, code):
    case = accepted(checklist=[{"code": "a", "text": "تهویه"}, {"code": "b", "text": "کپسول"}])

    assert decisions_rules.checklist_of(case) == {"a": "تهویه", "b": "کپسول"}
    assert code_of(decisions_rules.check_checklist, case, ticked) == code
    assert code_of(decisions_rules.check_checklist, accepted(), ticked) == ""


@pytest.mark.parametrize("status", Status)
def test_the_clock_names_the_turn_only_where_it_goes_back_and_forth(status):
    case = case_in(status, turn="اتحادیه")
    goes_back_and_forth = status in {"CONDITIONAL", "IN_PROGRESS", "AWAITING_PAYMENT"}

    assert cases_rules.turn_in_words(case, "متقاضی") == ("متقاضی" if goes_back_and_forth else "اتحادیه")
    assert cases_rules.turn_in_words(case, "") == "اتحادیه"


@pytest.mark.parametrize("status", Status)
def test_only_the_applicant_begins_again_and_only_what_was_closed_without_a_decision(status):
    code = "" if status in {"LAPSED", "WITHDRAWN"} else "not_over"

    assert code_of(cases_rules.check_may_start_again, case_in(status, Actor.APPLICANT), None) == code
    assert code_of(
        cases_rules.check_may_start_again, case_in(status, *set(Actor) - {Actor.APPLICANT}), None
    ) == ("not_over")


def test_a_step_that_is_not_open_is_told_apart_from_one_of_somebody_else():
    def refusal(to, *parts):
        return code_of(cases_rules.check_move, case_in(Status.SUBMITTED, *parts), to, None)

    assert refusal(Status.READY, *Actor) == "closed_step"
    assert refusal(Status.WITHDRAWN, Actor.UNION_BOARD) == "not_your_turn"
    assert refusal(Status.WITHDRAWN, Actor.APPLICANT) == ""
    assert (
        code_of(cases_rules.check_move, case_in(Status.REFUSED, *Actor), Status.DRAFT, None) == "closed_step"
    )


def test_a_page_is_stale_as_soon_as_the_file_has_another_version():
    case = case_in(version=3)

    assert [code_of(cases_rules.check_fresh, case, seen) for seen in (2, 3, 4)] == ["stale", "", "stale"]


@pytest.mark.parametrize(("person", "code"), [(None, "unknown_officer"), (7, "own_file"), (8, "")])
def test_whoever_acts_for_the_union_is_known_and_not_the_applicant(person, code):
    assert code_of(cases_rules.check_impartial, case_in(), SimpleNamespace(person_id=person)) == code


@pytest.mark.parametrize("status", Status)
def test_clerk_and_board_work_on_a_file_until_it_is_closed(status):
    closed = status in {"ISSUED", "DELIVERED", "REJECTED", "REFUSED", "LAPSED", "WITHDRAWN"}

    for part in (Actor.UNION_OPERATOR, Actor.UNION_BOARD):
        assert code_of(cases_rules.check_works_on, case_in(status, part), None) == (
            "closed_step" if closed else ""
        )
    assert (
        code_of(cases_rules.check_works_on, case_in(status, Actor.APPLICANT, Actor.SYSTEM), None)
        == "not_your_turn"
    )


@pytest.mark.parametrize(
    ("is_isargar", "is_open", "code"),
    [(True, False, "isargar"), (True, True, ""), (False, False, ""), (False, True, "")],
)
def test_a_veteran_comes_on_paper_until_the_electronic_way_is_open(settings, is_isargar, is_open, code):
    settings.ISARGAR_ELECTRONIC = is_open
    case = SimpleNamespace(is_isargar=is_isargar, union=SimpleNamespace(name="اتحادیهٔ نان"))

    assert code_of(intake.check_electronic_way, case) == code


@pytest.mark.parametrize(
    ("since", "code"), [(None, "not_active_yet"), (1, "not_active_yet"), (0, ""), (-1, "")]
)
def test_a_union_takes_requests_from_its_first_day_on(since, code):
    first = None if since is None else DAY + timedelta(days=since)
    union, told = SimpleNamespace(name="اتحادیهٔ نان", electronic_since=first), SimpleNamespace()

    assert code_of(intake.check_accepts_requests, None, told, DAY) == "no_union"
    assert code_of(intake.check_accepts_requests, union, told, DAY) == code
    assert code_of(intake.check_accepts_requests, union, None, DAY) == (code or "no_conditions")
    if not code:
        assert intake.check_accepts_requests(union, told, DAY) == (union, told)


@pytest.mark.parametrize(
    ("born", "deceased_on", "code"),
    [
        (from_jalali(1387, 8, 10), None, ""),
        (from_jalali(1387, 8, 11), None, "under_age"),
        (None, None, ""),
        (from_jalali(1350, 1, 1), DAY, "deceased"),
    ],
)
def test_an_applicant_is_alive_and_of_age_on_that_very_day(born, deceased_on, code):
    person = SimpleNamespace(birth_date=born, deceased_on=deceased_on)

    assert code_of(intake.check_adult, person, from_jalali(1405, 8, 10), at_least=18) == code
