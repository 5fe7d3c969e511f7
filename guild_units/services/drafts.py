"""The row in which a registration keeps its place."""

from django.db import transaction
from django.utils import timezone

from accounts import services as accounts
from accounts.models import User
from core import audit
from guild_units.models import RegistrationDraft


def draft_of(user: User) -> RegistrationDraft:
    """How far this person has come; an unsaved row when they have not begun."""
    person = accounts.citizen_person(user)
    found: RegistrationDraft | None = RegistrationDraft.objects.filter(person=person).first()
    return found or RegistrationDraft(person=person)


def lock(user: User) -> RegistrationDraft:
    """The person's row, made if need be, locked until the transaction ends."""
    person = accounts.citizen_person(user)
    RegistrationDraft.objects.get_or_create(person=person)
    locked: RegistrationDraft = RegistrationDraft.objects.select_for_update().get(person=person)
    return locked


def keep(draft: RegistrationDraft) -> None:
    """Save the locked row; pages drawn before are stale from now on."""
    draft.version += 1
    draft.save()


@transaction.atomic
def continue_without_licence(*, by: User) -> RegistrationDraft:
    """«پروانه ندارم»: go on as an applicant. What was typed stays for later."""
    draft = lock(by)
    draft.skipped_at = timezone.now()
    keep(draft)
    audit.record(draft, "continued_without_licence", by=by)
    return draft
