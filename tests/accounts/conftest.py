"""People and SIMs of the identity register."""

from datetime import date

import pytest

from accounts.services.codes import request_code, verify_code
from accounts.states import Purpose
from registries.models import SamplePerson, SampleSim

MOBILE, NATIONAL_CODE = "09121234567", "0012345679"


@pytest.fixture
def sim(db):
    """A SIM that belongs to its holder."""
    person = SamplePerson.objects.create(
        national_code=NATIONAL_CODE,
        first_name="مریم",
        last_name="کاظمی",
        father_name="علی",
        birth_date=date(1985, 3, 21),
        gender=SamplePerson.Gender.FEMALE,
    )
    return SampleSim.objects.create(mobile=MOBILE, person=person)


@pytest.fixture
def sent_codes(monkeypatch):
    """The codes in the order they left, as the phone would show them."""
    from accounts.signals import code_issued

    codes = []

    def read(sender, challenge, code, **kwargs):
        codes.append(code)

    code_issued.connect(read)
    yield codes
    code_issued.disconnect(read)


@pytest.fixture
def ask(sim):
    """Ask for a code as the sign-in page does."""

    def request(**changes):
        arguments = {
            "mobile": MOBILE,
            "national_code": NATIONAL_CODE,
            "purpose": Purpose.SIGN_IN,
            "session_token": "token-of-this-browser",
        } | changes
        return request_code(**arguments)

    return request


@pytest.fixture
def use(sim):
    """Type a code as the code page does."""

    def verify(challenge, code, **changes):
        arguments = {
            "challenge_id": challenge.pk,
            "session_token": "token-of-this-browser",
            "purpose": Purpose.SIGN_IN,
            "code": code,
        } | changes
        return verify_code(**arguments)

    return verify
