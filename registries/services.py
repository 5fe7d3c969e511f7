"""The registers, each through the back end that settings name in REGISTRIES.

Ask outside any transaction. A page that asks several registers wraps the calls in `time_budget()`, so that
all of them together take at most eight seconds.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from registries.calls import time_budget
from registries.ports import (
    HealthRegister,
    IdentityRegister,
    LicenceRegister,
    PostRegister,
    SocialSecurityRegister,
)

__all__ = ["health", "identity", "licences", "post", "social_security", "time_budget"]


def identity() -> IdentityRegister:
    """Civil registry and SIM ownership."""
    register: IdentityRegister = _backend(settings.REGISTRIES["identity"])
    return register


def licences() -> LicenceRegister:
    """Licences issued before the portal."""
    register: LicenceRegister = _backend(settings.REGISTRIES["licences"])
    return register


def social_security() -> SocialSecurityRegister:
    """Insurance lists of workshops."""
    register: SocialSecurityRegister = _backend(settings.REGISTRIES["social_security"])
    return register


def health() -> HealthRegister:
    """Vaccination records."""
    register: HealthRegister = _backend(settings.REGISTRIES["health"])
    return register


def post() -> PostRegister:
    """The national address file."""
    register: PostRegister = _backend(settings.REGISTRIES["post"])
    return register


@cache
def _backend(path: str) -> Any:
    """One instance per process and dotted path: the `http` back ends keep their connections and breaker in
    it."""
    return import_string(path)()
