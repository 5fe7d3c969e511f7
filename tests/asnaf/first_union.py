"""The way from an empty database to the first union at work, step by step as the page of what is missing names them,
each taken by the person whose turn it is, through the services."""

import io
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command

from accounts.models import User
from asnaf.readiness import Group, Step, groups_for
from core.heartbeat import Process, beat
from core.jalali import tehran_today
from organizations.approvals import services as approvals
from organizations.approvals.models import CommissionApproval
from organizations.bodies import services as bodies
from organizations.bodies.models import Body, Chamber, Commission, Union
from organizations.categories.models import Category
from organizations.conditions import services as conditions
from organizations.conditions.services import Draft
from organizations.members import boards, staff_accounts
from organizations.members.models import Membership
from organizations.members.rules import FULL_SEATS
from organizations.members.states import BoardRole
from organizations.places.models import County
from organizations.proposals import activation
from organizations.roles.states import BodyKind, Level, Role
from organizations.tariffs import services as tariffs
from organizations.tariffs.states import FeeKind
from registries.models import SamplePerson
from registries.ports import Gender, PersonFacts
from tests.factories import BIRTH_DATE, content, general_content, national_code
from tests.organizations.factories import POSTAL_CODE, account, line

SHARES = (
    "--decision=1399/31/47",
    "--decided-on=1399/12/01",
    "--national-share=90000",
    "--chamber-share=140000",
    "--iran-chamber-account", "بانک ملت", "0001",
    "--secretariat-account", "بانک تجارت", "0002", "شعبهٔ فرخی",
)  # fmt: skip
ANNUAL = {"title": "حق عضویت سالانه", "applies_to": ["RENEWAL"], "approval_number": "12/2"}
ENTRY = {"title": "حق ورودی", "applies_to": ["NEW"], "approval_number": "12/2"}


def set_up(*arguments: str) -> str:
    """What `manage.py setup_portal` prints."""
    said = io.StringIO()
    call_command("setup_portal", *arguments, stdout=said)
    return said.getvalue()


def missing(groups: list[Group]) -> list[Step]:
    """Every step that is not done, in its order."""
    return [step for group in groups for step in group.steps if not step.done]


def holder(role: str) -> User:
    """Whoever holds the role."""
    return Membership.objects.filter(role=role).order_by("pk").first().user


def people(number: int) -> PersonFacts:
    """Somebody the civil registry knows."""
    code = national_code(700_000 + number)
    SamplePerson.objects.get_or_create(
        national_code=code,
        defaults={
            "first_name": "کوروش",
            "last_name": "نصیری",
            "father_name": "داریوش",
            "birth_date": BIRTH_DATE,
            "gender": "MALE",
        },
    )
    return PersonFacts(code, "کوروش", "نصیری", "داریوش", BIRTH_DATE, Gender.MALE)


def hire(role: str, body: Body, by: User) -> User:
    """An account with a role, opened by the body above."""
    number = User.objects.count()
    return staff_accounts.open_colleague(
        people(number), username=f"colleague-{number}", role=role, body=body, by=by
    ).user


def body_and_account(
    model: type[Body], level: str, role: str, found: Callable[..., Body], above: str
) -> None:
    """The secretariat registers the body; the office above opens its account."""
    county = County.objects.get(name="تهران", is_centre=True)
    place = {"province": county.province, "county": county if level == Level.COUNTY else None}
    body = found(model(level=level, name=f"نهاد {role}", **place), by=holder(Role.SECRETARIAT))
    hire(role, body, holder(above))


def publish_general() -> None:
    by = holder(Role.SECRETARIAT)
    conditions.publish_general(
        conditions.draft_general(title="ضوابط عمومی", content=general_content(), by=by), by=by
    )


def confirm_decisions(role: str) -> None:
    """The office named in the decisions confirms those that wait for it."""
    for row in CommissionApproval.objects.filter(state="ENTERED"):
        approvals.confirm_approval(row, by=holder(role))


def found_union() -> None:
    county = County.objects.get(name="تهران", is_centre=True)
    union = Union(level=Level.COUNTY, county=county, name="اتحادیهٔ خواربار تهران", postal_code=POSTAL_CODE)
    bodies.found_union(union, by=holder(Role.COMMISSION_COUNTY))


def cover() -> None:
    union = Union.objects.get()
    category = Category.objects.get(isic_code="521101")
    bodies.cover(union=union, county=union.county, category=category, by=holder(Role.COMMISSION_COUNTY))


def seat_board() -> None:
    union, by = Union.objects.get(), holder(Role.CHAMBER_OPERATOR)
    boards.count_units(union=union, units=400, valid_from=tehran_today(), by=by)
    seats = [role for role in FULL_SEATS if role != BoardRole.MEMBER]
    for number, role in enumerate(seats, start=100):
        boards.seat_member(
            union=union,
            national_code=people(number).national_code,
            birth_date=BIRTH_DATE,
            role=role,
            from_date=tehran_today(),
            to_date=tehran_today() + timedelta(days=700),
            by=by,
        )


def publish_conditions() -> None:
    union, by = Union.objects.get(), holder(Role.CHAMBER_OPERATOR)
    draft = Draft("ضوابط خاص", content(), POSTAL_CODE, "12/1", tehran_today())
    conditions.publish_conditions(conditions.draft_conditions(union, None, draft, by=by), by=by)


def enter_tariff() -> None:
    union, by = Union.objects.get(), holder(Role.CHAMBER_OPERATOR)
    payee = tariffs.open_account(body=union, bank="بانک ملی", branch="", number="0003", by=by)
    today = {"approved_on": tehran_today(), "valid_from": tehran_today()}
    tariffs.enter_tariff(union, FeeKind.MEMBERSHIP_ANNUAL, line(payee, 700_000, **ANNUAL, **today), by=by)
    tariffs.enter_tariff(union, FeeKind.MEMBERSHIP_ENTRY, line(payee, 900_000, **ENTRY, **today), by=by)
    confirm_decisions(Role.COMMISSION_COUNTY)


def begin_electronic_intake() -> None:
    proposal = activation.propose_activation(
        Union.objects.get(),
        software=True,
        hardware=True,
        trained_staff=True,
        readiness_note="سه کاربر آموزش دیدند",
        by=holder(Role.CHAMBER_OPERATOR),
    )
    activation.approve_activation(
        proposal,
        approval_number="12/3",
        approved_on=tehran_today(),
        effective_from=tehran_today(),
        by=holder(Role.COMMISSION_COUNTY),
    )


def hire_for_union() -> None:
    for role in (Role.UNION_BOARD, Role.UNION_OPERATOR):
        hire(role, Union.objects.get(), holder(Role.CHAMBER_OPERATOR))


#: What is done at each step, by its title on the page.
ACTS: dict[str, Callable[[], object]] = {
    "استان‌ها و شهرستان‌ها": set_up,
    "نهاد دبیرخانه و حساب نخست آن": lambda: set_up("--account", "secretariat-1"),
    "نفر دوم دبیرخانه": lambda: set_up("--account", "secretariat-2"),
    "اتاق اصناف ایران": lambda: hire(
        Role.NATIONAL_CHAMBER, Body.objects.get(kind=BodyKind.NATIONAL_CHAMBER), holder(Role.SECRETARIAT)
    ),
    "ضوابط عمومی": publish_general,
    "تعرفه‌های سراسری با مصوبهٔ هیأت عالی نظارت": lambda: (
        set_up(*SHARES),
        confirm_decisions(Role.SECRETARIAT),
    ),
    "کارهای پس‌زمینه": lambda: [beat(process) for process in Process],
    "کمیسیون نظارت مرکز استان": lambda: body_and_account(
        Commission, Level.PROVINCE, Role.COMMISSION_PROVINCE, bodies.found_commission, Role.SECRETARIAT
    ),
    "کمیسیون نظارت شهرستان": lambda: body_and_account(
        Commission, Level.COUNTY, Role.COMMISSION_COUNTY, bodies.found_commission, Role.COMMISSION_PROVINCE
    ),
    "اتاق اصناف شهرستان": lambda: body_and_account(
        Chamber, Level.COUNTY, Role.CHAMBER_OPERATOR, bodies.found_chamber, Role.COMMISSION_COUNTY
    ),
    "حساب بانکی اتاق اصناف": lambda: account(Chamber.objects.get()),
    "ثبت اتحادیه": found_union,
    "رسته‌ها و شهرستان‌های زیر پوشش": cover,
    "هیأت مدیره": seat_board,
    "ضوابط خاص": publish_conditions,
    "تعرفه با مصوبهٔ تأییدشده": enter_tariff,
    "آغاز پذیرش الکترونیکی": begin_electronic_intake,
    "حساب هیأت مدیره و کاربر اتحادیه": hire_for_union,
}
#: Done by whoever writes the settings of the server, not by a row.
OF_SETTINGS = "درگاه پیامک، ثبت‌های بیرونی و پویشگر ویروس"


def walk(until: str | None = None) -> list[str]:
    """Take the first missing step again and again, and tell the titles; fails at one that is not done afterwards.

    Args:
        until: the title of a step before which to stop; None for the whole way.
    """
    taken: list[str] = []
    while True:
        steps = [step.title for step in missing(groups_for(None)) if step.title != OF_SETTINGS]
        if not steps or steps[0] == until:
            return taken
        assert steps[0] not in taken, f"{steps[0]} is still missing"
        ACTS[steps[0]]()
        taken.append(steps[0])
