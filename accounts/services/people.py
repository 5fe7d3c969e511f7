"""Finding persons by national code, and opening their accounts at the first sign-in."""

from datetime import date

from django.db import transaction

from accounts import signals, texts
from accounts.models import OtpChallenge, Person, User
from accounts.services import codes, mobiles
from core import audit
from core.refusals import RuleBroken
from registries import services as registries
from registries.ports import PersonFacts, RegisterUnavailable, Unknown


@transaction.atomic
def citizen_of(challenge: OtpChallenge) -> User:
    """The account of the person who just proved their SIM; made at the first visit.

    A number other than the recorded one gets in only after a checked change; then this code completes it.

    Raises:
        RuleBroken: "other_mobile", "account_closed".
    """
    person, _ = Person.objects.get_or_create(national_code=challenge.national_code)
    if person.mobile != challenge.mobile:
        mobiles.take_on(person, challenge.mobile)
    user, created = User.objects.get_or_create(
        person=person, is_staff=False, defaults={"username": f"citizen-{person.pk}"}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.record(user, "account_opened", by=user)
    if not user.is_active:
        raise RuleBroken(texts.ACCOUNT_CLOSED, code="account_closed")
    return user


def check_number_on_paper(national_code: str, mobile: str, *, by: User) -> None:
    """A number written on paper counts only if the SIM is the person's, unless the portal knows a number already.

    Asked outside any transaction.

    Raises:
        RuleBroken: as `codes.check_owner`.
    """
    if not Person.objects.filter(national_code=national_code).exclude(mobile="").exists():
        codes.check_owner(mobile, national_code, browser=mobiles.asker_of(by))


def ask_identity(
    national_code: str, birth_date: date, *, mismatch: str = texts.IDENTITY_MISMATCH
) -> PersonFacts:
    """What the civil registry says of a living person; asked outside any transaction. UNKNOWN is never a yes.

    Args:
        mismatch: the sentence for a code and a date that do not belong together.

    Raises:
        RuleBroken: "identity_unknown", "identity_mismatch", "deceased".
    """
    try:
        facts = registries.identity().person(national_code, birth_date)
    except RegisterUnavailable as error:
        raise RuleBroken(str(error), code="identity_unknown") from error
    if isinstance(facts, Unknown):
        raise RuleBroken(texts.IDENTITY_UNKNOWN, code="identity_unknown")
    if facts is None:
        raise RuleBroken(mismatch, code="identity_mismatch")
    if facts.deceased_on is not None:
        raise RuleBroken(texts.DECEASED, code="deceased")
    return facts


@transaction.atomic
def person_on_paper(facts: PersonFacts, *, mobile: str, by: User) -> Person:
    """The person a member of staff has paper of: found, or made; the recorded number is never changed this way.

    Args:
        facts: what the civil registry told.
        mobile: canonical, seen by `check_number_on_paper`; kept when the portal knows no number yet.
    """
    person, _ = Person.objects.get_or_create(national_code=facts.national_code)
    if not person.mobile:
        mobiles.take_on(person, mobile)
    return record_identity(person, facts, by=by)


def citizen_person(user: User) -> Person:
    """The person behind a citizen's account.

    Raises:
        RuleBroken: "staff_account": staff act for their body, never for themselves.
    """
    if user.is_staff or user.person is None:
        raise RuleBroken(texts.CITIZENS_ONLY, code="staff_account")
    return user.person


@transaction.atomic
def record_identity(person: Person, facts: PersonFacts, *, by: User) -> Person:
    """Write what the civil registry told of this person: names, birth date and, if so, the day of death."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    before = row.full_name
    row.first_name, row.last_name, row.father_name = facts.first_name, facts.last_name, facts.father_name
    row.birth_date, row.deceased_on = facts.birth_date, facts.deceased_on
    row.save()
    audit.record(row, "identity_recorded", by=by)
    if row.full_name != before:
        signals.person_named.send(Person, person=row)
    return row
