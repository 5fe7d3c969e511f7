"""An owner on the way to their unit, and the typing of each page."""

import pytest

from registries.models import SamplePerson
from tests.factories import BIRTH_DATE, NewcomerFactory, RegisterLicenceFactory, account_of, signed_in

BORN = {"birth_date_day": "3", "birth_date_month": "9", "birth_date_year": "۱۳۷۲"}
CODES = {"workshop_code": "۰۲۳۰۰۰۰۰۰۱", "branch_code": "۲۳"}
ADD = "/panel/units/add/"


class Owner:
    """A signed-in person, their browser, and what they type."""

    def __init__(self, person):
        self.person = person
        self.user = account_of(person)
        self.client = signed_in(self.user)

    def licence(self, number, **changes):
        """Step 3."""
        return self.client.post(f"{ADD}licence/", {"licence_number": number} | BORN | changes)

    def kind(self, form, client=None):
        """Step 4, on the page as it is drawn now."""
        return (client or self.client).post(f"{ADD}kind/", {"employment_form": form} | self.seen())

    def workshop(self, **changes):
        """Step 5."""
        return self.client.post(f"{ADD}workshop/", CODES | changes)

    def confirm(self, client=None, **changes):
        """The people are right."""
        return (client or self.client).post(f"{ADD}people/", self.seen() | changes)

    def seen(self):
        """The hidden fields of the page."""
        draft = self.person.registration
        draft.refresh_from_db()
        return {"guild_id": draft.found["guild_id"], "version": draft.version}

    def come_to_people(self, licence):
        """All pages up to the list of people."""
        self.licence(licence.number)
        self.kind("FORMAL")
        return self.workshop()


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def owner(db):
    """Somebody who has just signed in for the first time; the registry knows them."""
    return Owner(NewcomerFactory())


@pytest.fixture
def licence(owner):
    """Their licence of the register, with a workshop of three people."""
    holder = SamplePerson.objects.get(national_code=owner.person.national_code)
    assert holder.birth_date == BIRTH_DATE
    return RegisterLicenceFactory(holder=holder, workers=3)
