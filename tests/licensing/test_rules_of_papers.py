"""Rules of papers, inquiries and the guild card, each at the moment where its answer turns."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from core.jalali import TEHRAN, from_jalali
from core.uploads.checking import MEGABYTE
from licensing.cards import rules as cards_rules
from licensing.cases.states import Actor, Status, Tenure
from licensing.inquiries import rules as inquiries_rules
from licensing.inquiries.states import InquiryActor, InquiryState, NeededWhen
from licensing.papers import rules as papers_rules
from licensing.papers.states import DocumentState, Needed
from tests.licensing.test_rule_edges import case_in, code_of

ANSWERS = (InquiryState.POSITIVE, InquiryState.NEGATIVE, InquiryState.CONDITIONAL)
CLERK, APPLICANT_AT_WORK, UNKNOWN_CLERK = (SimpleNamespace(person_id=number) for number in (8, 7, None))


@pytest.mark.parametrize("status", Status)
def test_a_card_is_followed_from_acceptance_on_also_after_delivery(status):
    open_to_cards = [
        "IN_PROGRESS",
        "DOCS_COMPLETE",
        "INTERVIEW",
        "AWAITING_PAYMENT",
        "READY",
        "ISSUED",
        "DELIVERED",
    ]
    expected = "" if status in open_to_cards else "not_accepted"

    assert code_of(cards_rules.check_writes_card, case_in(status, Actor.UNION_OPERATOR), CLERK) == expected


@pytest.mark.parametrize(
    ("parts", "by", "code"),
    [
        ({Actor.UNION_OPERATOR}, CLERK, ""),
        ({Actor.APPLICANT}, CLERK, "not_your_turn"),
        ({Actor.UNION_OPERATOR}, APPLICANT_AT_WORK, "own_file"),
        ({Actor.UNION_OPERATOR}, UNKNOWN_CLERK, "unknown_officer"),
    ],
)
def test_a_card_is_written_about_by_a_known_clerk_who_is_not_the_applicant(parts, by, code):
    assert code_of(cards_rules.check_writes_card, case_in(Status.READY, *parts), by) == code
    assert code_of(cards_rules.check_prints_form, case_in(Status.READY, *parts), None, by) == code


def test_the_form_is_printed_and_the_account_written_until_the_card_has_come():
    case = case_in(Status.READY, Actor.UNION_OPERATOR)
    sent, come = SimpleNamespace(card_last_four=""), SimpleNamespace(card_last_four="1234")

    printed = [code_of(cards_rules.check_prints_form, case, card, CLERK) for card in (None, sent, come)]
    written = [code_of(cards_rules.check_account, card) for card in (None, sent, come)]

    assert printed == ["", "", "card_recorded"]
    assert written == ["no_form", "", "card_recorded"]
    assert cards_rules.check_account(sent) is sent


@pytest.mark.parametrize(
    ("born", "is_asked"), [((1355, 8, 10), False), ((1355, 8, 11), True), ((1334, 1, 1), False), (None, True)]
)
def test_a_school_certificate_is_asked_until_the_day_before_the_birthday_that_waives_it(born, is_asked):
    kind = SimpleNamespace(needed=Needed.BELOW_WAIVER_AGE)
    case = case_in(applicant=SimpleNamespace(birth_date=born and from_jalali(*born)))

    assert papers_rules.is_needed(kind, case, on=from_jalali(1405, 8, 10), waived_from=50) is is_asked


@pytest.mark.parametrize("tenure", Tenure)
def test_a_private_deed_is_asked_of_whoever_has_the_place_by_one(tenure):
    case = case_in(tenure=tenure)

    needed = {
        kind.value: papers_rules.is_needed(
            SimpleNamespace(needed=kind), case, on=from_jalali(1405, 8, 10), waived_from=50
        )
        for kind in Needed
        if kind != Needed.BELOW_WAIVER_AGE
    }

    by_private_deed = tenure in {"LEASE_PRIVATE", "PURCHASE_DEED", "CONTRACT"}
    assert needed == {"ALWAYS": True, "PRIVATE_DEED": by_private_deed, "CASE": False, "WITH_BILL": False}


@pytest.mark.parametrize("status", Status)
def test_papers_come_until_the_file_is_complete_and_are_judged_as_long_and_then_compared(status):
    sent = {"SUBMITTED", "UNDER_REVIEW", "CONDITIONAL", "IN_PROGRESS"}
    takes, looks, compares = sent | {"DRAFT"}, sent, {"DOCS_COMPLETE", "INTERVIEW"}

    def refusal(check, part):
        return code_of(check, case_in(status, part), CLERK)

    assert refusal(papers_rules.check_takes_papers, Actor.APPLICANT) == (
        "" if status in takes else "papers_closed"
    )
    assert refusal(papers_rules.check_may_look, Actor.UNION_OPERATOR) == (
        "" if status in looks else "papers_closed"
    )
    assert refusal(papers_rules.check_may_compare, Actor.UNION_BOARD) == (
        "" if status in compares else "not_complete"
    )


@pytest.mark.parametrize(
    ("check", "status", "part"),
    [
        (papers_rules.check_takes_papers, Status.DRAFT, Actor.APPLICANT),
        (papers_rules.check_may_look, Status.SUBMITTED, Actor.UNION_OPERATOR),
        (papers_rules.check_may_compare, Status.INTERVIEW, Actor.UNION_BOARD),
    ],
)
def test_each_act_on_a_paper_belongs_to_one_part_and_judging_never_to_the_applicant(check, status, part):
    others = set(Actor) - {part}
    own = "" if part == Actor.APPLICANT else "own_file"

    assert code_of(check, case_in(status, *others), CLERK) == "not_your_turn"
    assert code_of(check, case_in(status, part), UNKNOWN_CLERK) == ""
    assert code_of(check, case_in(status, part), APPLICANT_AT_WORK) == own


@pytest.mark.parametrize(
    ("held", "size", "code"),
    [
        ([], MEGABYTE, ""),
        ([], MEGABYTE + 1, "request_full"),
        ([1, 1], MEGABYTE - 2, ""),
        ([1, 1], MEGABYTE - 1, "request_full"),
        ([1, 1, 1], 1, "too_many_files"),
    ],
)
def test_a_file_fits_until_the_last_place_and_the_last_byte_are_taken(settings, held, size, code):
    settings.UPLOAD_FILES, settings.UPLOAD_TOTAL_MEGABYTES = 3, 1
    kept = [SimpleNamespace(file="مدرک", size=bytes_) for bytes_ in held]
    posted = [SimpleNamespace(file="", size=MEGABYTE)] * 3

    assert code_of(papers_rules.check_room, kept + posted, size=size) == code


def test_a_paper_is_sent_at_most_forty_times():
    assert [code_of(papers_rules.check_rows, rows) for rows in (0, 39, 40)] == ["", "", "too_many_rows"]


@pytest.mark.parametrize(
    ("state", "code"),
    [("SENT", "not_refused"), ("ACCEPTED", "not_refused"), ("REJECTED", ""), ("REPLACE", "")],
)
def test_only_a_paper_that_was_given_back_is_replaced_and_only_once(state, code):
    present = SimpleNamespace(is_current=True, state=state)
    replaced = SimpleNamespace(is_current=False, state=state)

    assert code_of(papers_rules.check_replaceable, present) == code
    assert code_of(papers_rules.check_replaceable, replaced) == "already_replaced"


@pytest.mark.parametrize(
    ("facts", "state", "reason", "code"),
    [
        ({}, DocumentState.ACCEPTED, "", ""),
        ({}, DocumentState.REJECTED, "UNREADABLE", ""),
        ({}, DocumentState.REJECTED, "", "no_reason"),
        ({}, DocumentState.REPLACE, "", "no_reason"),
        ({"awaits_scan": True}, DocumentState.ACCEPTED, "", "being_scanned"),
        ({"was_infected": True}, DocumentState.ACCEPTED, "", "infected"),
        ({"is_current": False}, DocumentState.ACCEPTED, "", "already_replaced"),
    ],
)
def test_a_paper_is_judged_when_it_is_clean_and_present_and_refused_with_a_reason(facts, state, reason, code):
    paper = SimpleNamespace(**({"awaits_scan": False, "was_infected": False, "is_current": True} | facts))

    assert code_of(papers_rules.check_verdict, paper, state, reason) == code


def test_nothing_is_billed_while_one_original_was_not_seen():
    seen = SimpleNamespace(type=SimpleNamespace(title="سند"), matched_at=datetime.now(TEHRAN))
    unseen = SimpleNamespace(type=SimpleNamespace(title="شناسنامه"), matched_at=None)

    assert code_of(papers_rules.check_originals, [seen, seen]) == ""
    assert code_of(papers_rules.check_originals, [seen, unseen]) == "originals"


@pytest.mark.parametrize("has_food", [True, False])
@pytest.mark.parametrize("staff", [True, False])
def test_a_body_is_asked_for_food_for_staff_or_always(has_food, staff):
    trade = SimpleNamespace(needs_health_inquiry=has_food)

    asked = {rule.value: inquiries_rules.is_needed(rule, trade, staff=staff) for rule in NeededWhen}

    assert asked == {"ALWAYS": True, "HEALTH": has_food, "STAFF": staff, "CATEGORY": False, "CASE": False}


def test_a_step_of_an_inquiry_that_is_not_open_is_told_apart_from_one_of_somebody_else():
    inquiry = SimpleNamespace(state="SENT", get_state_display=lambda: "فرستاده شده")

    def refusal(to, *held):
        return code_of(inquiries_rules.check_move, inquiry, to, set(held))

    assert refusal(InquiryState.PRINTED, *InquiryActor) == "closed_step"
    assert refusal(InquiryState.DELIVERED, InquiryActor.BODY) == "not_your_turn"
    assert refusal(InquiryState.DELIVERED, InquiryActor.UNION, InquiryActor.BODY) == ""
    assert inquiries_rules.moves_open_to(inquiry, {InquiryActor.SYSTEM}) == [
        InquiryState.POSITIVE,
        InquiryState.CANCELLED,
    ]
    assert inquiries_rules.moves_open_to(SimpleNamespace(state="CANCELLED"), set(InquiryActor)) == []


@pytest.mark.parametrize("status", Status)
def test_letters_are_printed_only_while_the_papers_are_being_completed(status):
    expected = "" if status == Status.IN_PROGRESS else "not_accepted"

    assert code_of(inquiries_rules.check_takes_inquiries, case_in(status)) == expected
    assert (
        code_of(inquiries_rules.check_may_print, case_in(status), is_board=True, is_authorised=False)
        == expected
    )


@pytest.mark.parametrize(
    ("is_board", "is_authorised", "code"),
    [(True, True, ""), (True, False, ""), (False, True, ""), (False, False, "no_authorization")],
)
def test_letters_are_printed_by_the_board_or_on_its_word(is_board, is_authorised, code):
    case = case_in(Status.IN_PROGRESS)

    assert (
        code_of(inquiries_rules.check_may_print, case, is_board=is_board, is_authorised=is_authorised) == code
    )


@pytest.mark.parametrize("to", InquiryState)
def test_an_answer_is_one_of_three_and_only_a_yes_goes_without_words(to):
    with_words, without = (code_of(inquiries_rules.check_answer, to, text) for text in ("دیوار ترک دارد", ""))

    assert with_words == ("" if to in ANSWERS else "not_an_answer")
    assert without == ("not_an_answer" if to not in ANSWERS else "" if to == "POSITIVE" else "no_reasons")


def correction(state="POSITIVE", held=("UNION",), answerer=("UNION",), *, status=Status.IN_PROGRESS, **facts):
    """The code with which setting an answer right is refused."""
    facts = {"is_board": False, "decided": False, "answered_by": 3} | facts
    inquiry = SimpleNamespace(state=state, answered_by_id=facts.pop("answered_by"), case=case_in(status))
    return code_of(inquiries_rules.check_correction, inquiry, set(held), answerer=set(answerer), **facts)


@pytest.mark.parametrize("state", InquiryState)
def test_only_an_answer_that_somebody_recorded_is_set_right(state):
    expected = "" if state in ANSWERS else "no_recorded_answer"

    assert correction(state, is_board=True) == expected
    assert correction(state, answered_by=None, is_board=True) == "no_recorded_answer"


def test_an_answer_is_set_right_until_the_board_has_decided_with_it_in_hand():
    assert correction(decided=True) == "decided"
    assert correction(status=Status.DOCS_COMPLETE) == "decided"


@pytest.mark.parametrize(
    ("state", "held", "answerer", "is_board", "code"),
    [
        ("POSITIVE", "BODY", "UNION", False, "not_your_turn"),
        ("POSITIVE", "UNION", "BODY", True, "not_your_turn"),
        ("NEGATIVE", "UNION", "UNION", False, "negative_needs_board"),
        ("NEGATIVE", "UNION", "UNION", True, ""),
        ("NEGATIVE", "BODY", "BODY", False, ""),
        ("CONDITIONAL", "UNION", "UNION", False, ""),
    ],
)
def test_an_answer_is_set_right_by_its_own_side_and_a_no_in_the_union_by_the_board(
    state, held, answerer, is_board, code
):
    assert correction(state, [held], [answerer], is_board=is_board) == code
