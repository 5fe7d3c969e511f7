"""What kind of page a view answers with."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page_of_a_scan(view: View[P]) -> View[P]:
    """A page a code on a wall or a paper leads to: read only, kept nowhere, the same for everybody. Whoever is signed
    in on the telephone is a stranger here, so that no session is read and no cookie set; its
    address stands under one of PATHS_WITHOUT_SESSION."""

    @require_safe
    @cache_control(no_store=True)
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return page
