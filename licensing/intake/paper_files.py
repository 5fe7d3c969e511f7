"""Files taken on paper in a declared outage, entered afterwards with their own date (R222-R224, S001 E-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Person, User
from accounts.services import people
from core.jalali import at_tehran, day_of, end_of_day_tehran, format_date
from core.references import new_tracking_code
from core.refusals import RuleBroken
from core.text import to_persian_digits
from deadlines.services import clock as deadline_clock
from deadlines.services import notices
from deadlines.states import Key
from licensing.cases import clock
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import enter, lock
from licensing.cases.serials import next_serial
from licensing.cases.states import Status
from licensing.intake import paper_file_texts as texts
from licensing.intake import rules
from licensing.intake import services as intake
from licensing.licences import validity
from organizations.bodies.models import Union
from organizations.bodies.querysets import UnionQuerySet
from organizations.categories.models import Category
from organizations.conditions import published
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.places.models import County
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role
from registries.ports import PersonFacts

ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A paper receipt that may be entered: by which union it was taken, when, under which conditions."""

    union: Union
    county: County
    category: Category
    at: datetime
    receipt: str
    general: GeneralConditions
    special: SpecialConditions


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applied, as the paper says."""

    national_code: str
    birth_date: date
    mobile: str


def unions_of(by: User) -> UnionQuerySet:
    found: UnionQuerySet = Union.objects.filter(
        pk__in=bodies_as(by, Role.UNION_OPERATOR, Role.UNION_BOARD), is_active=True
    )
    return found


def check_taken(
    *, county: County, category: Category, day: date, hour: time | None, receipt: str, by: User
) -> Taken:
    """Whether paper was lawful in that county at that moment, and this union's to take.

    Args:
        hour: when the receipt was written; without it the last moment of the outage on that day counts.

    Raises:
        RuleBroken: "not_your_union", "in_future", "no_outage"; "no_union", "not_active_yet", "no_conditions",
            "no_general_conditions" as they stood on that day; "receipt_taken".
    """
    union = Union.objects.covering(county_id=county.pk, category_id=category.pk).first()
    if union is None or not unions_of(by).filter(pk=union.pk).exists():
        raise RuleBroken(texts.NOT_YOUR_UNION, code="not_your_union")
    at = _moment(county, day, hour)
    special = published.conditions_in_force(union, category, at=at)
    union, special = rules.check_accepts_requests(union, special, day)
    general = published.general_conditions_in_force(at=at)
    if general is None:
        raise RuleBroken(texts.NO_GENERAL_CONDITIONS, code="no_general_conditions")
    return Taken(union, county, category, at, receipt, general, special)


def _moment(county: County, day: date, hour: time | None) -> datetime:
    """When the paper was taken, within a declared outage."""
    now = deadline_clock.moment()
    if hour is not None:
        at = at_tehran(day, hour)
    else:
        begun = [notice for notice in notices.outages_on(county, day) if notice.from_at <= now]
        at = end_of_day_tehran(day)
        if begun:
            at = min(at, begun[-1].to_at - ONE_SECOND)
        if day == day_of(now):
            at = min(at, now)
    if at > now:
        raise RuleBroken(texts.IN_FUTURE, code="in_future")
    _check_outage(county, at)
    return at


def _check_outage(county: County, at: datetime) -> None:
    if notices.outage_at(county, at) is None:
        raise RuleBroken(texts.NO_OUTAGE.format(county=county.name, day=format_date(at)), code="no_outage")


def answer_was_due(taken: Taken) -> datetime | None:
    """When the union's time for an answer to this paper ran out; None while it runs or an outage lasts (R66, R224)."""
    due_at = deadline_clock.due_if_begun(Key.T1_UNION_ANSWER, at=taken.at, county=taken.county)
    return due_at if due_at is not None and due_at <= deadline_clock.moment() else None


def enter_paper_file(
    taken: Taken,
    applicant: Applicant,
    *,
    details: Mapping[str, Any],
    is_isargar: bool,
    signed: bool,
    by: User,
) -> LicenceRequest:
    """Enter a paper file: it is SUBMITTED with its own date and a tracking code, and the union's clock runs from then.

    The registers are asked before the transaction begins. The same receipt for the same person again is the file
    that stands already.

    Args:
        details: what the applicant's own forms ask for, by the names of `intake.DETAIL_FIELDS`.
        signed: the applicant accepted the conditions and gave the undertaking on paper (R63, R83).

    Raises:
        RuleBroken: "own_file", "unknown_officer", "no_undertaking", "isargar", "receipt_taken", "open_elsewhere",
            "no_outage", "incomplete", "temporary_again"; as `intake.confirm_identity` and
            `accounts.check_number_on_paper`.
    """
    _check_not_own(applicant, by)
    if not signed:
        raise RuleBroken(texts.NOT_SIGNED, code="no_undertaking")
    known = _entered(taken, applicant)
    if known is not None:
        return known
    day = day_of(taken.at)
    facts = intake.ask_identity(applicant.national_code, applicant.birth_date, on=day)
    people.check_number_on_paper(applicant.national_code, applicant.mobile, by=by)
    for _ in range(5):
        try:
            return _enter(taken, facts, applicant, {**details, "is_isargar": is_isargar}, by=by)
        except IntegrityError:  # the receipt or the place at this very moment, or a code that exists
            known = _entered(taken, applicant)
            if known is not None:
                return known
    raise RuleBroken(texts.TRY_AGAIN, code="try_again")


def _check_not_own(applicant: Applicant, by: User) -> None:
    if by.person is not None and by.person.national_code == applicant.national_code:
        raise RuleBroken(texts.OWN_FILE, code="own_file")


def _entered(taken: Taken, applicant: Applicant) -> LicenceRequest | None:
    """The file that stands under this receipt, if it is this person's."""
    rows = LicenceRequest.objects.filter(union=taken.union, paper_receipt=taken.receipt)
    found: LicenceRequest | None = rows.select_related("applicant").first()
    if found is not None and found.applicant.national_code != applicant.national_code:
        raise RuleBroken(
            texts.RECEIPT_TAKEN.format(receipt=to_persian_digits(taken.receipt)), code="receipt_taken"
        )
    return found


@transaction.atomic
def _enter(
    taken: Taken, facts: PersonFacts, applicant: Applicant, details: Mapping[str, Any], *, by: User
) -> LicenceRequest:
    _check_outage(taken.county, taken.at)
    person = people.person_on_paper(facts, mobile=applicant.mobile, by=by)
    known = _entered(taken, applicant)
    if known is not None:  # entered while this waited for the person's row
        return known
    case = _row_for(person, taken, details, by)
    validity.check_temporary_again(case, day_of(taken.at))
    rules.check_electronic_way(case)
    parts = intake.missing_parts(case)
    if parts:
        raise RuleBroken(texts.INCOMPLETE.format(parts="، ".join(parts)), code="incomplete")
    case.tracking_code = new_tracking_code()
    case.submitted_at = case.undertaking_at = case.conditions_accepted_at = case.taken_on_paper_at = taken.at
    case.paper_receipt, case.entered_by = taken.receipt, by
    case.receipt_number = next_serial(f"receipt:{taken.union.pk}")
    text = texts.ENTERED.format(union=taken.union.name, receipt=to_persian_digits(taken.receipt))
    enter(case, by=by, at=taken.at, text=text)
    clock.start(case, Key.T1_UNION_ANSWER, by=by, at=taken.at)
    case.save(update_fields=["due_at"])
    intake.tell_submitted(case)
    return case


def _row_for(person: Person, taken: Taken, details: Mapping[str, Any], by: User) -> LicenceRequest:
    """A new row, or the draft the applicant had begun for the same trade and place before the outage.

    Raises:
        RuleBroken: "open_elsewhere" when the same is asked for already.
    """
    case = LicenceRequest(applicant=person, created_by=by, category=taken.category)
    case.postal_code = str(details.get("postal_code", ""))
    twin = LicenceRequest.objects.twins_of(case).first() if case.postal_code else None
    if twin is not None:
        case = lock(twin)
        if case.status != Status.DRAFT:
            raise RuleBroken(texts.OPEN_ELSEWHERE, code="open_elsewhere")
    case.county, case.union = taken.county, taken.union
    case.general_conditions, case.special_conditions = taken.general, taken.special
    for name in (*intake.DETAIL_FIELDS, "is_isargar"):
        if name in details:
            setattr(case, name, details[name])
    return case
