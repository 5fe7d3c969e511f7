"""How much one person may send within a day of Tehran: charged before a file is read, never given back."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F

from core.jalali import tehran_today
from core.models import UploadDay

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Quota:
    """What a day holds."""

    files: int
    megabytes: int


def quota_of(*, staff: bool) -> Quota:
    """The day of a citizen, or the larger one of staff, who send in what comes to their office on paper."""
    if staff:
        return Quota(settings.UPLOAD_STAFF_FILES_A_DAY, settings.UPLOAD_STAFF_MEGABYTES_A_DAY)
    return Quota(settings.UPLOAD_FILES_A_DAY, settings.UPLOAD_MEGABYTES_A_DAY)


def charge(sender_id: int, size: int, *, staff: bool) -> bool:
    """Count one file of `size` bytes for today; whether it still fits. One conditional update: many at once add up."""
    quota, today = quota_of(staff=staff), tehran_today()
    UploadDay.objects.get_or_create(sender_id=sender_id, day=today)
    fits = UploadDay.objects.filter(
        sender_id=sender_id,
        day=today,
        files__lt=quota.files,
        size__lte=quota.megabytes * MEGABYTE - size,
    )
    return fits.update(files=F("files") + 1, size=F("size") + size) == 1


def forget_past_days() -> int:
    """Delete the counts of days that are over; returns how many."""
    return UploadDay.objects.filter(day__lt=tehran_today()).delete()[0]
