"""The list of coded reasons: kept by the secretariat, read by others; used ones keep their words (R67, R81)."""

import pytest
from django.urls import reverse

from core.jalali import day_of
from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.states import Status
from licensing.decisions import reason_list as reasons
from licensing.decisions import refusals
from licensing.decisions.reason_models import DecisionReason, Reason
from licensing.decisions.states import ReasonKind
from licensing.desk import holding
from licensing.sessions import agenda
from licensing.sessions import services as sessions
from organizations.roles.states import Role
from tests.deadlines.cases import make_secretary
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    grounds_of,
    minute_of,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
WORDS = {
    "text": "کاربری محل تجاری نیست",
    "basis": "مادهٔ ۲ آیین‌نامه",
    "places": ["SPECIAL:inquiries", "SPECIAL:documents"],
}
LIST = "admin:licensing_reason_changelist"


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def used_reason():
    """A reason a refusal rests on."""
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    grounds = grounds_of(ReasonKind.REFUSAL)
    refusals.reject(
        case,
        grounds=grounds,
        minute=minute_of(case.union, "9"),
        by=board_of(case.union),
    )
    return DecisionReason.objects.get().reason


def test_secretariat_adds_a_reason_and_boards_find_it_in_their_list():
    desk = verified(make_secretary())

    answer = desk.post(reverse("admin:licensing_reason_add"), {"kind": "REFUSAL"} | WORDS)

    assert answer.status_code == 302
    reason = Reason.objects.get(text=WORDS["text"])
    assert reason.is_active
    assert reason.code.startswith("R_")
    assert AuditEntry.objects.filter(subject_id=str(reason.pk), action="added").exists()
    board = verified(MembershipFactory(role=Role.UNION_BOARD).user)
    assert WORDS["text"] in board.get(reverse(LIST)).content.decode()


def test_incomplete_or_doubled_reason_is_refused_and_nothing_typed_is_lost():
    desk = verified(make_secretary())
    add = reverse("admin:licensing_reason_add")
    desk.post(add, {"kind": "NEED"} | WORDS)

    doubled = desk.post(add, {"kind": "NEED"} | WORDS)
    empty = desk.post(add, {"kind": "NEED"} | WORDS | {"basis": " "})

    assert doubled.status_code == empty.status_code == 400
    assert "همین متن" in doubled.content.decode()
    assert WORDS["text"] in empty.content.decode()
    assert Reason.objects.filter(text=WORDS["text"]).count() == 1


def test_used_reason_keeps_its_words_and_a_new_row_stands_in_its_place():
    used = used_reason()
    said = used.text

    new = reasons.revise_reason(used, **WORDS, by=make_secretary())

    used.refresh_from_db()
    assert (used.text, used.is_active, new.text, new.is_active) == (said, False, WORDS["text"], True)
    assert new.replaces == used
    assert str(DecisionReason.objects.get().reason) == said
    secretary = make_secretary()
    assert refusal_of(reasons.revise_reason, used, **WORDS, by=secretary) == "retired"
    assert refusal_of(reasons.restore_reason, used, by=secretary) == "already_replaced"


def test_reason_nobody_used_is_mended_in_its_place():
    secretary = make_secretary()
    reason = reasons.add_reason(kind="NEED", **WORDS, by=secretary)

    same = reasons.revise_reason(reason, **WORDS | {"text": "متن بهتر"}, by=secretary)

    assert (same.pk, Reason.objects.get(pk=reason.pk).text) == (reason.pk, "متن بهتر")


def test_reason_put_aside_is_not_offered_and_comes_back():
    secretary = make_secretary()
    reason = Reason.objects.filter(kind="REFUSAL").first()
    desk = verified(secretary)

    def act(name):
        return desk.post(reverse(f"admin:licensing_reason_{name}", args=[reason.pk]), {}).status_code

    assert act("retire") == 302
    assert not Reason.objects.get(pk=reason.pk).is_active
    assert act("restore") == 302
    assert Reason.objects.get(pk=reason.pk).is_active


def test_last_reason_of_a_kind_stays():
    last = Reason.objects.filter(kind="NEED").first()
    Reason.objects.filter(kind="NEED").exclude(pk=last.pk).update(is_active=False)

    assert refusal_of(reasons.retire_reason, last, by=make_secretary()) == "last_one"


def test_others_read_the_list_and_change_nothing():
    board = MembershipFactory(role=Role.UNION_BOARD).user
    reason = Reason.objects.first()
    desk = verified(board)
    shown = desk.get(reverse("admin:licensing_reason_change", args=[reason.pk]))

    assert "متن تازه" not in shown.content.decode()
    assert desk.get(reverse("admin:licensing_reason_add")).status_code == 403
    for name in ("revise", "retire"):
        assert (
            desk.post(reverse(f"admin:licensing_reason_{name}", args=[reason.pk]), WORDS).status_code == 403
        )
    for act in (reasons.retire_reason, reasons.restore_reason):
        assert refusal_of(act, reason, by=board) == "not_your_office"
    assert refusal_of(reasons.add_reason, kind="NEED", **WORDS, by=board) == "not_your_office"


def test_reason_on_an_agenda_keeps_the_words_that_were_voted_on():
    union = WorkingUnionFactory()
    board = board_of(union)
    case = bring_to(LicenceRequestFactory(union=union, submitted=True), Status.UNDER_REVIEW)
    session = sessions.plan_session(union=union, held_on=day_of(case.submitted_at), by=board)
    agenda.add_to_agenda(session, {case.pk: case.version}, by=board)
    grounds = grounds_of(ReasonKind.REFUSAL)
    sessions.set_outcome(session.items.get(), "REJECT", by=board, grounds=grounds)
    proposed = grounds[0].reason
    words = proposed.text

    new = reasons.revise_reason(proposed, **WORDS, by=make_secretary())

    proposed.refresh_from_db()
    assert (proposed.text, proposed.is_active) == (words, False)
    assert new.replaces == proposed


@pytest.mark.django_db(transaction=True)
def test_used_reason_revised_by_several_at_once_has_one_successor():
    used, secretary = used_reason(), make_secretary()
    before = Reason.objects.count()

    done = at_once(4, lambda: reasons.revise_reason(used, **WORDS, by=secretary))

    assert sorted(one for one in done if isinstance(one, str)) == ["retired"] * 3
    assert Reason.objects.count() == before + 1


def test_board_and_inspector_read_who_held_a_file_and_the_clerk_does_not(django_assert_max_num_queries):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    clerk = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    board = board_of(case.union)
    inspector = MembershipFactory(body=case.union, role=Role.CHAMBER_INSPECTOR).user
    holding.take(case, by=clerk)
    holding.take(case, by=board, from_holder=clerk.pk)
    holding.release(case, by=board)
    url = reverse("admin:licensing_licencerequest_change", args=[case.pk])

    pages = {who: verified(who).get(url).content.decode() for who in (board, inspector, clerk)}

    for who in (board, inspector):
        assert f"{board} پرونده را از {clerk} گرفت" in pages[who]
        assert f"{clerk} پرونده را برداشت" in pages[who]
        assert f"{board} پرونده را بازگذاشت" in pages[who]
    assert "در دست چه کسی بوده است" not in pages[clerk]


def test_trail_of_a_file_costs_the_same_however_often_it_changed_hands(django_assert_num_queries):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    clerks = [MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user for _ in range(4)]
    holder = None
    for clerk in clerks:
        holding.take(case, by=clerk, from_holder=holder)
        holder = clerk.pk

    with django_assert_num_queries(2):
        lines = holding.handovers_of(case)

    assert [line.before for line in lines] == [str(clerks[2]), str(clerks[1]), str(clerks[0]), ""]


def test_reason_is_tied_to_parts_of_the_conditions_and_never_to_none():
    secretary = make_secretary()
    reason = reasons.add_reason(kind="NEED", **WORDS, by=secretary)

    untied = WORDS | {"places": []}
    moved = reasons.revise_reason(reason, **WORDS | {"places": ["SPECIAL:means"]}, by=secretary)

    assert reasons.places_of(moved) == ["SPECIAL:means"]
    assert AuditEntry.objects.filter(subject_id=str(reason.pk), action="changed").count() == 1
    assert refusal_of(reasons.revise_reason, reason, **untied, by=secretary) == "no_place"
    assert refusal_of(reasons.add_reason, kind="REFUSAL", **untied, by=secretary) == "no_place"
    assert reasons.places_of(Reason.objects.get(pk=reason.pk)) == ["SPECIAL:means"]


def test_used_reason_gets_other_parts_and_what_rests_on_it_stands():
    used = used_reason()

    same = reasons.revise_reason(
        used, text=used.text, basis=used.basis, places=["SPECIAL:means"], by=make_secretary()
    )

    assert (same.pk, reasons.places_of(same)) == (used.pk, ["SPECIAL:means"])
    assert DecisionReason.objects.get().part == "documents"
