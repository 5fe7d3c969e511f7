"""Idle and absolute limits of a session (security bar 1)."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse

from accounts import texts
from accounts.sessions import SEEN_KEY, STARTED_KEY

TOUCH_SECONDS = 60


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or is too old; notes its last use once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._limit(request)
        return self.get_response(request)

    def _limit(self, request: HttpRequest) -> None:
        now = time.time()
        staff = request.user.is_staff
        idle = settings.STAFF_IDLE_SECONDS if staff else settings.CITIZEN_IDLE_SECONDS
        longest = settings.STAFF_SESSION_SECONDS if staff else settings.CITIZEN_SESSION_SECONDS
        started = request.session.setdefault(STARTED_KEY, now)
        seen = request.session.setdefault(SEEN_KEY, now)
        if now - seen > idle or now - started > longest:
            auth.logout(request)
            request.session["ended"] = texts.SESSION_ENDED
        elif now - seen > TOUCH_SECONDS:
            request.session[SEEN_KEY] = now


def pop_ended_notice(request: HttpRequest) -> None:
    """Tell a person whose session ran out why they are at the sign-in page."""
    notice = request.session.pop("ended", "")
    if notice:
        messages.info(request, notice)
