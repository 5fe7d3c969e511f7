"""First rows of the reference data of organizations, for the migration that enters them."""

from typing import Any

from django.apps.registry import Apps

from organizations.law.first_values import first_values


def seed(apps: Apps) -> None:
    """Everything the first migration enters; `apps` holds the models as the migration knows them."""
    seed_legal_values(apps.get_model("organizations", "LegalValue"))


def seed_legal_values(model: Any) -> None:
    """Enter each value of `first_values` once; a row already there is left as it is."""
    for row in first_values():
        model.objects.get_or_create(key=row["key"], valid_from=row["valid_from"], defaults=row)
