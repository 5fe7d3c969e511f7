"""Which door a page stands behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.interrupted_forms import page_of
from accounts.middleware import tell_if_gone

View = Callable[..., HttpResponse]


def citizen_required(view: View) -> View:
    """Only a signed-in citizen gets through; others are sent to sign in and come back. Staff go to their desk."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            tell_if_gone(request)
            return redirect_to_login(page_of(request))
        if request.user.is_staff:
            return redirect("admin:index")
        return view(request, *args, **kwargs)

    return guarded
