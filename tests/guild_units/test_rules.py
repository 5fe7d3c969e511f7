"""The rules of registration and codes, each at its edges."""

from types import SimpleNamespace

import pytest

from core.refusals import RuleBroken
from guild_units import rules
from guild_units.rules import Step
from licensing.licences.states import LicenceState


def refusal_of(check, *args):
    with pytest.raises(RuleBroken) as refusal:
        check(*args)
    return refusal.value.code


def draft(found=None, employment_form="", insured=None, version=1):
    return SimpleNamespace(found=found, employment_form=employment_form, insured=insured, version=version)


ANSWERED = {
    Step.LICENCE: draft(),
    Step.FORM: draft(found={"number": "1"}),
    Step.WORKSHOP: draft(found={"number": "1"}, employment_form="SELF"),
    Step.PEOPLE: draft(found={"number": "1"}, employment_form="SELF", insured=[]),
}


@pytest.mark.parametrize("reached", Step)
def test_every_page_up_to_the_first_without_an_answer_is_open_and_none_behind_it(reached):
    assert rules.step_of(ANSWERED[reached]) == reached
    for step in Step:
        if list(Step).index(step) <= list(Step).index(reached):
            rules.check_reached(ANSWERED[reached], step)
        else:
            assert refusal_of(rules.check_reached, ANSWERED[reached], step) == "too_early"


def test_a_page_drawn_before_or_after_another_change_is_stale():
    rules.check_fresh(draft(version=3), 3)

    assert {refusal_of(rules.check_fresh, draft(version=3), seen) for seen in (2, 4)} == {"stale"}


def test_a_code_is_replaced_only_by_who_saw_it():
    code = SimpleNamespace(pk=7)

    rules.check_seen_code(code, 7)
    rules.check_seen_code(None, None)
    seen = [(code, 8), (code, None), (None, 7)]
    assert [refusal_of(rules.check_seen_code, *pair) for pair in seen] == ["stale"] * 3


@pytest.mark.parametrize("state", LicenceState)
def test_a_licence_that_is_gone_gets_no_code_and_every_other_does(state):
    unit = SimpleNamespace(licence=SimpleNamespace(state=state))
    gone = state in {LicenceState.CANCELLED, LicenceState.SUPERSEDED}

    if gone:
        assert refusal_of(rules.check_has_standing, unit) == "licence_void"
    else:
        rules.check_has_standing(unit)
    rules.check_has_standing(SimpleNamespace(licence=None))


def test_a_licence_of_the_register_opens_a_unit_for_its_holder_alone():
    licence = SimpleNamespace(holder_national_code="0012345679")

    assert rules.holds(SimpleNamespace(national_code="0012345679"), licence)
    assert not rules.holds(SimpleNamespace(national_code="0070000018"), licence)
