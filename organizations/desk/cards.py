"""What a row's page is made of: each card is a template and the values it is drawn with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Row = dict[str, Any]
Cells = list[Any]


class Place(StrEnum):
    """Where a card stands."""

    TOP = "top"
    MAIN = "main"
    #: In the column of the steps, above them.
    STEPS = "steps"
    #: In the same column, below them.
    AFTER = "after"


@dataclass(frozen=True)
class Card:
    """A part of a page. Its template also gets `row`, `csrf_token`, and by their names the `offers` of the steps.

    `anchor` and `tab` are for pages that list their parts: the id of the card and its name in the list.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: Place = Place.MAIN
    anchor: str = ""
    tab: str = ""


def facts_card(rows: Sequence[Row]) -> Card:
    """Facts of the row: dicts of key, value and optionally tone, ltr, note (`components/summary_list.html`)."""
    return Card("desk/_facts.html", {"rows": rows})


def notice(text: str, *, title: str = "", tone: str = "info") -> Card:
    """A notice above everything else."""
    return Card("components/notice.html", {"text": text, "title": title, "tone": tone}, Place.TOP)


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Cells],
    *,
    empty: str = "",
    add_url: str = "",
    add_label: str = "",
) -> Card:
    """A table with the way to add to it; `empty` is said when there is no row."""
    section = {
        "caption": caption,
        "columns": columns,
        "rows": rows,
        "empty": empty,
        "add_url": add_url,
        "add_label": add_label,
    }
    return Card("desk/_table.html", {"section": section})


def state_fact(state: Mapping[str, Any], key: str = "وضعیت") -> Row:
    """The chip of a list as a fact of the row's page."""
    return {"key": key, "value": state["text"], "tone": state["tone"]}
