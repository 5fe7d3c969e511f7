"""What the dashboard gathers from several apps, in four statements however much there is (R11, seed 000 §9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.urls import reverse

from accounts.models import User
from asnaf import texts
from core.jalali import format_datetime
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines.services import standing as deadline_standing
from deadlines.services.standing import Standing
from guild_units import rows
from guild_units.models import GuildUnit, RegistrationDraft
from guild_units.states import EmploymentForm
from licensing.cases.models import LicenceRequest
from licensing.cases.rules import turn_in_words
from licensing.cases.states import CLOSED, WITH_LICENCE, Status
from licensing.interviews.models import Interview
from messaging.models import Message
from messaging.querysets import LIGHTS_BELL, BoxCounts
from personnel.querysets import count_people

UNITS = 5
REQUESTS = 25
MESSAGES = 5

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything the page draws, as rows."""

    units: list[GuildUnit]
    more_units: bool
    requests: list[LicenceRequest]
    standing: dict[int, Standing]
    messages: list[Message]
    counts: BoxCounts
    draft: RegistrationDraft | None

    @property
    def open_cases(self) -> list[LicenceRequest]:
        """Requests in which something is still to happen."""
        return [case for case in self.requests if not case.is_over]

    @property
    def issued(self) -> list[LicenceRequest]:
        """Requests that ended in a licence."""
        return [case for case in self.requests if case.status in WITH_LICENCE]

    @property
    def is_newcomer(self) -> bool:
        """Nothing here is theirs yet and they have not gone on without a licence: registration comes first."""
        if self.units or self.requests:
            return False
        return self.draft is None or self.draft.skipped_at is None


def gather(user: User) -> Gathered:
    """Units, requests with their clocks, newest messages; the draft only where there is neither unit nor request."""
    units = list(_units(user)[: UNITS + 1])
    requests = list(_requests(user)[:REQUESTS])
    running = [case for case in requests if not case.is_over]
    messages = list(_messages(user)[:MESSAGES])
    counts = [BoxCounts(message.total, message.unread) for message in messages[:1]]  # type: ignore[attr-defined]
    fresh = not units and not requests
    return Gathered(
        units=units[:UNITS],
        more_units=len(units) > UNITS,
        requests=requests,
        standing=deadline_standing.standing_of(running),
        messages=messages,
        counts=counts[0] if counts else BoxCounts(0, 0),
        draft=RegistrationDraft.objects.visible_to(user).first() if fresh else None,
    )


def _units(user: User) -> QuerySet[GuildUnit]:
    begun = RegistrationDraft.objects.filter(person=OuterRef("owner")).exclude(licence_number="")
    mine = count_people(GuildUnit.objects.visible_to(user).with_licence())
    return mine.annotate(adding=Exists(begun)).order_by("-pk")


def _requests(user: User) -> QuerySet[LicenceRequest]:
    """Open requests first, then those that ended in a licence; each says whether a unit holds that licence."""
    held = GuildUnit.objects.present().filter(licence=OuterRef("licence"))
    ahead = Interview.objects.ahead().filter(case=OuterRef("pk"))
    over = Case(When(status__in=CLOSED, then=Value(1)), default=Value(0))
    mine: QuerySet[LicenceRequest] = LicenceRequest.objects.visible_to(user)
    return (
        mine.filter(~Q(status__in=CLOSED) | Q(status__in=WITH_LICENCE))
        .select_related("category", "union", "licence")
        .defer("licence__qr_svg")
        .annotate(over=over, has_unit=Exists(held), interview_at=Subquery(ahead.values("at")[:1]))
        .order_by("over", "-pk")
    )


def _messages(user: User) -> QuerySet[Message]:
    """The newest of the box, each with the box's two counts (R260)."""
    mine: QuerySet[Message] = Message.objects.visible_to(user).in_box()
    unread = Window(Count("pk", filter=LIGHTS_BELL))
    return mine.annotate(total=Window(Count("pk")), unread=unread).order_by("-pk")


def tasks(found: Gathered) -> list[Row]:
    """What the person can do next, the most pressing first."""
    return [
        *_of_cases(found),
        *_of_licences(found.issued),
        *_of_units(found.units),
        *_of_registration(found),
    ]


def _of_cases(found: Gathered) -> Iterable[Row]:
    for case in found.open_cases:
        if case.status == Status.DRAFT:
            hint, status, tone = case.category.name, texts.UNFINISHED, "warning"
            yield _task(texts.FINISH_REQUEST, case.get_absolute_url(), hint, status, tone)
        elif case.status == Status.INTERVIEW and case.interview_at:  # type: ignore[attr-defined]  # annotated
            when = format_datetime(case.interview_at)  # type: ignore[attr-defined]
            yield _task(texts.GO_TO_INTERVIEW, case.get_absolute_url(), case.category.name, when, "warning")
        elif _turn(case, found.standing.get(case.pk)) == texts.APPLICANT:
            standing = found.standing.get(case.pk)
            status = standing.left_sentence if standing else texts.YOUR_TURN
            hint = f"{case.category.name}، {case.get_status_display()}"
            yield _task(texts.YOUR_STEP, case.get_absolute_url(), hint, status, "warning")


def _of_licences(issued: Iterable[LicenceRequest]) -> Iterable[Row]:
    for case in issued:
        if not case.has_unit and case.licence.is_valid:  # type: ignore[attr-defined]  # annotated
            number = to_persian_digits(case.licence.number)
            hint = f"{case.licence.unit_name}، پروانهٔ {number}"
            yield _task(texts.ATTACH_LICENCE, reverse("add_unit"), hint, texts.NEW, "info")


def _of_units(units: Iterable[GuildUnit]) -> Iterable[Row]:
    for unit in units:
        if not unit.is_valid:
            hint = texts.LICENCE_OVER_HINT.format(unit=unit)
            yield _task(texts.LICENCE_OVER, unit.get_absolute_url(), hint, texts.OVERDUE, "danger")
        elif unit.days_left <= rows.RENEW_DAYS:
            left = to_persian_digits(f"{unit.days_left} روز مانده") if unit.days_left else texts.LAST_DAY
            yield _task(texts.LICENCE_ENDS, unit.get_absolute_url(), str(unit), left, "warning")


def _of_registration(found: Gathered) -> Iterable[Row]:
    if any(unit.adding for unit in found.units):  # type: ignore[attr-defined]  # annotated
        yield _task(texts.GO_ON_ADDING, reverse("add_unit"), "", texts.UNFINISHED, "warning")
    if not found.units and not found.requests:
        yield _task(texts.ASK_FOR_LICENCE, reverse("request_guide"), texts.ASK_HINT, "", "")
    if not found.units:
        yield _task(texts.ADD_FIRST_UNIT, reverse("add_unit"), texts.ADD_HINT, "", "")


def _task(label: str, url: str, hint: str, status: str, tone: str) -> Row:
    return {"label": label, "url": url, "hint": hint, "status": status, "tone": tone}


def unit_cards(units: Iterable[GuildUnit]) -> list[Row]:
    """The facts R11 asks for, of each unit; the holder's code is drawn by the page, masked."""
    return [{"unit": unit, "state": rows.state(unit), "facts": _facts(unit)} for unit in units]


def _facts(unit: GuildUnit) -> list[Row]:
    return [
        {"key": texts.CATEGORY, "value": unit.category_name},
        {"key": texts.GUILD_ID, "value": to_persian_digits(unit.guild_id), "ltr": True},
        *rows.validity(unit),
        {"key": texts.PEOPLE, "value": _people(unit)},
        {"key": texts.KIND, "value": unit.get_employment_form_display()},
    ]


def _people(unit: GuildUnit) -> str:
    count: int = unit.people  # type: ignore[attr-defined]  # annotated by `count_people`
    if count == 0 and unit.employment_form == EmploymentForm.SELF_EMPLOYED:
        return texts.ALONE
    return to_persian_digits(f"{count} نفر")


def case_cards(found: Gathered) -> list[Row]:
    """Open requests: whose turn it is and how many days are left. While the clock stands still, whoever stopped it
    has the turn."""
    return [_case_card(case, found.standing.get(case.pk)) for case in found.open_cases]


def _case_card(case: LicenceRequest, standing: Standing | None) -> Row:
    turn = _turn(case, standing)
    return {
        "case": case,
        "code": to_persian_digits(group_tracking_code(case.tracking_code or "")),
        "turn": texts.YOU if turn == texts.APPLICANT else turn,
        "standing": standing,
    }


def _turn(case: LicenceRequest, standing: Standing | None) -> str:
    """Whose turn it is; a clock that stands still names who stopped it."""
    if standing is None:
        return case.turn
    return standing.turn_name if standing.left.is_paused else turn_in_words(case, standing.turn_name)


def news(messages: Iterable[Message]) -> list[Row]:
    return [
        {
            "url": reverse("message", args=[message.pk]),
            "subject": message.subject,
            "when": format_datetime(message.created_at),
            "is_new": message.read_at is None,
        }
        for message in messages
    ]
