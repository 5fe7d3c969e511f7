"""Runs services as if at an earlier moment, so that sample cases have a history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.db.models import Field
from django.utils import timezone

_NOW = timezone.now


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything that asks for the time inside reads `moment`, and so do the stamps of new rows.

    The database's clock, which the terms of the law go by on PostgreSQL, cannot be told another time: inside it is
    not asked.
    Only for the loader of the sample nation, which runs alone: the whole process lives in that moment.
    """
    stamps = [
        field for model in apps.get_models() for field in model._meta.local_fields if field.default is _NOW
    ]
    clock = getattr(settings, "CLOCK_FROM_DATABASE", True)
    with mock.patch.object(timezone, "now", return_value=moment):
        _set_default(stamps, timezone.now)
        settings.CLOCK_FROM_DATABASE = False
        try:
            yield
        finally:
            settings.CLOCK_FROM_DATABASE = clock
            _set_default(stamps, _NOW)


def _set_default(fields: "list[Field[Any, Any]]", default: object) -> None:
    """Change what a field writes by itself; the value it has worked out before is forgotten."""
    for field in fields:
        field.default = default
        field.__dict__.pop("_get_default", None)
