"""QR codes of units: issued with the unit, replaced on request, revoked, counted when scanned (handbook 6.4)."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.limits import DAY, Limit
from accounts.models import User
from core import audit
from core.qr import qr_svg
from core.queue import after_commit
from core.tokens import new_token
from guild_units import rules, texts
from guild_units.models import GuildUnit, QrCode, ScanLog
from guild_units.states import RevokeReason, ScanKind
from messaging import services as messaging

#: New codes of one unit within a day: each draws a poster and sends a message.
REISSUED_A_DAY = 5


def scan_url(token: str) -> str:
    """The https address in the QR: a random token and nothing about a person (R53)."""
    return f"{settings.SITE_URL}/q/{token}/"


def drawing_of(code: QrCode) -> str:
    """The code as SVG, encoded once and stored: with the code, or at first need for units older than the codes."""
    if not code.svg:
        code.svg = qr_svg(scan_url(code.token), title=texts.CODE_TITLE)
        QrCode.objects.filter(pk=code.pk, svg="").update(svg=code.svg)
    return code.svg


@transaction.atomic
def give_code(unit: GuildUnit, *, by: User | None) -> QrCode:
    """A first code for a unit, drawn once and stored; its poster follows after commit (R50).

    Raises:
        IntegrityError: the unit has an active code.
    """
    token = new_token()
    svg = qr_svg(scan_url(token), title=texts.CODE_TITLE)
    code = QrCode.objects.create(unit=unit, token=token, svg=svg, issued_by=by)
    audit.record(code, "issued", by=by, after={"unit": unit.pk})
    after_commit("guild_units.draw_up_poster", code_id=code.pk)
    return code


def tell_owner(unit: GuildUnit) -> None:
    """M32: the code is ready, print it and put it at the entrance (R52)."""
    messaging.notify(
        unit.owner,
        link=reverse("unit_code", args=[unit.pk]),
        kind="M32",
        subject=texts.SUBJECT_CODE_READY.format(unit=unit),
        body=texts.BODY_CODE_READY.format(unit=unit),
    )


@transaction.atomic
def reissue_code(unit: GuildUnit, *, seen: int | None, by: User) -> QrCode:
    """«صدور کد تازه»: the active code holds no longer from this moment on, another one takes its place.

    Args:
        unit: the owner's unit, as `visible_to` found it.
        seen: the key of the code the owner was shown; None when the unit had none.

    Raises:
        RuleBroken: "rate_limited", "stale", "licence_void".
    """
    limits.check(Limit(f"reissued:{unit.pk}", REISSUED_A_DAY, DAY), refusal=texts.REISSUED_TOO_OFTEN)
    unit = _lock(unit)
    active = QrCode.objects.active().filter(unit=unit).first()
    rules.check_seen_code(active, seen)
    rules.check_has_standing(unit)
    if active:
        _revoke(active, RevokeReason.REISSUED, by=by)
    code = give_code(unit, by=by)
    messaging.notify(
        unit.owner,
        link=reverse("unit_code", args=[unit.pk]),
        kind="M32",
        subject=texts.SUBJECT_CODE_REPLACED.format(unit=unit),
        body=texts.BODY_CODE_REPLACED.format(unit=unit),
    )
    return code


@transaction.atomic
def revoke_code(unit: GuildUnit, *, reason: RevokeReason, by: User | None) -> bool:
    """Take the unit's code out of force: its unit was removed, or its licence is gone for good (handbook 6.4).
    Returns False when there was none."""
    active = QrCode.objects.active().filter(unit=_lock(unit)).first()
    if active is None:
        return False
    _revoke(active, reason, by=by)
    return True


def _lock(unit: GuildUnit) -> GuildUnit:
    locked: GuildUnit = (
        GuildUnit.objects.select_related("licence", "owner").select_for_update(of=("self",)).get(pk=unit.pk)
    )
    return locked


def _revoke(code: QrCode, reason: RevokeReason, *, by: User | None) -> None:
    """The poster of a code that is void goes too, once the change stands."""
    if code.poster.name:
        transaction.on_commit(partial(code.poster.storage.delete, code.poster.name), robust=True)
    code.revoked_at, code.revoked_reason = timezone.now(), reason
    code.poster, code.poster_at = "", None
    code.save(update_fields=["revoked_at", "revoked_reason", "poster", "poster_at"])
    audit.record(code, "revoked", by=by, after={"reason": reason.value})


def record_scan(code: QrCode, *, kind: ScanKind = ScanKind.PUBLIC) -> None:
    """Note that a code was scanned: time and kind, nothing about the visitor (R55)."""
    ScanLog.objects.create(qr_id=code.pk, kind=kind)
