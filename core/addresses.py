"""The network address a request came from, as limits count it."""

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

_asking: ContextVar[str] = ContextVar("asking_address", default="")


def client_address(meta: Mapping[str, Any]) -> str:
    """The visitor's address out of a request's `META`; empty when there is none.

    Behind a proxy the setting CLIENT_ADDRESS_HEADER names the header our own proxy writes; its last hop counts,
    because whatever stands before it was typed by the visitor. Without the setting no header is believed. An IPv6
    visitor is counted by their network (/64): one household has more single addresses than any limit.
    """
    address = str(meta.get("REMOTE_ADDR", ""))
    if settings.CLIENT_ADDRESS_HEADER:
        name = "HTTP_" + settings.CLIENT_ADDRESS_HEADER.upper().replace("-", "_")
        address = _canonical(str(meta.get(name, "")).rpartition(",")[2]) or address
    return _canonical(address)


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """Within it `asking_address` answers `address`: what a request causes is counted for whoever sent it."""
    token = _asking.set(address)
    try:
        yield
    finally:
        _asking.reset(token)


def asking_address() -> str:
    """The address whose request is being answered; empty outside a request."""
    return _asking.get()


def network_of(address: str) -> str:
    """The network an address of `client_address` lies in: its /24, for IPv6 its /48; empty for no address."""
    if not address:
        return ""
    network = ipaddress.ip_network(address)
    return str(network.supernet(new_prefix=24 if network.version == 4 else 48))


def _canonical(text: str) -> str:
    """One spelling for each visitor; empty for what is no address."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
