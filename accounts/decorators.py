"""Restricts views to citizens."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.interrupted_forms import page_of
from accounts.middleware import tell_session_ended
from accounts.requests import CitizenRequest

P = ParamSpec("P")


def citizen_required(
    view: Callable[Concatenate[CitizenRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only signed-in citizens open a view; others are sent to sign in and return. Staff are sent to their desk."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            tell_session_ended(request)
            return redirect_to_login(page_of(request))
        if request.user.is_staff:
            return redirect("admin:index")
        return view(cast("CitizenRequest", request), *args, **kwargs)

    return guarded
