"""Who may ask, and which union takes the request (R61, R75, R220, R221)."""

from datetime import date

from django.conf import settings

from accounts.models import Person
from accounts.texts import DECEASED
from core.jalali import age_on
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.intake import texts
from organizations.bodies.models import Union
from organizations.conditions.models import SpecialConditions

#: Key of the youngest age of an applicant, in years.
MINIMUM_AGE = "minimum_applicant_age"


class AlreadyOpen(RuleBroken):
    """A person asks twice for the same trade in the same premises; `first` is the request that is open."""

    def __init__(self, first: LicenceRequest) -> None:
        super().__init__(
            "درخواست بازی برای همین رسته و محل دارید. همان را ادامه دهید؛ درخواست دومی باز نمی‌شود.",
            code="already_open",
        )
        self.first = first


def waits_as_isargar(case: LicenceRequest) -> bool:
    """A veteran's request while the electronic way is not open to veterans (R75)."""
    return case.is_isargar and not settings.ISARGAR_ELECTRONIC


def check_electronic_way(case: LicenceRequest) -> None:
    """See `waits_as_isargar`.

    Raises:
        RuleBroken: "isargar", saying what to do.
    """
    if waits_as_isargar(case):
        raise RuleBroken(texts.ISARGAR.format(union=case.union.name), code="isargar")


def check_accepts_requests(
    union: Union | None, conditions: SpecialConditions | None, today: date
) -> tuple[Union, SpecialConditions]:
    """The union takes electronic requests (R220, R221) and has told its conditions (R63); both are returned.

    Raises:
        RuleBroken: "no_union", "not_active_yet", "no_conditions", each saying what to do.
    """
    if union is None:
        raise RuleBroken(texts.NO_UNION, code="no_union")
    if union.electronic_since is None or union.electronic_since > today:
        raise RuleBroken(texts.NOT_ACTIVE_YET.format(union=union.name), code="not_active_yet")
    if conditions is None:
        raise RuleBroken(texts.NO_CONDITIONS.format(union=union.name), code="no_conditions")
    return union, conditions


def check_adult(person: Person, today: date, *, at_least: int) -> None:
    """An applicant is alive and, on that day, at least so many years old as the law asks (handbook 6.9).

    Raises:
        RuleBroken: "under_age" or "deceased".
    """
    if person.deceased_on is not None:
        raise RuleBroken(DECEASED, code="deceased")
    if person.birth_date is not None and age_on(person.birth_date, today) < at_least:
        raise RuleBroken(texts.UNDER_AGE.format(at_least=to_persian_digits(str(at_least))), code="under_age")
