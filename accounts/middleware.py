"""Idle and absolute limits of a session (security bar 1), and the form a person was filling in when it ended."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from accounts import interrupted_forms, texts
from accounts.sessions import RIGHTS_KEY, SEEN_KEY, STARTED_KEY, rights_of
from core.restored_input import restoring

TOUCH_SECONDS = 60


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or is too old; notes its last use once a minute; gives a session of staff
    a new key when its owner's roles have changed.

    `request.session_seconds` tells pages how long the session still lives without use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.PATHS_WITHOUT_SESSION):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        if not self._is_alive(request):
            return self.get_response(request)
        with restoring(interrupted_forms.for_this_page(request)):
            return self.get_response(request)

    def _is_alive(self, request: HttpRequest) -> bool:
        """Whether the session is within its limits; ends it when not."""
        now = time.time()
        seen = request.session.setdefault(SEEN_KEY, now)
        if seconds_left(request, now) <= 0:
            kept = interrupted_forms.take(request)
            auth.logout(request)
            request.session["ended"] = texts.SESSION_ENDED
            if kept:
                request.session[interrupted_forms.KEY] = kept
            return False
        if now - seen > TOUCH_SECONDS:
            request.session[SEEN_KEY] = now
        if request.user.is_staff:
            renew_key(request)
        request.session_seconds = seconds_left(request, now)  # type: ignore[attr-defined]  # read by the frame
        return True


class PrivateAnswersMiddleware:
    """Says of every answer drawn for somebody who is signed in that it is theirs alone, also of a public page, which
    shows who they are; and of every answer of the desk that it is kept nowhere. Stands outside of the session's limits.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(reverse("admin:index")):
            patch_cache_control(response, private=True, no_store=True)
        elif hasattr(request, "session_seconds"):
            patch_cache_control(response, private=True)
            patch_vary_headers(response, ("Cookie",))
        return response


def renew_key(request: HttpRequest) -> None:
    """A new key for a session whose owner got or lost a role since; the old one is dead, what the session holds stays.

    Costs no statement while nothing changed: the number stands in the row of the user, which is read anyway.
    """
    rights = rights_of(request.user)
    if request.session.setdefault(RIGHTS_KEY, rights) != rights:
        request.session.cycle_key()
        request.session[RIGHTS_KEY] = rights


def seconds_left(request: HttpRequest, now: float) -> int:
    """How long this session lives without further use."""
    staff = request.user.is_staff
    idle = settings.STAFF_IDLE_SECONDS if staff else settings.CITIZEN_IDLE_SECONDS
    longest = settings.STAFF_SESSION_SECONDS if staff else settings.CITIZEN_SESSION_SECONDS
    started = request.session.setdefault(STARTED_KEY, now)
    return int(min(request.session[SEEN_KEY] + idle, started + longest) - now)


def prolong(request: HttpRequest) -> int:
    """Restart the idle limit. Returns the seconds left, at most those until the absolute limit."""
    request.session[SEEN_KEY] = now = time.time()
    return seconds_left(request, now)


def pop_ended_notice(request: HttpRequest) -> None:
    """Tell a person whose session ran out why they are at the sign-in page."""
    notice = request.session.pop("ended", "")
    if notice:
        messages.info(request, notice)
    else:
        tell_session_ended(request)


def tell_session_ended(request: HttpRequest) -> None:
    """Tell a visitor whose cookie names an expired or ended session that it is over.

    The notice travels in a cookie of its own, so that an invented session costs no row.
    """
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
        messages.info(request, texts.SESSION_ENDED)
