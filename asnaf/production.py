"""What a production site must have before it starts. Every sentence names the variable and what to do about it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

MAKE_KEY = "make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
#: Characters of a key, and how many different ones: a repeated letter is no secret.
KEY_LENGTH, PERSON_KEY_LENGTH, KEY_VARIETY = 50, 43, 10
KAVENEGAR = "messaging.backends.kavenegar.KavenegarBackend"
NO_GATEWAYS = {"messaging.backends.console.ConsoleBackend", "messaging.backends.file.FileBackend"}


def refuse(settings: Mapping[str, Any]) -> None:
    """Stop the start of a production site that is not fit for people.

    Raises:
        ImproperlyConfigured: with a sentence for each thing that is missing or wrong.
    """
    problems = [*_keys(settings), *_addresses(settings), *complaints_about_services(settings)]
    if problems:
        raise ImproperlyConfigured("\n".join(problems))


def complaints_about_services(settings: Mapping[str, Any]) -> list[str]:
    """A sentence, beginning with the variable's name, for each service beside the portal that is not there for people:
    database, broker, scanner, registers and the gateway for text messages."""
    return [*_services(settings), *_outside(settings)]


def _keys(settings: Mapping[str, Any]) -> Iterator[str]:
    secret, person = settings["SECRET_KEY"], settings["PERSON_DATA_KEY"]
    if secret == settings["DEVELOPMENT_KEY"]:
        yield f"SECRET_KEY is the one of development: {MAKE_KEY}"
    elif len(secret) < KEY_LENGTH or len(set(secret)) < KEY_VARIETY:
        yield f"SECRET_KEY is missing, shorter than {KEY_LENGTH} characters or easily guessed: {MAKE_KEY}"
    if len(person) < PERSON_KEY_LENGTH or person == secret or len(set(person)) < KEY_VARIETY:
        yield (
            f"PERSON_DATA_KEY must be a key of its own, of at least {PERSON_KEY_LENGTH} characters and not easily"
            f" guessed: {MAKE_KEY}"
        )


def _addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    if not settings["SITE_URL"].startswith("https://"):
        yield "SITE_URL must be the portal's public https:// address: QR codes point to it."
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts:
        yield "ALLOWED_HOSTS must name the portal's own host names, separated by commas, and not *."


def _services(settings: Mapping[str, Any]) -> Iterator[str]:
    if not settings["DATABASES"]["default"]["ENGINE"].endswith("postgresql"):
        yield "DATABASE_URL must be the address of PostgreSQL: postgres://user:password@host:port/name"
    if not settings["REDIS_URL"].startswith(("redis://", "rediss://", "unix://")):
        yield "REDIS_URL must be the address of Redis: redis://host:6379/0"
    if settings["SCANNER_BACKEND"] in {"", settings["NO_SCANNER"]} and not settings["UNSCANNED_UPLOADS"]:
        yield (
            "SCANNER_BACKEND must name a virus scanner, such as core.scanning.clamd.ClamdScanner; "
            "UNSCANNED_UPLOADS=1 says in so many words that uploads are shown without one."
        )


def _outside(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["REGISTRY_BACKEND"] == "sample":
        yield "REGISTRY_BACKEND must be http: the sample nation answers only in development."
    else:
        if not settings["REGISTRY_HTTP_URL"].startswith("https://"):
            yield "REGISTRY_HTTP_URL must be the https:// address of the registers."
        if not settings["REGISTRY_HTTP_TOKEN"]:
            yield "REGISTRY_HTTP_TOKEN must be the key the registers gave us."
    if settings["SMS_BACKEND"] in NO_GATEWAYS:
        yield f"SMS_BACKEND must be a gateway that reaches people's phones, such as {KAVENEGAR}."
    if settings["SMS_BACKEND"] == KAVENEGAR:
        for name in ("KAVENEGAR_URL", "KAVENEGAR_KEY", "KAVENEGAR_SENDER", "KAVENEGAR_CODE_TEMPLATE"):
            if not settings[name]:
                yield f"{name} is missing: without it no code reaches anybody."
