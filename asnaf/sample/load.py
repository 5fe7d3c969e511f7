"""Loads the sample nation stage by stage."""

from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Person, User
from asnaf.sample import numbers
from asnaf.sample.approvals import load_approvals
from asnaf.sample.boards import load_boards
from asnaf.sample.bodies import load_bodies
from asnaf.sample.cases import load_cases
from asnaf.sample.conditions import load_conditions
from asnaf.sample.fees import load_accounts, load_fees, load_legal_values
from asnaf.sample.instructions import load_instructions
from asnaf.sample.nation import Nation, Size
from asnaf.sample.offices import load_offices
from asnaf.sample.people import load_people
from asnaf.sample.places import load_places, load_trades
from asnaf.sample.registers import load_registers
from asnaf.sample.sessions import load_sessions
from asnaf.sample.staff import POSTS, load_staff
from asnaf.sample.tickets import load_tickets
from asnaf.sample.unions import load_coverage, load_unions
from core.jalali import tehran_today
from organizations.bodies.models import Body

Stage = tuple[str, Callable[[Nation], int]]

_STAGES: tuple[Stage, ...] = (
    ("provinces and counties", load_places),
    ("categories", load_trades),
    ("chambers, commissions and offices", load_bodies),
    ("offices that are asked", load_offices),
    ("unions", load_unions),
    ("coverage of counties and categories", load_coverage),
    ("board seats", load_boards),
    ("approvals", load_approvals),
    ("conditions", load_conditions),
    ("numbers of the law", load_legal_values),
    ("accounts for fees", load_accounts),
    ("fees", load_fees),
    ("people", load_people),
    ("licences of the registers", load_registers),
)
#: With the accounts whose password everybody knows, and what they did.
_STAFF: tuple[Stage, ...] = (
    ("staff accounts", load_staff),
    ("conversations with support", load_tickets),
    ("sessions of boards", load_sessions),
)
_CASES: tuple[Stage, ...] = (("cases in progress", load_cases),)


def load_nation(size: Size, *, with_staff: bool = True, with_cases: bool = True) -> Iterator[tuple[str, int]]:
    """Load every stage in a transaction of its own and tell its name and how many rows were new; PDFs are drawn after.

    Running it again adds only what is missing. `with_staff` also opens the accounts whose password everybody knows,
    `with_cases` fills their desks.
    """
    nation = Nation(size=size, today=tehran_today())
    stages = [*_STAGES, *(_STAFF if with_staff else ()), *(_CASES if with_cases else ())]
    for name, stage in stages:
        with transaction.atomic():
            loaded = stage(nation)
            if stage is load_registers:
                _refresh_statistics()
        yield name, loaded
    if with_staff:
        yield "instructions", load_instructions()


def _refresh_statistics() -> None:
    """Tell PostgreSQL what our tables hold now: after a bulk load its plans are made for empty ones.

    Ours alone: a look at the tables all databases of a server share would wait for whoever looks at them.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(
            connection.ops.quote_name(name) for name in connection.introspection.django_table_names()
        )
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def is_loaded() -> bool:
    """True when the staff accounts are there; what comes after them needs them."""
    return User.objects.filter(username=POSTS[-1].username, is_staff=True).exists()


def holds_sample() -> bool:
    """True when people of the sample stand in the database, also after a rehearsal without its staff."""
    invented = Q()
    for group in (numbers.CITIZENS, numbers.BOARDS, numbers.STAFF):
        invented |= Q(national_code__startswith=group)
    return Person.objects.filter(invented).exists()


def is_empty() -> bool:
    """True when no person and no body stand in the database."""
    return not (Person.objects.exists() or Body.objects.exists())
