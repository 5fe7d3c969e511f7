"""What the demo page shows: whom one can play, with which account, and the texts that went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import User
from asnaf.sample.staff import POSTS, present_code
from asnaf.sample.stories import STORIES
from messaging.backends import file
from organizations.members.models import Membership
from organizations.roles.states import Role
from registries.models import SampleLicence, SamplePerson

LISTED_OF_CROWD = 40
LISTED_TEXTS = 12


@dataclass(frozen=True)
class ShopCard:
    """A licence and what one types about its workshop; empty codes when there is none."""

    name: str
    licence_number: str
    valid_to: date
    workshop_code: str = ""
    branch_code: str = ""


@dataclass(frozen=True)
class PersonCard:
    """A citizen with everything the portal will ask."""

    name: str
    title: str
    tells: str
    mobile: str
    national_code: str
    birth_date: date | None
    shops: tuple[ShopCard, ...]


@dataclass(frozen=True)
class AccountCard:
    """A staff account with the code its authenticator shows now, valid for `seconds` more."""

    username: str
    name: str
    role: str
    body: str
    tells: str
    code: str
    seconds: int


@dataclass(frozen=True)
class TextCard:
    """A text message as its receiver read it."""

    mobile: str
    text: str
    at: datetime


def people_with_story() -> list[PersonCard]:
    """The people of `stories`, in that order; those not loaded are left out."""
    codes = [story.national_code for story in STORIES]
    rows = {person.national_code: person for person in _people().filter(national_code__in=codes)}
    return [
        _person_card(rows[story.national_code], mobile=story.mobile, title=story.title, tells=story.tells)
        for story in STORIES
        if story.national_code in rows
    ]


def people_of_crowd() -> list[PersonCard]:
    rows = _people().exclude(national_code__in=[story.national_code for story in STORIES]).order_by("pk")
    return [
        _person_card(person, mobile=next((sim.mobile for sim in person.sims.all()), ""))
        for person in rows[:LISTED_OF_CROWD]
    ]


def staff_accounts(now: float | None = None) -> list[AccountCard]:
    """The accounts of every role, with their codes at the moment `now` (seconds since 1970)."""
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[post.username for post in POSTS], is_staff=True)
        .select_related("person")
        .only("username", "person__first_name", "person__last_name")
    }
    bodies = dict(
        Membership.objects.filter(user__in=list(users.values())).values_list("user__username", "body__name")
    )
    return [
        AccountCard(
            username=post.username,
            name=str(users[post.username]),
            role=Role(post.role).label,
            body=bodies.get(post.username, ""),
            tells=post.tells,
            code=code,
            seconds=seconds,
        )
        for post in POSTS
        if post.username in users
        for code, seconds in [present_code(post.username, now)]
    ]


def last_texts() -> list[TextCard]:
    """The newest text messages first; empty unless a back end of the demonstration wrote them down."""
    return [
        TextCard(mobile=text.mobile, text=text.text, at=datetime.fromisoformat(text.at))
        for text in file.latest(LISTED_TEXTS)
    ]


def _people() -> QuerySet[SamplePerson]:
    return SamplePerson.objects.prefetch_related("sims", "licences__workshops")


def _person_card(person: SamplePerson, *, mobile: str, title: str = "", tells: str = "") -> PersonCard:
    return PersonCard(
        name=str(person),
        title=title,
        tells=tells,
        mobile=mobile,
        national_code=person.national_code,
        birth_date=person.birth_date,
        shops=tuple(_shop_cards(person.licences.all())),
    )


def _shop_cards(licences: Iterable[SampleLicence]) -> Iterable[ShopCard]:
    for licence in licences:
        workshop = next(iter(licence.workshops.all()), None)
        yield ShopCard(
            name=f"{licence.unit_name} ({licence.category_name})",
            licence_number=licence.number,
            valid_to=licence.valid_to,
            workshop_code=workshop.workshop_code if workshop else "",
            branch_code=workshop.branch_code if workshop else "",
        )
