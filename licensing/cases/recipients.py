"""Who is told on behalf of a union."""

from accounts.models import Person
from organizations.bodies.models import Union
from organizations.members.models import Membership
from organizations.roles.states import Role


def people_to_tell(union: Union) -> list[Person]:
    """The board's accounts and the inspectors of the chamber above, each person once."""
    of_board = Membership.objects.in_force().filter(body=union, role=Role.UNION_BOARD)
    inspectors = Membership.objects.in_force().filter(body=union.parent_id, role=Role.CHAMBER_INSPECTOR)
    held = of_board | inspectors if union.parent_id else of_board
    return list(
        Person.objects.filter(users__memberships__in=held, users__is_active=True).distinct().order_by("pk")
    )
