"""The minutes a step on a request may rest on (R73)."""

from django.db.models import QuerySet

from licensing.cases import rules
from licensing.cases.models import LicenceRequest
from organizations.members.models import BoardMinute


def minutes_for(case: LicenceRequest) -> "QuerySet[BoardMinute]":
    """The minutes of the request's union from the day it came in, newest first: what its pages offer."""
    found: QuerySet[BoardMinute] = BoardMinute.objects.citable_for(case.union_id, rules.day_it_came_in(case))
    return found
