"""Reads the facts in the folder `data`: places, trades, fees, words of the sample nation."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a CSV file, each by the titles of its first line."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> Any:
    """The content of a JSON file."""
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of a word list."""
    return tuple((_FOLDER / name).read_text(encoding="utf-8").split("\n")[:-1])


def yes(text: str) -> bool:
    """Whether a cell says true."""
    return text == "true"
