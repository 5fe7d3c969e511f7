"""Opening sessions, listing one's own and ending them."""

import re
import time
from dataclasses import dataclass
from datetime import datetime

from django.contrib import auth
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest  # noqa: TID251 - Django's own login takes the request
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import interrupted_forms, next_page, signals, texts
from accounts.models import KnownDevice, Session, User
from accounts.sessions import AGENT_KEY, RIGHTS_KEY, SEEN_KEY, STARTED_KEY, rights_of
from core import audit
from core.refusals import RuleBroken

_BROWSERS = (
    ("Edg", "اج"),
    ("OPR/|Opera", "اپرا"),
    ("SamsungBrowser", "مرورگر سامسونگ"),
    ("Firefox|FxiOS", "فایرفاکس"),
    ("Chrome|CriOS|Chromium", "کروم"),
    ("Safari", "سافاری"),
)
_SYSTEMS = (
    ("iPhone", "آیفون"),
    ("iPad", "آی‌پد"),
    ("Android", "اندروید"),
    ("Windows", "ویندوز"),
    ("Mac OS X|Macintosh", "مک"),
    ("Linux|X11", "لینوکس"),
)


#: What a browser keeps when somebody signs in on it: where it was going, a form that waits for its own person, notices.
CARRIED = (next_page.KEY, interrupted_forms.KEY, "_messages")


@dataclass(frozen=True)
class OwnSession:
    """One open session as its owner sees it; `mark` names it in forms, the key itself never leaves the server."""

    mark: str
    device: str
    started_at: datetime
    seen_at: datetime
    current: bool


def device_words(agent: str) -> str:
    """What a person calls the device behind a User-Agent: «کروم، اندروید»."""
    parts = [
        next((name for pattern, name in kinds if re.search(pattern, agent)), "")
        for kinds in (_BROWSERS, _SYSTEMS)
    ]
    return "، ".join(part for part in parts if part) or "دستگاه ناشناس"


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session with a new key for a citizen whose code was right."""
    open_session(request, user, backend="accounts.backends.CitizenBackend")


def open_session(request: HttpRequest, user: User, *, backend: str) -> None:
    """Sign in with a fresh session key, and tell the apps above; a new kind of device is marked as such."""
    device = device_words(request.headers.get("User-Agent", ""))
    _leave_behind(request)
    auth.login(request, user, backend=backend)
    request.session[STARTED_KEY] = request.session[SEEN_KEY] = time.time()
    request.session[AGENT_KEY] = device
    if user.is_staff:
        request.session[RIGHTS_KEY] = rights_of(user)
    with transaction.atomic():
        first = not user.known_devices.exists()
        _, new = KnownDevice.objects.get_or_create(user=user, kind=device)
        audit.record(user, "signed_in", by=user, note=device)
        signals.signed_in.send(
            User,
            user=user,
            session_key=request.session.session_key,
            device=device,
            new_device=new and not first,
        )


def _leave_behind(request: HttpRequest) -> None:
    """What a browser was shown before somebody signed in on it is not theirs: files opened by a code, look-ups, steps
    begun. The same browser may be a neighbour's, or that of the café."""
    for key in set(request.session.keys()) - set(CARRIED):
        del request.session[key]


def own_sessions(user: User, current_key: str | None) -> list[OwnSession]:
    """The person's open sessions, this one first, then the last used."""
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-last_seen_at")
    sessions = [
        OwnSession(
            mark=_mark(row),
            device=row.agent or device_words(""),
            started_at=row.created_at,
            seen_at=row.last_seen_at,
            current=row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(sessions, key=lambda session: not session.current)


def _mark(row: Session) -> str:
    return salted_hmac("accounts.session", row.session_key, algorithm="sha256").hexdigest()[:24]


@transaction.atomic
def end_session(user: User, mark: str) -> None:
    """End one of one's own sessions; it is dead from its next request.

    Raises:
        RuleBroken: "no_session".
    """
    for row in Session.objects.filter(user=user):
        if constant_time_compare(_mark(row), mark):
            row.delete()
            audit.record(user, "session_ended", by=user)
            return
    raise RuleBroken(texts.NO_SUCH_SESSION, code="no_session")


@transaction.atomic
def end_other_sessions(user: User, current_key: str | None) -> int:
    """End all of one's own sessions but this one. Returns how many."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=current_key).delete()
    audit.record(user, "other_sessions_ended", by=user)
    return ended


def end_sessions_of(user: User) -> int:
    """End every session of an account, for instance when its second factor is reset. Returns how many."""
    ended, _ = Session.objects.filter(user=user).delete()
    return ended


def renew_keys_of(user: User) -> None:
    """Every session of this account gets a new key at its next request, and goes on: a role changed (bar 1)."""
    User.objects.filter(pk=user.pk).update(rights_version=F("rights_version") + 1)
