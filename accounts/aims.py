"""Where a person wanted to go when they were asked to sign in; kept until they are there."""

from django.http import HttpRequest  # noqa: TID251 - what a session holds, for the web layer
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "aim"


def is_within(request: HttpRequest, url: str) -> bool:
    """Whether an address that came with the request is one of the portal's own."""
    return bool(url) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def keep(request: HttpRequest, url: str) -> None:
    """Remember an aim over the registration that comes first; what is not ours is forgotten."""
    if is_within(request, url):
        request.session[KEY] = url


def take(request: HttpRequest) -> str:
    """The aim, handed out once; empty when there is none."""
    return str(request.session.pop(KEY, ""))
