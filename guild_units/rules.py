"""The steps of registration and the checks before each (handbook 6.1 and 6.2, R8–R10, R30–R33)."""

from django.db import models

from accounts.models import Person
from core.refusals import RuleBroken
from guild_units import texts
from guild_units.models import GuildUnit, QrCode, RegistrationDraft
from licensing.licences.states import LicenceState
from registries.ports import LicenceFacts


class Step(models.TextChoices):
    """The pages of registration, in their order."""

    LICENCE = "LICENCE", "پروانه کسب"
    FORM = "FORM", "نوع کاربری"
    WORKSHOP = "WORKSHOP", "کارگاه"
    PEOPLE = "PEOPLE", "کارکنان"


ORDER = tuple(Step)
#: States a licence does not come back from.
GONE = (LicenceState.CANCELLED, LicenceState.SUPERSEDED)


def step_of(draft: RegistrationDraft) -> Step:
    """The first page whose answer is still missing."""
    if not draft.found:
        return Step.LICENCE
    if not draft.employment_form:
        return Step.FORM
    return Step.WORKSHOP if draft.insured is None else Step.PEOPLE


def check_reached(draft: RegistrationDraft, step: Step) -> None:
    """Refuse a page whose earlier pages are unanswered.

    Raises:
        RuleBroken: "too_early".
    """
    if ORDER.index(step) > ORDER.index(step_of(draft)):
        raise RuleBroken(texts.TOO_EARLY, code="too_early")


def check_fresh(draft: RegistrationDraft, seen_version: int) -> None:
    """Refuse a form whose draft was changed on another device since the page was drawn.

    Raises:
        RuleBroken: "stale".
    """
    if draft.version != seen_version:
        raise RuleBroken(texts.CHANGED_ELSEWHERE, code="stale")


def holds(person: Person, licence: LicenceFacts) -> bool:
    """Whether the licence of the register is this person's: it opens a unit for its holder alone (R8)."""
    return licence.holder_national_code == person.national_code


def check_seen_code(active: QrCode | None, seen: int | None) -> None:
    """The code to be replaced is the one the owner was shown: a second click makes no third code.

    Raises:
        RuleBroken: "stale".
    """
    if (active.pk if active else None) != seen:
        raise RuleBroken(texts.CODE_CHANGED, code="stale")


def check_has_standing(unit: GuildUnit) -> None:
    """Refuse a code for a cancelled or superseded licence; an expired one may be renewed and keeps its code.

    Raises:
        RuleBroken: "licence_void".
    """
    if unit.licence and unit.licence.state in GONE:
        raise RuleBroken(texts.NO_CODE_FOR_VOID_LICENCE, code="licence_void")
