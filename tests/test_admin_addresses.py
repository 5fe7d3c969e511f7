"""Every address below /admin/, taken from the URL resolver: nothing the framework adds is exempt."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import CitizenFactory, LicenceRequestFactory, StaffFactory, issued_licence, signed_in
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

#: What every member of staff has for themselves, whatever their roles.
OWN = {
    "index",
    "password_change",
    "password_change_done",
    "second_factor",
    "backup_codes",
    "logout",
    "login",
    "jsi18n",
}
#: Before the guard: the ways to it.
OPEN = {"login", "logout", "second_factor", "jsi18n"}
VALUES = {"IntConverter": 1, "SlugConverter": "x", "UUIDConverter": "0b8f7c9e-2f0f-4c55-8f5e-0d8d3c1f2a11"}


def desk_addresses() -> Iterator[tuple[str, str]]:
    """Name and a sample path of every address of the desk."""
    (desk,) = [found for found in get_resolver().url_patterns if getattr(found, "namespace", "") == "admin"]
    yield from _below(desk, "/admin/")


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    for found in resolver.url_patterns:
        path = prefix + _sample(found)
        if isinstance(found, URLResolver):
            yield from _below(found, path)
        else:
            yield found.name or path, path


def _sample(found: URLPattern | URLResolver) -> str:
    route = str(found.pattern)
    for name, converter in getattr(found.pattern, "converters", {}).items():
        kind = type(converter).__name__
        value = str(VALUES.get(kind, 1))
        short = {"StringConverter": "str"}.get(kind, kind.removesuffix("Converter").lower())
        route = route.replace(f"<{short}:{name}>", value).replace(f"<{name}>", value)
    return "accounts/" if "<app_label>" in route else route.removeprefix("^").removesuffix("$")


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """All of them, looked up when the first test runs: the addresses depend on the settings of the run."""
    return tuple(sorted(desk_addresses()))


def test_nothing_of_the_framework_leads_from_the_desk_to_the_public_page_of_any_object():
    issued_licence()

    assert "view_on_site" not in {name for name, _ in addresses()}
    assert verified(StaffFactory()).get("/admin/r/1/1/").status_code == 404


def test_tables_of_the_framework_are_not_on_the_desk():
    """Groups give rights beside our roles; the page of a device shows the secret of a second factor."""
    labels = {model._meta.label for model in admin.site._registry}

    assert not {
        label for label in labels if label.split(".")[0] in {"auth", "otp_totp", "otp_static", "captcha"}
    }


def test_stranger_and_citizen_get_the_sign_in_page_at_every_address():
    LicenceRequestFactory(submitted=True)

    for client in (Client(), signed_in(CitizenFactory())):
        for name, path in addresses():
            if name in OPEN:
                continue
            response = client.get(path)
            assert response.status_code in {302, 404}, (name, path, response.status_code)
            if response.status_code == 302:
                assert response.url.startswith((reverse("admin:login"), "/admin/")), (
                    name,
                    path,
                    response.url,
                )


@pytest.mark.parametrize("method", ["get", "post", "options", "trace"])
def test_staff_without_any_role_get_nothing_at_any_address_by_any_method(method):
    LicenceRequestFactory(submitted=True)
    client = verified(StaffFactory())

    for name, path in addresses():
        if name in OWN:
            continue
        response = getattr(client, method)(path)
        assert response.status_code in {403, 404, 405, 302}, (name, path, response.status_code)
        if response.status_code == 302:
            assert response.url.startswith("/admin/"), (name, path, response.url)


def test_every_answer_of_the_desk_says_that_it_is_kept_nowhere():
    LicenceRequestFactory(submitted=True)
    kept = []
    for client in (Client(), verified(StaffFactory())):
        for name, path in addresses():
            said = {word.strip() for word in client.get(path).headers.get("Cache-Control", "").split(",")}
            if not {"private", "no-store"} <= said or "public" in said:
                kept.append((name, path, said))

    assert kept == []
