"""Choosing the employment form and storing the unit (R9, R30–R33)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person, User
from accounts.services import people
from core import audit
from core.refusals import RuleBroken
from guild_units import rules, signals, texts
from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.rules import Step
from guild_units.services import codes
from guild_units.services.drafts import keep
from guild_units.services.finding import facts_of_issued
from guild_units.states import EmploymentForm
from licensing.licences.models import Licence
from organizations.categories.models import Category
from organizations.places.models import County
from registries.ports import InsuredPerson

#: Columns that the draft keeps as text.
DAYS = ("issued_on", "valid_to", "told_on")


@transaction.atomic
def choose_form(form: str, *, guild_id: str, seen_version: int, by: User) -> GuildUnit | None:
    """Confirm the licence shown and say how the unit is run. The self-employed are done with it: their unit is
    returned (R9). Asking again for a licence that has its unit gives that unit.

    Args:
        form: an `EmploymentForm`.
        guild_id: identifier of the licence the person confirms.
        seen_version: the version of the draft the page was drawn from.

    Raises:
        RuleBroken: "too_early", "stale", "licence_attached", "licence_void".
    """
    person = people.citizen_person(by)
    draft = _locked(person)
    done = _registered(person, guild_id)
    if done is not None:
        return done
    rules.check_reached(draft, Step.FORM)
    rules.check_fresh(draft, seen_version)
    draft.employment_form = EmploymentForm(form)
    keep(draft)
    return _store(draft, by) if draft.employment_form == EmploymentForm.SELF_EMPLOYED else None


@transaction.atomic
def register_unit(*, guild_id: str, seen_version: int, by: User) -> GuildUnit:
    """Store the unit and the people at work in it, as they were shown. Asking again gives the same unit.

    Arguments and refusals are those of `choose_form`.
    """
    person = people.citizen_person(by)
    draft = _locked(person)
    done = _registered(person, guild_id)
    if done is not None:
        return done
    rules.check_reached(draft, Step.PEOPLE)
    rules.check_fresh(draft, seen_version)
    return _store(draft, by)


def _locked(person: Person) -> RegistrationDraft:
    """The draft under lock; an empty one when the unit was registered a moment ago."""
    row: RegistrationDraft | None = (
        RegistrationDraft.objects.select_for_update().filter(person=person).first()
    )
    return row or RegistrationDraft(person=person)


def _registered(person: Person, guild_id: str) -> GuildUnit | None:
    unit: GuildUnit | None = GuildUnit.objects.present().filter(owner=person, guild_id=guild_id).first()
    return unit


def _store(draft: RegistrationDraft, by: User) -> GuildUnit:
    unit = _attach(draft, draft.person)
    audit.record(
        unit, "registered", by=by, after={"guild_id": unit.guild_id, "employment_form": unit.employment_form}
    )
    signals.unit_registered.send(GuildUnit, unit=unit, insured=_confirmed(draft), by=by)
    codes.give_code(unit, by=by)
    codes.tell_owner(unit)
    draft.delete()
    return unit


def _attach(draft: RegistrationDraft, owner: Person) -> GuildUnit:
    facts = _facts(draft)
    formal = draft.employment_form == EmploymentForm.FORMAL
    county = County.objects.filter(code=facts["county_code"]).first()
    category = Category.objects.filter(isic_code=facts["category_isic"]).first()
    try:
        with transaction.atomic():
            unit: GuildUnit = GuildUnit.objects.create(
                owner=owner,
                county=county,
                category=category,
                employment_form=draft.employment_form,
                workshop_code=draft.workshop_code if formal else "",
                branch_code=draft.branch_code if formal else "",
                **facts,
            )
    except IntegrityError as error:
        if not GuildUnit.objects.present().filter(guild_id=facts["guild_id"]).exists():
            raise
        raise RuleBroken(texts.LICENCE_ATTACHED, code="licence_attached") from error
    return unit


def _facts(draft: RegistrationDraft) -> dict[str, Any]:
    """The columns the licence fills: of one issued here as it stands now, of another as it was shown."""
    facts = dict(draft.found)
    issued_here = facts.get("licence_id")
    if issued_here:
        licence = Licence.objects.select_related("union", "category", "county").get(pk=issued_here)
        facts = facts_of_issued(licence) | {"union_id": licence.union_id}
    return facts | {name: date.fromisoformat(facts[name]) for name in DAYS}


def preview(draft: RegistrationDraft) -> GuildUnit:
    """The unit the draft would become, not stored; the draft must have found its licence."""
    county = County.objects.select_related("province").filter(code=draft.found["county_code"]).first()
    days = {name: date.fromisoformat(draft.found[name]) for name in DAYS}
    return GuildUnit(owner=draft.person, county=county, **draft.found | days)


def insured_of(draft: RegistrationDraft) -> list[InsuredPerson]:
    """The people of the workshop's list as the register told them."""
    return [InsuredPerson(**person) for person in draft.insured or ()]


def _confirmed(draft: RegistrationDraft) -> list[InsuredPerson]:
    return insured_of(draft) if draft.employment_form == EmploymentForm.FORMAL else []


@transaction.atomic
def record_reveal(person: Person, *, by: User) -> None:
    """Write down that a masked national code was shown in full (R352)."""
    audit.record(person, "national_code_shown", by=by)
