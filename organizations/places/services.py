"""What the secretariat adds to and corrects in the national lists."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.places.models import Named
from organizations.roles import trail
from organizations.roles.rules import require_role
from organizations.roles.states import Role


@transaction.atomic
def define(row: Named, *, by: User) -> Named:
    """Add a province, county or category to the national list.

    Raises:
        RuleBroken: "not_your_office" for anybody but the secretariat.
        ValidationError: by field.
    """
    require_role(by, Role.SECRETARIAT)
    trail.insert(row, by=by, action="defined")
    return row


@transaction.atomic
def redefine(row: Named, values: Mapping[str, Any], *, by: User) -> Named:
    """Correct a province, county or category. Raises as `define` does."""
    require_role(by, Role.SECRETARIAT)
    found: Named = trail.locked(row)
    trail.change(found, values, by=by)
    return found
