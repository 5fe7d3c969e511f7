"""Questions of a registration to outside registers: identity, licence, insured people of the workshop.

What was typed is kept before a register is asked, so that nothing is lost when it is slow or down.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from accounts import limits
from accounts.limits import DAY, HOUR, Limit
from accounts.models import Person, User
from accounts.services.people import citizen_person
from core.checks import is_same_number
from core.jalali import tehran_today
from core.refusals import RuleBroken
from guild_units import rules, texts
from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.rules import Step
from guild_units.services.drafts import keep, lock
from guild_units.states import EmploymentForm
from licensing.intake.services import confirm_identity
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource, LicenceState
from registries import services as registries
from registries.ports import LicenceFacts, RegisterUnavailable

#: All registers together; the page itself answers within five seconds.
REGISTER_SECONDS = 4.0
LOOKUPS_AN_HOUR = 30
#: Numbers and codes that are not theirs, of licences and workshops together; then a day's pause.
REFUSALS_A_DAY = 10


def look_up_licence(*, number: str, birth_date: date | None, by: User) -> RegistrationDraft:
    """Find the licence with this number and keep it in the draft, to be shown before anything is stored (R8, R31).

    Args:
        number: as `clean_licence_number` returns it; signs between its groups do not count.
        birth_date: asked only while the civil registry has not confirmed the person (R2).

    Raises:
        RuleBroken: "licence_not_found" (also for another's), "licence_void", "licence_attached", "rate_limited",
            "register_unavailable", or as `confirm_identity`.
    """
    person = _keep_licence_typed(number, birth_date, by)
    _check_limits("licence", person)
    with registries.time_budget(REGISTER_SECONDS):
        if birth_date is not None:
            person = confirm_identity(person, birth_date, by=by)
        facts = _licence_of(person, number)
    if GuildUnit.objects.present().filter(guild_id=facts["guild_id"]).exists():
        raise RuleBroken(texts.LICENCE_ATTACHED, code="licence_attached")
    return _keep_licence_found(number, facts, by)


def _check_limits(what: str, person: Person) -> None:
    """Raises RuleBroken "rate_limited": too many questions in an hour, or too many that were refused in a day."""
    asked = Limit(f"unit-{what}:{person.pk}", LOOKUPS_AN_HOUR, HOUR)
    limits.check(asked, refusal=texts.TOO_MANY_LOOKUPS)
    if limits.full_until(_refusals_of(person)):
        raise RuleBroken(texts.TOO_MANY_REFUSALS, code="rate_limited")


def _refusals_of(person: Person) -> Limit:
    return Limit(f"unit-refused:{person.pk}", REFUSALS_A_DAY, DAY)


def _refuse(person: Person, text: str, code: str) -> RuleBroken:
    """The answer to what is not this person's, counted; the same whether it exists or not."""
    limits.count(_refusals_of(person))
    return RuleBroken(text, code=code)


@transaction.atomic
def _keep_licence_typed(number: str, birth_date: date | None, by: User) -> Person:
    draft = lock(by)
    if draft.licence_number != number:
        draft.found, draft.insured = {}, None  # a workshop is tied to its licence
    draft.licence_number, draft.birth_date = number, birth_date or draft.birth_date
    keep(draft)
    return draft.person


@transaction.atomic
def _keep_licence_found(number: str, facts: dict[str, Any], by: User) -> RegistrationDraft:
    draft = lock(by)
    if draft.licence_number == number:  # else another device was faster and looks for another licence
        draft.found, draft.licence_number = (
            facts,
            facts["licence_number"],
        )  # as it is stored, not as it was typed
        keep(draft)
    return draft


def _licence_of(person: Person, number: str) -> dict[str, Any]:
    """The facts of this person's licence: one issued here, or one of the register."""
    ours = Licence.objects.filter(holder=person).select_related("union", "category", "county")
    issued = [licence for licence in ours if is_same_number(number, licence.number)]
    if issued:
        return facts_of_issued(next((one for one in issued if one.number == number), issued[0]))
    try:
        found = registries.licences().licence(number)
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="register_unavailable") from error
    if found is None or not rules.holds(person, found):
        raise _refuse(person, texts.LICENCE_NOT_FOUND, "licence_not_found")
    return _facts_of_register(found)


def facts_of_issued(licence: Licence) -> dict[str, Any]:
    """The columns of a unit that a licence of this portal fills.

    Raises:
        RuleBroken: "licence_void": it was cancelled or superseded.
    """
    if licence.state in (LicenceState.CANCELLED, LicenceState.SUPERSEDED):
        raise RuleBroken(texts.LICENCE_VOID, code="licence_void")
    return {
        "source": LicenceSource.PORTAL.value,
        "licence_id": licence.pk,
        "licence_number": licence.number,
        "guild_id": licence.guild_id,
        "unit_name": licence.unit_name,
        "category_isic": licence.category.isic_code,
        "category_name": licence.category.name,
        "union_name": licence.union.name,
        "county_code": licence.county.code,
        "address": licence.address,
        "postal_code": licence.postal_code,
        "issued_on": licence.issued_on.isoformat(),
        "valid_to": licence.valid_to.isoformat(),
        "told_on": tehran_today().isoformat(),
    }


def _facts_of_register(facts: LicenceFacts) -> dict[str, Any]:
    return {
        "source": LicenceSource.REGISTER.value,
        "licence_id": None,
        "licence_number": facts.number,
        "guild_id": facts.guild_id,
        "unit_name": facts.unit_name,
        "category_isic": facts.category_isic,
        "category_name": facts.category_name,
        "union_name": facts.union_name,
        "county_code": facts.county_code,
        "address": facts.address,
        "postal_code": facts.postal_code,
        "issued_on": facts.issued_on.isoformat(),
        "valid_to": facts.valid_to.isoformat(),
        "told_on": tehran_today().isoformat(),
    }


def list_insured(*, workshop_code: str, branch_code: str, by: User) -> RegistrationDraft:
    """Keep the codes of the workshop, and the people insured there, to be shown for confirmation (R9, R32).

    The register answers only for a workshop of the licence found or of this employer; another's is answered like none.

    Raises:
        RuleBroken: "too_early", "workshop_not_found", "rate_limited", "register_unavailable".
    """
    person = citizen_person(by)
    licence_number = _keep_codes_typed(workshop_code, branch_code, by).licence_number
    _check_limits("workshop", person)
    try:
        with registries.time_budget(REGISTER_SECONDS):
            people = registries.social_security().insured(
                workshop_code,
                branch_code,
                licence_number=licence_number,
                national_code=person.national_code,
            )
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="register_unavailable") from error
    if people is None:
        raise _refuse(person, texts.WORKSHOP_NOT_FOUND, "workshop_not_found")
    asked = {"licence_number": licence_number, "workshop_code": workshop_code, "branch_code": branch_code}
    return _keep_list(asked, [asdict(one) for one in people], by)


@transaction.atomic
def _keep_codes_typed(workshop_code: str, branch_code: str, by: User) -> RegistrationDraft:
    draft = lock(by)
    rules.check_reached(draft, Step.WORKSHOP)
    draft.employment_form = EmploymentForm.FORMAL
    draft.workshop_code, draft.branch_code, draft.insured = workshop_code, branch_code, None
    keep(draft)
    return draft


@transaction.atomic
def _keep_list(asked: dict[str, str], people: list[dict[str, str]], by: User) -> RegistrationDraft:
    draft = lock(by)
    if all(
        getattr(draft, name) == value for name, value in asked.items()
    ):  # else asked anew from another device
        draft.insured = people
        keep(draft)
    return draft
