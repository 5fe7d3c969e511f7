"""Fixtures of the clock: two counties, their offices, and the seeds after a flush."""

import pytest
from hypothesis import settings

from accounts.models import User
from organizations.bodies.models import Commission
from organizations.places.models import County
from organizations.roles.states import Role
from tests.deadlines.cases import make_commission, make_county, make_secretary, make_staff

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture
def county(db) -> County:
    return make_county()


@pytest.fixture
def other_county(db) -> County:
    return make_county()


@pytest.fixture
def commission(county) -> Commission:
    return make_commission(county)


@pytest.fixture
def commissioner(commission) -> User:
    return make_staff(commission, Role.COMMISSION_COUNTY)


@pytest.fixture
def secretary(db) -> User:
    return make_secretary()


@pytest.fixture(autouse=True)
def _travelling_clock(settings) -> None:
    """Tests that travel in time need this machine's clock on both engines."""
    settings.CLOCK_FROM_DATABASE = False
