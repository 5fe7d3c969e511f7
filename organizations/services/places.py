"""Reference data of the secretariat: provinces, counties, categories, numbers of the law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core.refusals import RuleBroken
from organizations.models import LegalValue
from organizations.models.places import Named
from organizations.rules import Role
from organizations.services import trail
from organizations.services.competence import require_role


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


@transaction.atomic
def set_legal_value(
    *, key: str, title: str, value: int, unit: str, valid_from: date, basis: str, by: User
) -> LegalValue:
    """Write down the number the law sets from a day on. Earlier numbers stay for earlier days.

    Raises:
        RuleBroken: "not_your_office"; "legal_value_exists" when the key has a number from that very day.
        ValidationError: by field.
    """
    require_role(by, Role.SECRETARIAT)
    if LegalValue.objects.filter(key=key, valid_from=valid_from).exists():
        raise RuleBroken("برای همین روز عددی ثبت شده است؛ روز دیگری بنویسید.", code="legal_value_exists")
    row = LegalValue(key=key, title=title, value=value, unit=unit, valid_from=valid_from, basis=basis)
    trail.insert(row, by=by, action="set")
    return row
