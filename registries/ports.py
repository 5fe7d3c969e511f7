"""The questions the portal asks outside registers, and the shape of their answers.

Each register is one small `Protocol`. "I cannot tell" (UNKNOWN) is its own answer and never a yes: it is
false wherever it is used as a truth value. A register that does not answer at all raises
`RegisterUnavailable`. Every argument is in canonical form (ASCII digits, as `core.checks` returns it).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Final, Literal, Protocol

from registries import texts


class RegisterUnavailable(Exception):
    """A register is slow or down. The message is Persian and fit to be shown; `register` is its short
    name."""

    def __init__(self, register: str) -> None:
        super().__init__(texts.unavailable(register))
        self.register = register


class Match(StrEnum):
    """Does this mobile belong to this national code? Only MATCH is true."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNKNOWN = "UNKNOWN"

    def __bool__(self) -> bool:
        return self is Match.MATCH


class Unknown(Enum):
    """The register answered, but cannot tell."""

    UNKNOWN = "UNKNOWN"

    def __bool__(self) -> Literal[False]:
        return False


UNKNOWN: Final = Unknown.UNKNOWN


class Gender(StrEnum):
    """As the civil registry writes it."""

    FEMALE = "FEMALE"
    MALE = "MALE"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the civil registry says of a person whose national code and birth date agree."""

    national_code: str
    first_name: str
    last_name: str
    father_name: str
    birth_date: date
    gender: Gender
    deceased_on: date | None = None

    @property
    def full_name(self) -> str:
        """First and last name, as written on the national card."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A licence issued before the portal, as the national licence register holds it (R8, R31)."""

    number: str
    guild_id: str
    holder_national_code: str
    holder_name: str
    unit_name: str
    union_name: str
    category_isic: str
    category_name: str
    county_code: str
    address: str
    postal_code: str
    issued_on: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class InsuredPerson:
    """One line of a workshop's newest insurance list. `list_month` is a Jalali month, "140306"."""

    national_code: str
    first_name: str
    last_name: str
    list_month: str

    @property
    def full_name(self) -> str:
        """First and last name, as the list has them."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class VaccinationFacts:
    """Doses a person has had, 0 to 4, and the day of the last."""

    doses: int
    last_dose_on: date | None


@dataclass(frozen=True, slots=True)
class PostalFacts:
    """The place a postal code stands for (R103)."""

    postal_code: str
    province: str
    county_code: str
    town: str
    street: str
    number: str
    floor: str

    @property
    def address(self) -> str:
        """The parts on one line, largest first, empty ones left out."""
        parts = [self.province, self.town, self.street]
        if self.number:
            parts.append(texts.PLATE.format(self.number))
        if self.floor:
            parts.append(texts.FLOOR.format(self.floor))
        return texts.COMMA.join(part for part in parts if part)


class IdentityRegister(Protocol):
    """Civil registry and ownership of SIM cards (R1, R2)."""

    def mobile_owner(self, mobile: str, national_code: str) -> Match:
        """Does the SIM belong to the holder of this national code?"""

    def person(self, national_code: str, birth_date: date) -> PersonFacts | Unknown | None:
        """The person; None when code and birth date do not belong together; UNKNOWN when it cannot be
        told."""


class LicenceRegister(Protocol):
    """Licences issued on paper or by an earlier system (R8, R30)."""

    def licence(self, number: str) -> LicenceFacts | None:
        """The licence with this number, or None when there is none. Signs between its groups do not count: the answer
        holds the number as the register spells it."""


class SocialSecurityRegister(Protocol):
    """Insurance lists of workshops (R9, R32)."""

    def insured(
        self, workshop_code: str, branch_code: str, *, licence_number: str, national_code: str
    ) -> list[InsuredPerson] | None:
        """The newest list of a workshop that stands on this licence or whose employer is this person, by name.

        Empty when it never sent one. None when the codes name no workshop and when they name another's: the
        register does not say which, and no name of another's workshop leaves it.
        """


class HealthRegister(Protocol):
    """Vaccination records."""

    def vaccination(self, national_code: str) -> VaccinationFacts | Unknown:
        """The person's doses; UNKNOWN when the register holds no record of them."""


class PostRegister(Protocol):
    """The national address file (R103)."""

    def postal_code(self, code: str) -> PostalFacts | Unknown | None:
        """The address; None when no place has this code; UNKNOWN when it cannot be told."""
