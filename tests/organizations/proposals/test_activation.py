"""From paper to electronic intake (R220–R222, R225), and missing trades (R62)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations.bodies.models import Union
from organizations.proposals import activation, suggestions
from organizations.proposals import activation as proposals_activation
from organizations.proposals import suggestions as proposals_suggestions
from organizations.proposals.models import CategorySuggestion, UnionActivation
from organizations.proposals.states import ActivationState, SuggestionState
from organizations.signals import suggestion_answered
from tests.factories import CategoryFactory
from tests.organizations.factories import LONG_AGO

READY = {"software": True, "hardware": True, "trained_staff": True, "readiness_note": "سه کاربر آموزش دیدند"}


@pytest.fixture
def proposal(nation):
    """The chamber's proposal for its union."""
    return proposals_activation.propose_activation(nation.union, by=nation.by_chamber, **READY)


def approve(proposal, by, **changes):
    """The commission approves."""
    values = {"approval_number": "۴۵/۲", "approved_on": tehran_today(), "effective_from": tehran_today()}
    return proposals_activation.approve_activation(proposal, by=by, **values | changes)


def test_a_union_takes_electronic_requests_from_the_day_the_commission_says(nation, proposal):
    begins = tehran_today() + timedelta(days=3)

    approve(proposal, nation.by_commission, effective_from=begins)

    row = UnionActivation.objects.get()
    union = Union.objects.get(pk=nation.union.pk)
    assert (row.state, row.approval.number, row.effective_from) == (ActivationState.APPROVED, "45/2", begins)
    assert union.electronic_since == begins


@pytest.mark.parametrize("missing", ["software", "hardware", "trained_staff"])
def test_a_union_that_is_not_ready_is_not_proposed(nation, missing):
    with pytest.raises(RuleBroken) as refusal:
        proposals_activation.propose_activation(
            nation.union, by=nation.by_chamber, **READY | {missing: False}
        )

    assert refusal.value.code == "not_ready"
    with pytest.raises(IntegrityError), transaction.atomic():
        UnionActivation.objects.create(
            union=nation.union,
            proposed_by=nation.by_chamber,
            has_software=True,
            has_hardware=True,
            readiness_note="",
        )


def test_only_the_chamber_proposes_and_only_the_commission_decides(nation, proposal):
    for name, person in nation.people.items():
        with pytest.raises(RuleBroken):
            proposals_activation.propose_activation(nation.union, by=person, **READY)
        if name != "by_commission":
            with pytest.raises(RuleBroken) as refusal:
                approve(proposal, person)
            assert refusal.value.code == "not_your_office"
    assert activation.moves_open_to(proposal, nation.by_chamber) == [ActivationState.WITHDRAWN]
    assert activation.moves_open_to(proposal, nation.by_commission) == [
        ActivationState.APPROVED,
        ActivationState.REFUSED,
    ]


def test_who_proposed_does_not_decide_even_in_the_secretariat(nation):
    row = proposals_activation.propose_activation(nation.national_union, by=nation.by_secretariat, **READY)

    with pytest.raises(RuleBroken) as refusal:
        approve(row, nation.by_secretariat)

    assert refusal.value.code == "to_oneself"


def test_a_refusal_has_its_reason_and_the_chamber_may_propose_again(nation, proposal):
    with pytest.raises(RuleBroken) as refusal:
        proposals_activation.refuse_activation(proposal, reason=" ", by=nation.by_commission)
    proposals_activation.refuse_activation(proposal, reason="آزمون برگزار نشده", by=nation.by_commission)

    assert refusal.value.code == "no_reason"
    with pytest.raises(RuleBroken) as late:
        approve(proposal, nation.by_commission)
    assert late.value.code == "closed"
    second = proposals_activation.propose_activation(nation.union, by=nation.by_chamber, **READY)
    proposals_activation.withdraw_activation(second, reason="عجله شد", by=nation.by_chamber)
    assert Union.objects.get(pk=nation.union.pk).electronic_since is None


def test_an_electronic_union_is_not_proposed_again(nation, proposal):
    with pytest.raises(RuleBroken) as open_one:
        proposals_activation.propose_activation(nation.union, by=nation.by_chamber, **READY)
    with pytest.raises(RuleBroken) as early:
        approve(proposal, nation.by_commission, effective_from=LONG_AGO)
    approve(proposal, nation.by_commission)
    with pytest.raises(RuleBroken) as done:
        proposals_activation.propose_activation(nation.union, by=nation.by_chamber, **READY)

    codes = [refusal.value.code for refusal in (open_one, early, done)]
    assert codes == ["proposed_already", "before_approval", "electronic_already"]


def test_progress_counts_unions_that_have_begun(nation, proposal):
    approve(proposal, nation.by_commission)

    by_province = proposals_activation.progress(
        Union.objects.visible_to(nation.by_secretariat), by_county=False
    )
    by_county = proposals_activation.progress(Union.objects.visible_to(nation.by_province), by_county=True)

    assert [(row["place_name"], row["electronic"], row["total"]) for row in by_province] == [
        ("اصفهان", 0, 1),
        ("تهران", 1, 2),
    ]
    assert [(row["place_name"], row["electronic"]) for row in by_county] == [("تهران", 1), ("ری", 0)]


@pytest.fixture
def suggestion(nation):
    """Somebody in the first county did not find their trade."""
    return proposals_suggestions.suggest_category(
        contact_name="پریسا", mobile="09121234567", county=nation.union.county, text="تعمیر پهپاد"
    )


def test_a_chamber_guides_to_a_trade_and_the_news_goes_up(nation, suggestion):
    heard = []

    def hear(suggestion, **_):
        heard.append(suggestion.state)

    suggestion_answered.connect(hear)
    category = CategoryFactory()

    proposals_suggestions.answer_suggestion(
        suggestion, SuggestionState.GUIDED, answer="همین رسته", category=category, by=nation.by_chamber
    )

    row = CategorySuggestion.objects.get()
    assert (row.state, row.category, row.answered_by) == (SuggestionState.GUIDED, category, nation.by_chamber)
    assert heard == [SuggestionState.GUIDED]


def test_only_the_secretariat_says_that_a_trade_was_added(nation, suggestion):
    category = CategoryFactory()
    values = {"answer": "رستهٔ تازه", "category": category}

    with pytest.raises(RuleBroken):
        proposals_suggestions.answer_suggestion(
            suggestion, SuggestionState.ADDED, by=nation.by_chamber, **values
        )
    proposals_suggestions.answer_suggestion(
        suggestion, SuggestionState.ADDED, by=nation.by_secretariat, **values
    )

    suggestion.refresh_from_db()
    assert suggestions.moves_open_to(suggestion, nation.by_secretariat) == []


def test_an_answer_has_words_and_guidance_names_a_trade(nation, suggestion):
    with pytest.raises(RuleBroken) as words:
        proposals_suggestions.answer_suggestion(
            suggestion, SuggestionState.REJECTED, answer=" ", by=nation.by_chamber
        )
    with pytest.raises(RuleBroken) as trade:
        proposals_suggestions.answer_suggestion(
            suggestion, SuggestionState.GUIDED, answer="بله", by=nation.by_chamber
        )
    with pytest.raises(RuleBroken) as stranger:
        proposals_suggestions.answer_suggestion(
            suggestion, SuggestionState.REJECTED, answer="نه", by=nation.by_other_chamber
        )

    assert [refusal.value.code for refusal in (words, trade, stranger)] == [
        "no_answer",
        "no_category",
        "not_your_office",
    ]
