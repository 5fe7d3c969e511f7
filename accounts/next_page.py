"""The page a person asked for before signing in; remembered while they register."""

from django.http import HttpRequest  # noqa: TID251 - what a session holds, for the web layer
from django.utils.http import url_has_allowed_host_and_scheme

KEY = "next_page"


def is_own_address(request: HttpRequest, url: str) -> bool:
    """Whether an address that came with the request is one of the portal's own."""
    return bool(url) and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def remember(request: HttpRequest, url: str) -> None:
    """Remember an address of ours over the registration that comes first; any other is dropped."""
    if is_own_address(request, url):
        request.session[KEY] = url


def pop(request: HttpRequest) -> str:
    """The remembered address, handed out once; empty when there is none."""
    return str(request.session.pop(KEY, ""))
