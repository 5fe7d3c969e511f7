"""Query sets and conditions of accounts."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from accounts import states
from core.checks import clean_mobile, clean_national_code


def of_number(number: str, path: str = "") -> Q | None:
    """The person whose national code or mobile this is; None when it can be neither.

    Args:
        number: digits as `core.searching.typed_number` returns them.
        path: the way to the person, as `applicant__`.
    """
    for column, check in (("national_code", clean_national_code), ("mobile", clean_mobile)):
        try:
            return Q(**{f"{path}{column}": check(number)})
        except ValidationError:
            continue
    return None


def rows_of_number(model: type[Model], number: str, path: str) -> Q:
    """Condition for rows of the person with this national code or mobile, by keys; matches nothing for other text.

    The persons, or the rows on the way to them, are looked up here and now: a condition on another table beside one on
    the model's own would make the database read both tables.

    Args:
        model: whose rows are asked for.
        number, path: as `of_number`; the path begins with a key of `model`.
    """
    key, _, rest = path.partition("__")
    meant = of_number(number, rest)
    related: Any = model._meta.get_field(key).related_model
    if meant is None:
        return Q(pk__in=[])
    return Q(
        **{f"{key}__in": list(related._default_manager.order_by().filter(meant).values_list("pk", flat=True))}
    )


class MobileChangeQuerySet(QuerySet[Any]):
    """Changes of a mobile number."""

    def open(self, now: datetime) -> "MobileChangeQuerySet":
        """Changes under way that have not expired."""
        return self.filter(state__in=states.OPEN_CHANGES, ends_at__gt=now)

    def awaiting_check(self, now: datetime) -> "MobileChangeQuerySet":
        """Changes after a lost SIM that await the identity check, oldest first."""
        return self.filter(state=states.ChangeState.AWAITING_CHECK, ends_at__gt=now).order_by("pk")

    def ready_for(self, national_code: str, mobile: str, now: datetime) -> "MobileChangeQuerySet":
        """Changes with a passed identity check that the code sent to this new number completes."""
        return self.filter(
            state=states.ChangeState.AWAITING_CODE,
            lost_sim=True,
            national_code=national_code,
            new_mobile=mobile,
            ends_at__gt=now,
        )
