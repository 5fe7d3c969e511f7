"""The rows the app starts with."""

import csv
from pathlib import Path
from typing import Any

import organizations

REASONS = Path(organizations.__path__[0]) / "data" / "reasons.csv"


def seed_reasons(model: Any) -> None:
    """Write the coded reasons that are missing; rows the secretariat changed stay as they are.

    Args:
        model: `Reason`, or its historical version in a migration.
    """
    with REASONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            model.objects.get_or_create(code=row["code"], defaults=row)
