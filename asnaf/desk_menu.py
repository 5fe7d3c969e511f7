"""The top bar of the staff's desk: the entries that the person's roles open, those of every day first."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from asnaf import readiness, texts
from organizations.desk.scope import ScopedAdmin, roles_of
from organizations.roles.states import Role

MOST_ENTRIES = 5
FIRST = ("admin:index", "کارتابل", "dashboard")
READINESS = ("admin:readiness", texts.READINESS, "alert")


class Desk(NamedTuple):
    """A list of the desk."""

    model: str
    icon: str
    words: str = ""


REQUESTS = Desk("licensing.LicenceRequest", "document")
SESSIONS = Desk("licensing.BoardSession", "calendar")
LICENCES = Desk("licensing.Licence", "shield")
INQUIRIES = Desk("licensing.Inquiry", "search")
ACTIVATIONS = Desk("organizations.UnionActivation", "check")
SUGGESTIONS = Desk("organizations.CategorySuggestion", "add")
CONDITIONS = Desk("organizations.SpecialConditions", "book")
INSTRUCTIONS = Desk("messaging.InstructionDoc", "book")
TICKETS = Desk("support.Ticket", "support")
MOBILES = Desk("accounts.MobileChange", "phone", "تغییر شماره‌ها")

_UNION = (REQUESTS, SESSIONS, LICENCES, INQUIRIES)
_OVERSEERS = (REQUESTS, ACTIVATIONS, SUGGESTIONS, LICENCES)
#: What each role enters daily; roles without a desk of their own yet have the index alone.
DESKS: dict[str, tuple[Desk, ...]] = {
    Role.UNION_BOARD: _UNION,
    Role.UNION_OPERATOR: _UNION,
    Role.CHAMBER_OPERATOR: (REQUESTS, ACTIVATIONS, CONDITIONS, SUGGESTIONS),
    Role.CHAMBER_INSPECTOR: (REQUESTS, INQUIRIES, LICENCES),
    Role.COMMISSION_COUNTY: _OVERSEERS,
    Role.COMMISSION_PROVINCE: _OVERSEERS,
    Role.NATIONAL_CHAMBER: (REQUESTS, LICENCES, SUGGESTIONS, INSTRUCTIONS),
    Role.SECRETARIAT: (REQUESTS, ACTIVATIONS, SUGGESTIONS, INSTRUCTIONS),
    Role.INQUIRY_BODY: (INQUIRIES,),
    Role.SUPPORT_STAFF: (TICKETS, MOBILES),
}


def desk_menu(request: HttpRequest) -> tuple[tuple[str, str, str], ...]:
    """Address name, words and icon of at most `MOST_ENTRIES` entries; one statement, shared with the page's own doors.

    Somebody with several roles gets the first desk of each role before the second of any.
    """
    found = dict.fromkeys(desk for desk in _in_turn(roles_of(request)) if _opens(desk, request))
    return (FIRST, *_unfinished(request), *(_entry(desk) for desk in found))[:MOST_ENTRIES]


def _unfinished(request: HttpRequest) -> tuple[tuple[str, str, str], ...]:
    """The list of what is missing, for those above the unions, until nothing that is needed is."""
    reads = not roles_of(request).isdisjoint(readiness.READERS)
    return (READINESS,) if reads and readiness.is_incomplete(cast(User, request.user)) else ()


def _in_turn(roles: frozenset[str]) -> Iterator[Desk]:
    held = [desks for role, desks in DESKS.items() if role in roles]
    for place in range(max(map(len, held), default=0)):
        yield from (desks[place] for desks in held if place < len(desks))


def _opens(desk: Desk, request: HttpRequest) -> bool:
    """The door itself is asked, so that no entry leads to a refusal."""
    door = admin.site.get_model_admin(apps.get_model(desk.model))
    return isinstance(door, ScopedAdmin) and door.has_view_permission(request)


def _entry(desk: Desk) -> tuple[str, str, str]:
    meta = apps.get_model(desk.model)._meta
    name = f"admin:{meta.app_label}_{meta.model_name}_changelist"
    return name, desk.words or str(meta.verbose_name_plural), desk.icon
