"""A number on every request, and the headers Django has no setting for."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from core.page_faults import fresh_page

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

_current: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """The number of the request being answered, or "-" outside a request. Shown on failure pages."""
    return _current.get()


class RequestIdMiddleware:
    """Gives each request an eight-character number: shown on failure pages, written in every log line. Begins its page
    without a fault."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(4)
        token = _current.set(number)
        request.request_id = number  # type: ignore[attr-defined]  # for what is logged after the answer is made
        try:
            with fresh_page():
                response = self.get_response(request)
            response["X-Request-ID"] = number
            return response
        finally:
            _current.reset(token)


class DatabaseAwayMiddleware:
    """While the database does not answer: 503 in Persian with Retry-After, not a failure of ours."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The waiting page for an error of the connection; every other error stays what it is."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("Database away", exc_info=exception)
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "10"})


class RequestIdFilter(logging.Filter):
    """Puts the request's number on each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or current_request_id()
        return True


class PermissionsPolicyMiddleware:
    """Says that no page of ours needs a sensor, and keeps our answers to our own origin."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
