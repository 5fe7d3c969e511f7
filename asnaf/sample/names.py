"""Names of people who do not exist."""

from dataclasses import dataclass
from functools import cache
from random import Random

from core.text import search_key, sort_key
from organizations import data_files
from registries.models import SamplePerson

FEMALE, MALE = SamplePerson.Gender.FEMALE, SamplePerson.Gender.MALE


@dataclass(frozen=True)
class Name:
    """What a person is called, and their father."""

    first: str
    last: str
    father: str
    gender: str


def invent(chance: Random, *, gender: str = "") -> Name:
    """A name put together by chance; of the given gender, or of either."""
    gender = gender or chance.choice((FEMALE, MALE))
    given = data_files.words("given_names_female.txt" if gender == FEMALE else "given_names_male.txt")
    return Name(
        first=chance.choice(given),
        last=chance.choice(data_files.words("family_names.txt")),
        father=chance.choice(data_files.words("given_names_male.txt")),
        gender=gender,
    )


@cache
def keys(first: str, last: str) -> tuple[str, str]:
    """What `Person.save` fills for sorting and searching, for rows that are written in bulk."""
    return sort_key(f"{last} {first}")[:160], search_key(f"{first} {last}")[:160]
