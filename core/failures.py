"""What people see, and what the log says, when the database is away or the portal has more to do than it can."""

import logging
import sys
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

#: Seconds after which a browser or a program may ask again.
RETRY_AFTER = {"503.html": "10", "503_busy.html": "5"}
#: Seconds after which the server in front has given up itself; a longer wait is a clock that is wrong.
LONGEST_WAIT = 300.0


def is_database_away(error: BaseException | None) -> bool:
    """True for an error of the connection to the database, or one that such an error has caused."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to whatever broke, in a view or in front of it: a waiting page while the database is away."""
    if is_database_away(sys.exc_info()[1]):
        return wait_page("503.html")
    return HttpResponse(render_to_string("500.html"), status=500)


def wait_page(template: str) -> HttpResponse:
    """503 in Persian, with the moment to come back; `template` is a key of RETRY_AFTER."""
    headers = {"Retry-After": RETRY_AFTER[template], "Cache-Control": "no-store"}
    return HttpResponse(render_to_string(template), status=503, headers=headers)


class OverloadMiddleware:
    """Turns away at once what has waited too long to be answered in time, so that the others are.

    The server in front writes into X-Request-Start when a request came in. Whoever is inside a form waits longer than
    a newcomer, whoever types a one-time code longest (settings.OVERLOAD_SECONDS). Without that server nobody knows how
    long a request has waited, and nobody is turned away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.CLIENT_ADDRESS_HEADER and waited_seconds(request) > patience_for(request):
            return wait_page("503_busy.html")
        return self.get_response(request)


def waited_seconds(request: HttpRequest) -> float:
    """How long a request has waited since the server in front took it; 0 when that is not known."""
    text = request.headers.get("X-Request-Start", "").removeprefix("t=")[:20]
    try:
        waited = time.time() - float(text)
    except ValueError:
        return 0.0
    return waited if 0 < waited < LONGEST_WAIT else 0.0


def patience_for(request: HttpRequest) -> float:
    """The seconds a request may have waited and is still worth answering."""
    limits = settings.OVERLOAD_SECONDS
    if request.path.startswith(settings.PATHS_OF_CODES):
        return limits["code"]
    is_inside = request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES
    return limits["inside"] if is_inside else limits["newcomer"]


class OneLineASecondFilter(logging.Filter):
    """While the database is away or people are turned away: one line a second, not a traceback a request."""

    EVERY_SECONDS = 1.0

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._said_at: dict[str, float] = {}
        self._unsaid: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        reason = _reason(record)
        if reason is None:
            return True
        with self._lock:
            now = time.monotonic()
            if now - self._said_at.get(reason, float("-inf")) < self.EVERY_SECONDS:
                self._unsaid[reason] = self._unsaid.get(reason, 0) + 1
                return False
            self._said_at[reason], unsaid = now, self._unsaid.pop(reason, 0)
        record.storm = reason  # the next handler's filter finds no error in what is rewritten here
        record.msg = f"{reason}; {unsaid} more since the last line like this"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


class NotReadyFilter(logging.Filter):
    """«Not ready yet» is the readiness page's answer to whoever asked, not a failure to note."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        return getattr(record, "status_code", None) != 503 or getattr(match, "url_name", "") != "readyz"


def _reason(record: logging.LogRecord) -> str | None:
    """The words of a record that comes in storms, or None for every other."""
    if told := getattr(record, "storm", None):
        return str(told)
    error = record.exc_info[1] if record.exc_info else None
    if is_database_away(error):
        return "Database away"
    return "Turned away for now" if getattr(record, "status_code", None) == 503 and error is None else None
