"""Drafts of a registration: loading, locking, saving, removing."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from core import audit
from guild_units.models import RegistrationDraft

#: How long a registration may stand still (security bar 6).
KEPT = timedelta(days=90)


def draft_of(user: User) -> RegistrationDraft:
    """How far this person has come; an unsaved row when they have not begun."""
    person = people.citizen_person(user)
    found: RegistrationDraft | None = RegistrationDraft.objects.filter(person=person).first()
    return found or RegistrationDraft(person=person)


def lock(user: User) -> RegistrationDraft:
    """The person's row, made if need be, locked until the transaction ends."""
    person = people.citizen_person(user)
    RegistrationDraft.objects.get_or_create(person=person)
    locked: RegistrationDraft = RegistrationDraft.objects.select_for_update().get(person=person)
    return locked


def keep(draft: RegistrationDraft) -> None:
    """Save the locked row and raise its version."""
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


def forget_old_drafts() -> int:
    """Remove what abandoned registrations hold of people; returns how many rows were emptied or went.

    Who said «پروانه ندارم» is not asked again: of that row only the answer stays.
    """
    old = RegistrationDraft.objects.filter(updated_at__lt=timezone.now() - KEPT)
    gone, _ = old.filter(skipped_at=None).delete()
    blank: dict[str, Any] = {"licence_number": "", "birth_date": None, "found": {}, "employment_form": ""}
    blank |= {"workshop_code": "", "branch_code": "", "insured": None, "updated_at": timezone.now()}
    return gone + old.update(**blank)
