"""Drafts nobody touches: told a week before, then deleted with their papers (handbook 6.5, security bar 6)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core import audit
from core.jalali import format_date
from core.sweeps import run_each_logging_errors
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.cases.querysets import LicenceRequestQuerySet
from licensing.cases.states import Status
from licensing.intake import draft_texts as texts
from licensing.papers import services as papers
from messaging import services as messaging

KEPT = timedelta(days=30)

#: A veteran's draft waits for the electronic way to open (R75), but no longer than any draft may be kept.
KEPT_FOR_VETERANS = timedelta(days=90)
TOLD_BEFORE = timedelta(days=7)
AT_ONCE = 500


def delete_old_drafts() -> int:
    """Tell the owners of drafts that end in a week, delete those told a week ago; returns how many were deleted."""
    now = timezone.now()
    told_for_this_rest = Q(deletion_told_at__gte=F("touched_at")) | Q(
        deletion_told_at__isnull=False, touched_at=None
    )
    soon = _untouched(now + TOLD_BEFORE).exclude(told_for_this_rest)
    run_each_logging_errors(_tell, soon.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    over = _untouched(now).filter(told_for_this_rest, deletion_told_at__lte=now - TOLD_BEFORE)
    return run_each_logging_errors(
        _delete, over.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE]
    )


def _untouched(now: datetime) -> LicenceRequestQuerySet:
    """Drafts whose time is over at a moment."""
    old: LicenceRequestQuerySet = LicenceRequest.objects.untouched_drafts(now - KEPT)
    if settings.ISARGAR_ELECTRONIC:
        return old
    waiting = LicenceRequest.objects.untouched_drafts(now - KEPT_FOR_VETERANS)
    return old.filter(Q(is_isargar=False) | Q(pk__in=waiting.values("pk")))


@transaction.atomic
def _tell(pk: int) -> bool:
    draft = lock(LicenceRequest(pk=pk))
    now = timezone.now()
    if draft.status != Status.DRAFT or not _untouched(now + TOLD_BEFORE).filter(pk=pk).exists():
        return False
    draft.deletion_told_at = now
    draft.save(update_fields=["deletion_told_at"])
    day = format_date(now + TOLD_BEFORE)
    messaging.notify(
        draft.applicant,
        link=draft.get_absolute_url(),
        kind=texts.KIND,
        subject=texts.SUBJECT,
        body=texts.BODY.format(category=draft.category.name, day=day),
        sms_text=texts.SMS.format(day=day),
    )
    return True


@transaction.atomic
def _delete(pk: int) -> bool:
    draft = lock(LicenceRequest(pk=pk))
    if draft.status != Status.DRAFT or not _untouched(timezone.now()).filter(pk=pk).exists():
        return False  # sent or touched in this very moment
    audit.record(draft, "draft deleted", by=None, before={"category": draft.category_id})
    papers.forget_all(draft)
    draft.delete()
    return True
