"""Browsers in which somebody has signed in before. The mark is signed and opens nothing: what its browser does is
counted by itself, so that no stranger's tries keep its owner out (security bar 1)."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - what a cookie holds, for the web layer
from django.utils.crypto import salted_hmac

SALT, SECONDS = "accounts.known_browser", 90 * 86400


def mark_of(request: HttpRequest, cookie: str, owner: str) -> str:
    """The mark of this browser if `owner` has signed in with it before; empty for every other.

    Args:
        cookie: its name, one for staff and one for citizens.
        owner: a user name, or what `citizen` returns.
    """
    try:
        kept = signing.loads(request.COOKIES.get(cookie, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ""
    return str(kept["mark"]) if kept["owner"] == owner else ""


def remember(response: HttpResponse, request: HttpRequest, cookie: str, owner: str) -> HttpResponse:
    """Mark the browser as one of `owner`; a former owner's mark is gone with it."""
    response.set_cookie(
        cookie,
        signing.dumps(
            {"owner": owner, "mark": mark_of(request, cookie, owner) or secrets.token_hex(8)}, salt=SALT
        ),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def citizen(national_code: str) -> str:
    """A citizen as a cookie names them: no national code lies in anybody's browser."""
    return salted_hmac(SALT, national_code, algorithm="sha256").hexdigest()[:32]


def citizen_mark(request: HttpRequest, national_code: str) -> str:
    """The mark of this browser if this citizen has signed in with it before."""
    return mark_of(request, settings.CITIZEN_BROWSER_COOKIE, citizen(national_code))
