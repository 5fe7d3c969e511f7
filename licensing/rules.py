"""States of a licence request, the table of moves, and the checks before each act (handbook 6.5).

A move that is not in the table does not exist. `docs/states.md` is drawn from it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.jalali import age_on, format_date
from core.refusals import RuleBroken
from core.text import to_persian_digits

if TYPE_CHECKING:
    from accounts.models import Person, User
    from licensing.models import LicenceRequest, Reason
    from organizations.models import SpecialConditions, Union

ADULT_YEARS = 18


class Status(models.TextChoices):
    """The states of a request, with the words people read."""

    DRAFT = "DRAFT", "پیش‌نویس"
    SUBMITTED = "SUBMITTED", "ثبت شده"
    UNDER_REVIEW = "UNDER_REVIEW", "در دست بررسی هیأت مدیره"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    ACCEPTED = "ACCEPTED", "پذیرش اولیه"
    ACCEPTED_BY_SILENCE = "ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"
    IN_PROGRESS = "IN_PROGRESS", "تکمیل مدارک و استعلام‌ها"
    DOCS_COMPLETE = "DOCS_COMPLETE", "مدارک کامل"
    AWAITING_PAYMENT = "AWAITING_PAYMENT", "در انتظار پرداخت"
    READY = "READY", "آمادهٔ صدور"
    ISSUED = "ISSUED", "صادر شده"
    REJECTED = "REJECTED", "رد شده"
    LAPSED = "LAPSED", "منقضی (متقاضی جدید)"
    WITHDRAWN = "WITHDRAWN", "انصراف"


class Actor(models.TextChoices):
    """Who may take a step."""

    APPLICANT = "APPLICANT", "متقاضی"
    UNION_OPERATOR = "UNION_OPERATOR", "کاربر اتحادیه"
    UNION_BOARD = "UNION_BOARD", "هیأت مدیره اتحادیه"
    SYSTEM = "SYSTEM", "سامانه، به حکم قانون"


class Kind(models.TextChoices):
    """What is asked for."""

    NEW = "NEW", "صدور"
    RENEWAL = "RENEWAL", "تمدید"
    EXCHANGE = "EXCHANGE", "تعویض"


class Term(models.TextChoices):
    """How long the licence will hold (R150)."""

    PERMANENT = "PERMANENT", "دائم (پنج‌ساله)"
    TEMPORARY = "TEMPORARY", "موقت (یک‌ساله)"


class Tenure(models.TextChoices):
    """By what right the applicant has the premises."""

    OWN = "OWN", "مالک"
    LEASE_OFFICIAL = "LEASE_OFFICIAL", "اجاره با سند رسمی"
    LEASE_PRIVATE = "LEASE_PRIVATE", "اجارهٔ عادی"
    PURCHASE_DEED = "PURCHASE_DEED", "قولنامه"
    CONTRACT = "CONTRACT", "قرارداد"


class ReasonKind(models.TextChoices):
    """What a coded reason is for."""

    REFUSAL = "REFUSAL", "دلیل رد"
    NEED = "NEED", "نیاز"


class Source(models.TextChoices):
    """Which of the two texts the applicant accepted a reason rests on (R63, R76)."""

    SPECIAL = "SPECIAL", "ضوابط خاص"
    GENERAL = "GENERAL", "ضوابط عمومی"


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of an answer: its code, the published article it rests on, and what the board adds (R67)."""

    reason: "Reason"
    source: Source
    article: int
    explanation: str = ""


class LicenceState(models.TextChoices):
    """The states of an issued licence (handbook 6.10)."""

    VALID = "VALID", "معتبر"
    SUSPENDED = "SUSPENDED", "تعلیق شده"
    CANCELLED = "CANCELLED", "باطل شده"
    SUPERSEDED = "SUPERSEDED", "جایگزین شده"


#: state → {next state: who takes the step}
MOVES: Mapping[Status, Mapping[Status, Actor]] = {
    Status.DRAFT: {Status.SUBMITTED: Actor.APPLICANT},
    Status.SUBMITTED: {
        Status.UNDER_REVIEW: Actor.UNION_OPERATOR,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.UNDER_REVIEW: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.CONDITIONAL: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.CONDITIONAL: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.ACCEPTED: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.ACCEPTED_BY_SILENCE: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.IN_PROGRESS: {
        Status.DOCS_COMPLETE: Actor.UNION_OPERATOR,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.DOCS_COMPLETE: {Status.AWAITING_PAYMENT: Actor.UNION_OPERATOR},
    Status.AWAITING_PAYMENT: {Status.READY: Actor.UNION_OPERATOR, Status.WITHDRAWN: Actor.APPLICANT},
    Status.READY: {Status.ISSUED: Actor.UNION_BOARD},
}

#: Whose turn it is, in the words of the timeline; states that are over have no turn.
TURN: Mapping[Status, str] = {
    Status.DRAFT: "متقاضی",
    Status.SUBMITTED: "اتحادیه",
    Status.UNDER_REVIEW: "هیأت مدیرهٔ اتحادیه",
    Status.CONDITIONAL: "متقاضی",
    Status.ACCEPTED: "سامانه",
    Status.ACCEPTED_BY_SILENCE: "سامانه",
    Status.IN_PROGRESS: "متقاضی",
    Status.DOCS_COMPLETE: "اتحادیه",
    Status.AWAITING_PAYMENT: "متقاضی",
    Status.READY: "هیأت مدیرهٔ اتحادیه",
}

WAITING_FOR_UNION = (Status.SUBMITTED, Status.UNDER_REVIEW)
#: Files on which the next step is the union's own: what an operator can finish, and what only the board can.
FOR_OPERATORS = (Status.SUBMITTED, Status.DOCS_COMPLETE)
FOR_BOARDS = (Status.UNDER_REVIEW, Status.READY)
#: At how many working days left the board is warned that silence will accept.
WARN_AT = (5, 2, 0)
CLOSED = (Status.ISSUED, Status.REJECTED, Status.LAPSED, Status.WITHDRAWN)
#: After these the same may be asked for anew.
MAY_START_AGAIN = (Status.LAPSED, Status.WITHDRAWN)
#: The states an applicant passes through, for the drawn way ahead.
MAIN_WAY = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.IN_PROGRESS,
    Status.DOCS_COMPLETE,
    Status.AWAITING_PAYMENT,
    Status.READY,
    Status.ISSUED,
)


class AlreadyOpen(RuleBroken):
    """A person asks twice for the same trade in the same premises; `first` is the request that is open."""

    def __init__(self, first: "LicenceRequest") -> None:
        super().__init__(
            "درخواست بازی برای همین رسته و محل دارید. همان را ادامه دهید؛ درخواست دومی باز نمی‌شود.",
            code="already_open",
        )
        self.first = first


def moves_open_to(request: "LicenceRequest", user: "User | None") -> list[Status]:
    """The steps this person may take now, in the table's order; `check_move` reads the same table.

    None stands for the portal itself, which acts where the law says so.
    """
    held = request.actors_of(user)
    return [to for to, actor in MOVES.get(Status(request.status), {}).items() if actor in held]


def check_move(request: "LicenceRequest", to: Status, by: "User | None") -> None:
    """The step exists and it is this person's.

    Raises:
        RuleBroken: "closed_step" or "not_your_turn".
    """
    if to not in MOVES.get(Status(request.status), {}):
        raise RuleBroken(
            f"این مرحله دیگر باز نیست؛ وضعیت درخواست اکنون «{request.get_status_display()}» است.",
            code="closed_step",
        )
    if to not in moves_open_to(request, by):
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")


def may_start_again(request: "LicenceRequest", by: "User") -> bool:
    """The file was closed without a decision, and it is this person's own."""
    return request.status in MAY_START_AGAIN and Actor.APPLICANT in request.actors_of(by)


def check_may_start_again(request: "LicenceRequest", by: "User") -> None:
    """See `may_start_again`.

    Raises:
        RuleBroken: "not_over".
    """
    if not may_start_again(request, by):
        raise RuleBroken("شروع دوباره فقط پس از انصراف یا پایان مهلت ممکن است.", code="not_over")


def check_fresh(request: "LicenceRequest", seen_version: int) -> None:
    """Nobody changed the request since the page was drawn.

    Raises:
        RuleBroken: "stale", with the present state.
    """
    if request.version != seen_version:
        raise RuleBroken(
            "پس از باز کردن این صفحه، پرونده تغییر کرده است و وضعیت آن اکنون "
            f"«{request.get_status_display()}» است. صفحهٔ تازه را ببینید و دوباره تصمیم بگیرید.",
            code="stale",
        )


def check_impartial(request: "LicenceRequest", by: "User") -> None:
    """Nobody takes a step of the union on their own request, so it must be known who they are.

    Raises:
        RuleBroken: "own_file", "unknown_officer".
    """
    if by.person_id is None:
        raise RuleBroken(
            "حساب شما به شخصی پیوند نخورده است. از نهاد بالادست بخواهید مشخصات شما را ثبت کند.",
            code="unknown_officer",
        )
    if by.person_id == request.applicant_id:
        raise RuleBroken("هیچ‌کس دربارهٔ درخواست خودش تصمیم نمی‌گیرد.", code="own_file")


def waits_as_isargar(request: "LicenceRequest") -> bool:
    """A veteran's request while the electronic way is not open to veterans (R75)."""
    return request.is_isargar and not settings.ISARGAR_ELECTRONIC


def check_electronic_way(request: "LicenceRequest") -> None:
    """See `waits_as_isargar`.

    Raises:
        RuleBroken: "isargar", saying what to do.
    """
    if waits_as_isargar(request):
        raise RuleBroken(
            "راه الکترونیکی برای ایثارگران هنوز باز نشده است. "
            f"درخواست را با مدارک خود به دفتر {request.union.name} بدهید.",
            code="isargar",
        )


def check_accepts_requests(
    union: "Union | None", conditions: "SpecialConditions | None", today: date
) -> "tuple[Union, SpecialConditions]":
    """The union takes electronic requests (R220, R221) and has told its conditions (R63); both are returned.

    Raises:
        RuleBroken: "no_union", "not_active_yet", "no_conditions", each saying what to do.
    """
    if union is None:
        raise RuleBroken(
            "برای این رسته در این شهرستان هنوز اتحادیه‌ای تعیین نشده است. "
            "اتاق اصناف شهرستان می‌تواند اتحادیهٔ نزدیک را معرفی کند.",
            code="no_union",
        )
    if union.electronic_since is None or union.electronic_since > today:
        raise RuleBroken(
            f"{union.name} هنوز درخواست الکترونیکی نمی‌پذیرد. برای ثبت درخواست به دفتر اتحادیه مراجعه کنید.",
            code="not_active_yet",
        )
    if conditions is None:
        raise RuleBroken(
            f"ضوابط خاص {union.name} منتشر نشده است و تا آن زمان درخواست الکترونیکی ممکن نیست.",
            code="no_conditions",
        )
    return union, conditions


def check_minute(request: "LicenceRequest", held_on: date) -> None:
    """No board decides on a request before it has come in.

    Raises:
        RuleBroken: "minute_too_early", with the day the request came in.
    """
    came_in = timezone.localtime(request.submitted_at).date() if request.submitted_at else held_on
    if held_on < came_in:
        raise RuleBroken(
            f"تاریخ صورتجلسه پیش از رسیدن درخواست ({format_date(came_in)}) است.", code="minute_too_early"
        )


def check_adult(person: "Person", today: date) -> None:
    """An applicant is at least 18 and alive (handbook 6.9).

    Raises:
        RuleBroken: "under_age" or "deceased".
    """
    if person.deceased_on is not None:
        raise RuleBroken("در ثبت احوال برای این کد ملی فوت ثبت شده است.", code="deceased")
    if person.birth_date is not None and age_on(person.birth_date, today) < ADULT_YEARS:
        raise RuleBroken(
            f"متقاضی پروانه کسب باید {to_persian_digits(str(ADULT_YEARS))} سال تمام داشته باشد.",
            code="under_age",
        )


def articles_of(request: "LicenceRequest") -> dict[tuple[Source, int], str]:
    """The articles an answer may rest on: those of the very versions this applicant accepted (R63, R76).

    Returns:
        The article's title by source and number, special conditions first.
    """
    texts = ((Source.SPECIAL, request.special_conditions), (Source.GENERAL, request.general_conditions))
    return {
        (source, article["number"]): article.get("title", "")
        for source, text in texts
        for article in text.content.get("articles", [])
    }


def check_grounds(request: "LicenceRequest", grounds: Sequence[Ground], kind: ReasonKind) -> None:
    """An answer that is not a plain yes rests on coded reasons, each tied to a published article (R67, R76).

    Raises:
        RuleBroken: "no_reason", "wrong_reason", "no_such_article", "same_reason_twice".
    """
    if not grounds:
        raise RuleBroken(
            "دست‌کم یک مورد را از فهرست انتخاب کنید؛ متن آزاد به‌تنهایی دلیل نیست.", code="no_reason"
        )
    articles = articles_of(request)
    for ground in grounds:
        if not ground.reason.is_active or ground.reason.kind != kind:
            raise RuleBroken("این مورد در فهرست این پاسخ نیست؛ دوباره انتخاب کنید.", code="wrong_reason")
        if (ground.source, ground.article) not in articles:
            raise RuleBroken("این ماده در ضوابطی که متقاضی پذیرفته نیست.", code="no_such_article")
    if len({(ground.reason.pk, ground.source, ground.article) for ground in grounds}) < len(grounds):
        raise RuleBroken("یک مورد با همان ماده دو بار آمده است.", code="same_reason_twice")


def check_works_on(request: "LicenceRequest", by: "User") -> None:
    """This person works at the desk of the request's union, and the file is still open.

    Raises:
        RuleBroken: "not_your_turn" or "closed_step".
    """
    if not request.actors_of(by) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}:
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")
    if request.is_over:
        raise RuleBroken("این پرونده بسته شده است.", code="closed_step")


def checklist_of(request: "LicenceRequest") -> dict[str, str]:
    """The points of the special conditions the applicant accepted that the union has to look at (R212)."""
    return {point["code"]: point["text"] for point in request.special_conditions.content.get("checklist", [])}


def check_checklist(request: "LicenceRequest", ticked: Collection[str]) -> None:
    """No licence while a point of the checklist was not found in order (R212).

    Raises:
        RuleBroken: "checklist", with the number of points left.
    """
    left = len(set(checklist_of(request)) - set(ticked))
    if left:
        raise RuleBroken(
            f"{to_persian_digits(str(left))} بند از چک‌لیست ضوابط خاص هنوز تأیید نشده است.", code="checklist"
        )
