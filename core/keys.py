"""Keys to rows that are never deleted while another names them.

The rows named do not know those that name them unless `related_name` says how. `title` is the column's name in
Persian; `options` are those of Django's field, such as `editable=False`.
"""

from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def key_to(to: type[M], title: str, **options: Any) -> "models.ForeignKey[M, M]":
    """A protected key that always names a row."""
    options.setdefault("related_name", "+")
    return models.ForeignKey(to, on_delete=models.PROTECT, verbose_name=title, **options)


def key_if_any(to: type[M], title: str, **options: Any) -> "models.ForeignKey[M | None, M | None]":
    """A protected key that may be empty."""
    return key_to(to, title, null=True, blank=True, **options)  # type: ignore[return-value]
