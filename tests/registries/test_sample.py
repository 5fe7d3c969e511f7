"""What only the embedded back end does: slowness on demand, and refusing to be asked inside a transaction."""

import pytest
from django.db import transaction

from registries import services
from registries.backends import sample
from registries.calls import time_budget
from registries.models import SampleOutage
from registries.ports import Match, RegisterUnavailable
from tests.registries.nation import MARYAM

pytestmark = pytest.mark.usefixtures("nation")


def slow(seconds):
    SampleOutage.objects.create(register="identity", mode=SampleOutage.Mode.SLOW, seconds=seconds)
    naps = []
    return sample.IdentityRegister(sleep=naps.append), naps


def test_slow_register_answers_late():
    register, naps = slow(3)

    assert register.mobile_owner("09121234567", MARYAM) is Match.MATCH
    assert naps == [3.0]


def test_register_slower_than_a_page_may_wait_is_unavailable_after_eight_seconds():
    register, naps = slow(60)

    with pytest.raises(RegisterUnavailable):
        register.mobile_owner("09121234567", MARYAM)

    assert naps == [pytest.approx(8, abs=0.5)]


def test_page_that_has_waited_long_enough_waits_no_more():
    register, naps = slow(3)

    with time_budget(1), pytest.raises(RegisterUnavailable):
        register.mobile_owner("09121234567", MARYAM)

    assert naps == [pytest.approx(1, abs=0.2)]


def test_inner_budget_never_widens_the_outer_one():
    register, naps = slow(3)

    with time_budget(1), time_budget(100), pytest.raises(RegisterUnavailable):
        register.mobile_owner("09121234567", MARYAM)

    assert naps == [pytest.approx(1, abs=0.2)]


def test_question_inside_a_transaction_is_refused():
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        services.identity().mobile_owner("09121234567", MARYAM)


def test_settings_choose_the_back_ends():
    chosen = [
        services.identity(),
        services.licences(),
        services.social_security(),
        services.health(),
        services.post(),
    ]

    assert [type(register).__module__ for register in chosen] == ["registries.backends.sample"] * 5
    assert services.identity() is chosen[0]
