"""The applicant's side: find the union, accept the conditions, fill the forms, get the tracking code (R60–R66)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person, User
from accounts.services import people
from core import audit
from core.jalali import tehran_today
from core.references import group_tracking_code, new_tracking_code
from core.refusals import RuleBroken
from core.text import to_persian_digits
from deadlines.states import Key
from licensing.cases import clock
from licensing.cases import rules as cases_rules
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock, move
from licensing.cases.serials import next_serial
from licensing.cases.states import Status
from licensing.inquiries import services as inquiries
from licensing.intake import rules, texts
from licensing.intake.rules import MINIMUM_AGE, AlreadyOpen
from licensing.licences import validity
from messaging import services as messaging
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions import published
from organizations.conditions.models import SpecialConditions
from organizations.law.services import legal_value
from organizations.places.models import County
from registries.ports import PersonFacts

DETAIL_FIELDS = (
    "unit_name",
    "term",
    "tenure",
    "area_m2",
    "address",
    "postal_code",
    "website",
    "answers_for_platform",
    "birth_certificate_no",
    "birth_certificate_place",
    "building_use",
    "municipal_code",
    "tax_code",
    "staff_count",
)


def find_union(county: County, category: Category) -> tuple[Union, SpecialConditions]:
    """The union that answers for this trade in this place, and its conditions in force (R61, R63).

    Raises:
        RuleBroken: "no_union", "not_active_yet", "no_conditions".
    """
    union = Union.objects.covering(county_id=county.pk, category_id=category.pk).first()
    conditions = published.conditions_in_force(union, category) if union else None
    return rules.check_accepts_requests(union, conditions, tehran_today())


@transaction.atomic
def start_request(
    *, county: County, category: Category, by: User, seen: tuple[int, int] | None = None
) -> LicenceRequest:
    """Open a draft. Calling this is accepting the conditions: their versions are pinned to the request (R63).

    A person has one draft of a trade in a county as long as it names no premises: accepting again leads to it, and
    pins the versions accepted now.

    Args:
        seen: keys of the general and special conditions the person read; others in force now are refused.

    Raises:
        RuleBroken: as `find_union`; "no_general_conditions", "conditions_changed".
    """
    union, special = find_union(county, category)
    general = published.general_conditions_in_force()
    if general is None:
        raise RuleBroken(texts.NO_GENERAL_CONDITIONS, code="no_general_conditions")
    if seen is not None and seen != (general.pk, special.pk):
        raise RuleBroken(texts.CONDITIONS_CHANGED, code="conditions_changed")
    where = {"applicant": people.citizen_person(by), "county": county, "category": category}
    accepted = {"union": union, "general_conditions": general, "special_conditions": special}
    mine = LicenceRequest.objects.without_place(**where)
    draft: LicenceRequest | None = mine.select_for_update().first()
    if draft is not None:
        return _accept_again(draft, accepted, by=by)
    case: LicenceRequest
    try:
        with transaction.atomic():
            case = LicenceRequest.objects.create(created_by=by, **where, **accepted)
            audit.record(case, "drafted", by=by)
    except IntegrityError:  # another page opened it this very moment
        case = mine.get()
    return case


def _accept_again(draft: LicenceRequest, accepted: dict[str, Any], *, by: User) -> LicenceRequest:
    """Pin the versions accepted now to a locked draft that was opened before."""
    if all(getattr(draft, f"{name}_id") == row.pk for name, row in accepted.items()):
        return draft
    for name, row in accepted.items():
        setattr(draft, name, row)
    draft.conditions_accepted_at = timezone.now()
    draft.version += 1
    draft.save()
    audit.record(draft, "accepted newer conditions", by=by)
    return draft


def confirm_identity(person: Person, birth_date: date, *, by: User) -> Person:
    """Ask the civil registry whether this birth date belongs to the person; keep their names (R2).

    Asked outside any transaction.

    Raises:
        RuleBroken: "identity_unknown", "identity_mismatch", "under_age", "deceased".
    """
    facts = ask_identity(person.national_code, birth_date, on=tehran_today())
    return people.record_identity(person, facts, by=by)


def ask_identity(national_code: str, birth_date: date, *, on: date) -> PersonFacts:
    """What the civil registry says of somebody who applies on a day. Raises as `confirm_identity`."""
    facts = people.ask_identity(national_code, birth_date, mismatch=texts.IDENTITY_MISMATCH)
    told = Person(birth_date=facts.birth_date)
    rules.check_adult(told, on, at_least=legal_value(MINIMUM_AGE, on))
    return facts


@transaction.atomic
def save_details(case: LicenceRequest, details: dict[str, Any], *, by: User) -> LicenceRequest:
    """Keep what the applicant filled in so far; a draft may be incomplete.

    Raises:
        RuleBroken: "not_draft", "not_your_turn".
        AlreadyOpen: the person has an open request for this trade in these premises.
    """
    draft = _lock_draft(case, by)
    for name in DETAIL_FIELDS:
        if name in details:
            setattr(draft, name, details[name])
    draft.version += 1
    _save_alone(draft)
    return draft


def _lock_draft(case: LicenceRequest, by: User) -> LicenceRequest:
    """The draft, locked, if this person may still write in it."""
    draft = lock(case)
    if draft.status != Status.DRAFT:
        raise RuleBroken(texts.NOT_DRAFT, code="not_draft")
    cases_rules.check_move(draft, Status.SUBMITTED, by)
    return draft


@transaction.atomic
def declare_isargar(case: LicenceRequest, is_isargar: bool, *, by: User) -> LicenceRequest:
    """Keep whether the applicant is a veteran; M5 tells one what to do while the electronic way is closed (R75).

    Raises:
        RuleBroken: "not_draft", "not_your_turn".
    """
    draft = _lock_draft(case, by)
    if draft.is_isargar == is_isargar:
        return draft
    draft.is_isargar = is_isargar
    draft.version += 1
    draft.save()
    audit.record(draft, "declared", by=by, after={"is_isargar": is_isargar})
    if rules.waits_as_isargar(draft):
        union = draft.union
        body = texts.BODY_ISARGAR.format(
            category=draft.category.name, union=union.name, address=union.address, phone=union.phone
        )
        messaging.notify(
            draft.applicant,
            link=draft.get_absolute_url(),
            kind="M5",
            subject=texts.SUBJECT_ISARGAR,
            body=to_persian_digits(body),
        )
    return draft


def _save_alone(draft: LicenceRequest) -> None:
    """Save unless the same is asked for already; the database has the last word between two pages."""
    twins = LicenceRequest.objects.twins_of(draft)
    first = twins.first() if draft.postal_code else None
    if first is not None:
        raise AlreadyOpen(first)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise AlreadyOpen(twins.get()) from error


def missing_parts(case: LicenceRequest) -> list[str]:
    """The parts of the forms still to fill before a tracking code is given (R64), in words."""
    person = case.applicant
    parts = []
    if person.birth_date is None or not person.full_name:
        parts.append(texts.PERSON)
    online = case.category.is_online
    place = (case.unit_name, case.tenure, case.address, case.postal_code)
    if not all(place) or not (online or case.area_m2):
        parts.append(texts.PLACE)
    if online and not (case.website and case.answers_for_platform):
        parts.append(texts.PLATFORM)
    asked_by_offices = (case.birth_certificate_no, case.birth_certificate_place, case.building_use)
    if not all(asked_by_offices) or case.staff_count is None:
        parts.append(texts.OFFICES)
    return parts


def submit(case: LicenceRequest, *, undertaking: bool, by: User) -> LicenceRequest:
    """Give the draft its tracking code and start the union's clock (R64–R66).

    Args:
        undertaking: the applicant promised not to start business before issue (R83).

    Raises:
        RuleBroken: "incomplete", "no_undertaking", "under_age", "temporary_again", "isargar", or as the table of moves.
    """
    for _ in range(5):
        try:
            return _submit(case, undertaking=undertaking, by=by)
        except IntegrityError:  # the code exists already: once in a blue moon, so draw another
            continue
    raise RuleBroken(texts.TRY_AGAIN, code="try_again")


@transaction.atomic
def _submit(case: LicenceRequest, *, undertaking: bool, by: User) -> LicenceRequest:
    draft = lock(case)
    if draft.status == Status.SUBMITTED and draft.applicant_id == by.person_id:
        return draft  # the button was pressed twice: same request, same code
    parts = missing_parts(draft)
    if parts:
        raise RuleBroken(texts.INCOMPLETE.format(parts="، ".join(parts)), code="incomplete")
    if not undertaking:
        raise RuleBroken(texts.NO_UNDERTAKING, code="no_undertaking")
    today = tehran_today()
    rules.check_adult(draft.applicant, today, at_least=legal_value(MINIMUM_AGE, today))
    validity.check_temporary_again(draft, today)
    rules.check_electronic_way(draft)
    _check_still_taken(draft)
    now = timezone.now()
    draft.tracking_code = new_tracking_code()
    draft.submitted_at = draft.undertaking_at = now
    draft.receipt_number = next_serial(f"receipt:{draft.union_id}")
    clock.start(draft, Key.T1_UNION_ANSWER, by=by)
    move(draft, Status.SUBMITTED, by=by, text=texts.SUBMITTED.format(union=draft.union.name))
    tell_submitted(draft)
    return draft


def _check_still_taken(draft: LicenceRequest) -> None:
    """The union of the draft still answers for this trade and place, and takes electronic requests (R61, R221)."""
    union, _ = find_union(draft.county, draft.category)
    if union.pk != draft.union_id or not draft.category.is_active:
        raise RuleBroken(texts.UNION_CHANGED, code="union_changed")


def tell_submitted(case: LicenceRequest) -> None:
    """M6: tracking code, union, postal address, and the day the answer is due."""
    code = to_persian_digits(group_tracking_code(case.tracking_code or ""))
    due = clock.due_in_words(case)
    messaging.notify(
        case.applicant,
        link=case.get_absolute_url(),
        kind="M6",
        subject=texts.SUBJECT_SUBMITTED,
        body=texts.BODY_SUBMITTED.format(
            category=case.category.name,
            code=code,
            union=case.union.name,
            address=case.union.address,
            postal_code=to_persian_digits(case.special_conditions.union_postal_code),
            due=due,
        ),
        sms_text=texts.SMS_SUBMITTED.format(code=code, due=due),
    )


@transaction.atomic
def withdraw(case: LicenceRequest, *, by: User, seen_version: int | None = None) -> LicenceRequest:
    """The applicant gives the request up.

    Raises:
        RuleBroken: as the table of moves; "stale".
    """
    case = lock(case, seen_version=seen_version)
    clock.stop_all(case)
    inquiries.cancel_open(case)
    move(case, Status.WITHDRAWN, by=by, text=texts.WITHDRAWN)
    return case
