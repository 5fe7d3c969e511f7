"""Doors to the pages of one's own requests."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import citizen_required
from accounts.models import User
from licensing.cases import rules, texts
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import LicenceRequestQuerySet
from licensing.cases.states import Status

RELATED = (
    "applicant",
    "union",
    "category",
    "county__province",
    "special_conditions",
    "general_conditions",
    "invoice",
    "licence",
    "silence_letter",
    "guild_card",
    "refund__payee",
)
Page = Callable[..., HttpResponse]
form_page = require_http_methods(["GET", "HEAD", "POST"])


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)  # `citizen_required` lets nobody else through


def _mine(request: HttpRequest) -> LicenceRequestQuerySet:
    return LicenceRequest.objects.visible_to(user_of(request)).select_related(*RELATED)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form sent empty is judged too."""
    return request.POST if request.method == "POST" else None


def own_case(view: Page) -> Callable[..., HttpResponse]:
    """The page of one of the signed-in person's requests; another's does not exist."""

    @wraps(view)
    @never_cache
    @citizen_required
    def page(request: HttpRequest, /, pk: int, **parts_of_address: str) -> HttpResponse:
        return view(request, get_object_or_404(_mine(request), pk=pk), **parts_of_address)

    return page


def own_draft(view: Page) -> Callable[..., HttpResponse]:
    """The page of a form; once the request is sent it leads to the status page."""

    @own_case
    @wraps(view)
    def page(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
        if Status.SUBMITTED not in rules.moves_open_to(case, user_of(request)):
            messages.info(request, texts.ALREADY_SENT)
            return redirect(case)
        return view(request, case)

    return page
