"""One thing that must be there before the portal works, and who sees to it."""

from dataclasses import dataclass

from organizations.bodies.models import Body
from organizations.members.models import Membership

#: Who sees to what nobody can do at the desk.
SERVER, SECRETARIAT = "مدیر سرور", "دبیرخانهٔ هیأت عالی"


@dataclass(frozen=True, slots=True)
class Door:
    """A page of the desk: the list of a model ("changelist"), or its form for a new row ("add")."""

    model: str
    page: str = "changelist"


@dataclass(frozen=True, slots=True)
class Step:
    """A step and where it stands.

    `is_needed`: without it no request can be begun, decided or charged; the others are good to have before that day.
    `is_shared`: chambers and commissions see it too while it is missing, since their own work waits for it.
    `command` is what is typed on the server, where the step is done there.
    """

    title: str
    done: bool
    detail: str
    turn: str
    door: Door | None = None
    command: str = ""
    is_needed: bool = True
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that belong together, in their order."""

    title: str
    steps: tuple[Step, ...]

    @property
    def missing(self) -> tuple[Step, ...]:
        """Those without which nobody can begin."""
        return tuple(step for step in self.steps if step.is_needed and not step.done)


def has_holder(body: Body | None, *roles: str) -> bool:
    """Whether somebody with an open account holds each of these roles in the body today."""
    if body is None:
        return False
    held = Membership.objects.in_force().filter(body=body.pk, role__in=roles, user__is_active=True)
    return set(held.values_list("role", flat=True)) == set(roles)
