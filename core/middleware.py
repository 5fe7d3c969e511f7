"""A number on every request, and the headers Django has no setting for."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict, UnreadablePostError
from django.template.loader import render_to_string

from core import metrics
from core.addresses import asked_from, client_address
from core.numbers import number_in
from core.page_faults import fresh_page

Handler = Callable[[HttpRequest], HttpResponse]

#: Addresses that end in the secret of a licence or a door.
TOKEN_PATH = re.compile(r"^(/[vq]/).*", re.DOTALL)
NUL = "\0"
_current: ContextVar[str] = ContextVar("request_id", default="-")


def current_request_id() -> str:
    """The number of the request being answered, or "-" outside a request. Shown on failure pages."""
    return _current.get()


class RequestIdMiddleware:
    """Gives each request an eight-character number: shown on failure pages, written in every log line. Begins its page
    without a fault, and notes from where it is asked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(4)
        token = _current.set(number)
        request.request_id = number  # type: ignore[attr-defined]  # for what is logged after the answer is made
        try:
            with fresh_page(), asked_from(client_address(request.META)):
                response = self.get_response(request)
            response["X-Request-ID"] = number
            return response
        finally:
            _current.reset(token)


class CountingMiddleware:
    """Counts every answer by its view, and its time by the door people came through; the first of all middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        method = request.method if request.method in {"GET", "POST", "HEAD"} else "other"
        metrics.REQUESTS.labels(match.view_name if match else "none", method, response.status_code).inc()
        metrics.REQUEST_SECONDS.labels(metrics.door_of(request.path)).observe(time.monotonic() - began)
        return response


class PlainRequestsMiddleware:
    """Refuses what no page of ours speaks, before anything reads the request: other methods, other charsets, NUL.

    A method that one page does not take, such as the reloaded address of a form, gets the same page of its status.
    A foreign charset in Content-Type would change how every field of the form is read, also by the failure pages. No
    keyboard writes a NUL, and PostgreSQL keeps none: a search for one is a failure there.
    """

    METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
    CHARSETS = frozenset({"", "utf-8"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.METHODS:
            return _with_page(HttpResponseNotAllowed(sorted(self.METHODS)))
        charset = str((request.content_params or {}).get("charset", "")).strip().lower()
        if request.content_type == "application/x-www-form-urlencoded" and _length_of(request) > _room_for(
            request
        ):
            return _with_page(HttpResponse(status=413))
        if charset not in self.CHARSETS:
            request.encoding = "utf-8"
            return _with_page(HttpResponse(status=415))
        if (
            NUL in request.path_info
            or _has_nul(request.GET)
            or any(NUL in value for value in request.COOKIES.values())
        ):
            return _with_page(HttpResponse(status=400))
        response = self.get_response(request)
        return _with_page(response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """The same for the fields of a form, which are read by now or will be for its CSRF token."""
        with suppress(UnreadablePostError):  # whoever reads it next says so
            if request.method == "POST" and _has_nul(request.POST):
                return _with_page(HttpResponse(status=400))
        return None


def _with_page(refusal: HttpResponse) -> HttpResponse:
    """The refusal with the failure page of its own status: what happened and what to do, in Persian."""
    refusal.content = render_to_string(f"{refusal.status_code}.html")
    refusal["Content-Length"] = str(len(refusal.content))  # a middleware inside has measured the empty answer
    return refusal


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in value for _, values in fields.lists() for value in values)


def _length_of(request: HttpRequest) -> int:
    """The bytes a request announces; what is no number, or too long for one, is more than any form may have."""
    announced = number_in(request.headers.get("Content-Length") or "0")
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1 if announced is None else announced


def _room_for(request: HttpRequest) -> int:
    """How many bytes a form without files may have at this address: settings.FORM_BYTES, first match."""
    return next(room for prefix, room in settings.FORM_BYTES if request.path.startswith(prefix))


class RequestIdFilter(logging.Filter):
    """Puts the request's number on each log record, and takes the tokens of licences and doors out of addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN_PATH.sub(r"\1*", argument) if isinstance(argument, str) else argument
                for argument in record.args
            )
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
