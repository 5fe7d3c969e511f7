"""Lists that are read page by page, newest first."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from core.numbers import number_in

Row = TypeVar("Row", bound=Model)


def newest_first(
    rows: QuerySet[Row], parameters: Mapping[str, Any], *, address: str, size: int
) -> tuple[list[Row], dict[str, str]]:
    """One page of `rows`, and for the template `newer_url` and `older_url`, empty where there is none.

    Args:
        parameters: of the request; `before` is the key of the last row on the page before.
        address: of the list, with the parameters that all its pages share.
    """
    before = number_in(parameters.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    older = (
        f"{address}{'&' if '?' in address else '?'}before={found[size - 1].pk}" if len(found) > size else ""
    )
    return found[:size], {"newer_url": address if before is not None else "", "older_url": older}
