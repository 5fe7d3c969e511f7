"""Which door a page stands behind."""

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
    """Only a signed-in citizen gets through; others are sent to sign in and come back. Staff go to their desk."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            tell_session_ended(request)
            return redirect_to_login(page_of(request))
        if request.user.is_staff:
            return redirect("admin:index")
        return view(cast("CitizenRequest", request), *args, **kwargs)

    return guarded
