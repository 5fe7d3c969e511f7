"""Typed readers of the environment. A bad value stops the start with a sentence, not a traceback later."""

import os
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable's text without surrounding blanks, or `default` when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off. Anything else stops the start."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 0 or 1, not {raw!r}.")


def number(name: str, default: int, *, at_least: int = 1, at_most: int | None = None) -> int:
    """A whole number; below `at_least` and above `at_most` the portal refuses to start (security limits have a
    ceiling, and no length of time is negative)."""
    raw = text(name)
    try:
        value = int(raw) if raw else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error
    if value < at_least:
        raise ImproperlyConfigured(f"{name} must not be below {at_least}.")
    if at_most is not None and value > at_most:
        raise ImproperlyConfigured(f"{name} must not be above {at_most}.")
    return value


def one_of(name: str, choices: Collection[str], default: str) -> str:
    """One of `choices`; anything else stops the start."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks removed."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str, *, sqlite_file: str, statement_ms: int) -> dict[str, Any]:
    """Django's settings for `url` (postgres://user:password@host:port/name), or SQLite when it is empty.

    `statement_ms` is the longest a PostgreSQL statement may take; a lock is waited for two seconds at most.
    SQLite takes its write lock at BEGIN: with Django's default most parallel writers fail.
    """
    if not url or url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:").removeprefix("//") if url else sqlite_file
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
            },
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL must be postgres://user:password@host:port/name.") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"-c statement_timeout={statement_ms} -c lock_timeout={min(statement_ms, 2000)}"
        },
    }
