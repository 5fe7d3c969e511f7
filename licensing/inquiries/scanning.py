"""Pictures of slips wait for the virus scanner (security bar 3)."""

from core import audit
from core.uploads.scans import Scanning
from licensing.cases.moves import lock
from licensing.inquiries.models import Inquiry


def _drop_slip(row: Inquiry) -> None:
    """The picture goes; the slip's number and the day of delivery stand, and the desk reads what happened."""
    row.save(update_fields=["slip", "scan", "infection"])
    audit.record(row, "slip infected", after={"found": row.infection})


SLIPS = Scanning(Inquiry, _drop_slip, lock_first=lambda row: lock(row.case))


def scan_slip(inquiry_id: int) -> bool:
    """Look through the held picture of one slip."""
    return SLIPS.scan_file(inquiry_id)


def scan_held() -> int:
    """Look through every slip that waits; returns how many got a verdict."""
    return SLIPS.scan_waiting()
