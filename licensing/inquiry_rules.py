"""Inquiries at other bodies: states, the table of moves, who may print and answer (handbook 6.8, R100–R108)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models

from core.refusals import RuleBroken
from licensing import paper_texts as texts
from licensing.rules import Status

if TYPE_CHECKING:
    from licensing.models import Inquiry, LicenceRequest
    from organizations.models import Category

#: How long the register of the post is asked before the union may send a letter.
ASK_THE_POST_FOR = timedelta(hours=72)


class InquiryChannel(models.TextChoices):
    """How the letter reaches the body (R102)."""

    UNION_POST = "UNION_POST", "پست سفارشی دوقبضهٔ اتحادیه"
    APPLICANT_HAND = "APPLICANT_HAND", "به دست متقاضی"
    ONLINE = "ONLINE", "برخط"
    REGISTER = "REGISTER", "پایگاه نشانی پست"


class InquiryState(models.TextChoices):
    """The states of an inquiry."""

    PREPARED = "PREPARED", "آمادهٔ چاپ"
    PRINTED = "PRINTED", "چاپ شده"
    SENT = "SENT", "فرستاده شده"
    DELIVERED = "DELIVERED", "رسیده به دستگاه"
    POSITIVE = "POSITIVE", "پاسخ مثبت"
    NEGATIVE = "NEGATIVE", "پاسخ منفی"
    CONDITIONAL = "CONDITIONAL", "پاسخ مشروط"
    DEEMED_POSITIVE = "DEEMED_POSITIVE", "مثبت به حکم قانون"
    CANCELLED = "CANCELLED", "باطل شده"


class InquiryActor(models.TextChoices):
    """Who may take a step of an inquiry."""

    APPLICANT = "APPLICANT", "متقاضی"
    UNION = "UNION", "اتحادیه"
    BODY = "BODY", "دستگاه استعلام‌شونده"
    JUDGE = "JUDGE", "اتحادیه، وقتی نشانی پست با درخواست یکی نیست"
    SYSTEM = "SYSTEM", "سامانه، به حکم قانون یا با پاسخ پایگاه پست"


class ReminderStep(models.TextChoices):
    """Which of the two reminders a body gets; how long after receipt are terms (`deadlines.models.Term`)."""

    FIRST = "INQUIRY_REMINDER", "یادآوری نخست"
    LAST = "INQUIRY_LAST_REMINDER", "یادآوری پایانی"


class PostalState(models.TextChoices):
    """What came of asking the post register for the place of the postal code (R103)."""

    WAITING = "WAITING", "در انتظار پاسخ پست"
    CONFIRMED = "CONFIRMED", "پست تأیید کرد"
    DIFFERS = "DIFFERS", "با درخواست یکی نیست"
    BY_HAND = "BY_HAND", "با نامه پرسیده می‌شود"


class NeededWhen(models.TextChoices):
    """When a body is asked, unless a county or a trade says otherwise (R108)."""

    ALWAYS = "ALWAYS", "همیشه"
    HEALTH = "HEALTH", "رسته‌های خوراکی و بهداشتی"
    STAFF = "STAFF", "واحدهای دارای کارکن"
    CATEGORY = "CATEGORY", "به ضوابط رسته"
    CASE = "CASE", "موردی"


#: The body whose answer the post register can give (R103).
POSTAL_BODY = "POST"


class Fact(models.TextChoices):
    """What a letter may tell a body beside name, national code, trade and address."""

    FATHER = "FATHER", "نام پدر"
    BIRTH_DATE = "BIRTH_DATE", "تاریخ تولد"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", "شمارهٔ شناسنامه"
    ISSUED_AT = "ISSUED_AT", "محل صدور شناسنامه"
    USE = "USE", "کاربری محل"
    TENURE = "TENURE", "نوع تصرف محل"
    AREA = "AREA", "مساحت"
    MUNICIPAL_CODE = "MUNICIPAL_CODE", "کد نوسازی"
    TAX_CODE = "TAX_CODE", "کد ثبت‌نام مالیاتی"
    STAFF = "STAFF", "شمار کارکنان"


_PERSON = (Fact.FATHER, Fact.BIRTH_DATE, Fact.BIRTH_CERTIFICATE, Fact.ISSUED_AT)
#: Which facts go to which body (by its code): each learns what its own answer needs and no more.
ASKED: Mapping[str, tuple[Fact, ...]] = {
    "POLICE": _PERSON,
    "IDENTIFICATION": _PERSON,
    "TAX": (Fact.TAX_CODE,),
    "MUNICIPALITY": (Fact.USE, Fact.MUNICIPAL_CODE, Fact.TENURE, Fact.AREA),
    "HEALTH": (Fact.STAFF, Fact.AREA),
    "SOCIAL_SECURITY": (Fact.STAFF,),
    "FIRE": (Fact.USE, Fact.AREA),
    "DEEDS_REGISTRY": (Fact.USE, Fact.TENURE),
}

_U, _A, _B, _S = InquiryActor.UNION, InquiryActor.APPLICANT, InquiryActor.BODY, InquiryActor.SYSTEM
_J = InquiryActor.JUDGE
_ANSWERS = {InquiryState.POSITIVE: (_U, _S), InquiryState.NEGATIVE: (_U,), InquiryState.CONDITIONAL: (_U,)}
#: state → {next state: who may take the step}
MOVES: Mapping[InquiryState, Mapping[InquiryState, tuple[InquiryActor, ...]]] = {
    InquiryState.PREPARED: {
        InquiryState.PRINTED: (_U, _A),
        InquiryState.DELIVERED: (_U,),
        InquiryState.POSITIVE: (_J, _S),
        InquiryState.NEGATIVE: (_J,),
        InquiryState.CONDITIONAL: (_J,),
        InquiryState.CANCELLED: (_S,),
    },
    InquiryState.PRINTED: {
        InquiryState.SENT: (_U,),
        InquiryState.DELIVERED: (_U,),
        **_ANSWERS,
        InquiryState.CANCELLED: (_S,),
    },
    InquiryState.SENT: {InquiryState.DELIVERED: (_U,), **_ANSWERS, InquiryState.CANCELLED: (_S,)},
    InquiryState.DELIVERED: {
        InquiryState.POSITIVE: (_U, _B, _S),
        InquiryState.NEGATIVE: (_U, _B),
        InquiryState.CONDITIONAL: (_U, _B),
        InquiryState.DEEMED_POSITIVE: (_S,),
        InquiryState.CANCELLED: (_S,),
    },
}
ANSWERED_BY_BODY = (InquiryState.POSITIVE, InquiryState.NEGATIVE, InquiryState.CONDITIONAL)
#: A wrongly recorded answer → what it is corrected to; its reasons or number alone may be corrected too.
CORRECTIONS: Mapping[InquiryState, Mapping[InquiryState, tuple[InquiryActor, ...]]] = {
    state: {to: (_U, _B) for to in ANSWERED_BY_BODY if to != state} for state in ANSWERED_BY_BODY
}
CLOSED = (*ANSWERED_BY_BODY, InquiryState.DEEMED_POSITIVE, InquiryState.CANCELLED)
OPEN = tuple(MOVES)
#: Nothing is printed before acceptance (R100), nor after the file is complete.
TAKES_INQUIRIES = (Status.IN_PROGRESS,)


def is_needed(rule: str, category: "Category", *, staff: bool) -> bool:
    """Whether a body is asked by its own rule, where no row of the trade or county says otherwise (handbook 6.8).

    Args:
        rule: a value of `NeededWhen`.
        staff: people are employed.
    """
    if rule == NeededWhen.HEALTH:
        return category.needs_health_inquiry
    if rule == NeededWhen.STAFF:
        return staff
    return rule == NeededWhen.ALWAYS


def moves_open_to(inquiry: "Inquiry", held: set[InquiryActor]) -> list[InquiryState]:
    """The steps somebody who acts in these parts may take now."""
    moves = MOVES.get(InquiryState(inquiry.state), {})
    return [to for to, actors in moves.items() if held & set(actors)]


def check_move(inquiry: "Inquiry", to: InquiryState, held: set[InquiryActor]) -> None:
    """The step exists and is this person's.

    Raises:
        RuleBroken: "closed_step" or "not_your_turn".
    """
    if to not in MOVES.get(InquiryState(inquiry.state), {}):
        raise RuleBroken(
            f"این گام باز نیست؛ وضعیت استعلام اکنون «{inquiry.get_state_display()}» است.", code="closed_step"
        )
    if to not in moves_open_to(inquiry, held):
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")


def check_takes_inquiries(request: "LicenceRequest") -> None:
    """The request was accepted, also by silence, and its papers are being completed (R100).

    Raises:
        RuleBroken: "not_accepted".
    """
    if request.status not in TAKES_INQUIRIES:
        raise RuleBroken(
            "نامهٔ استعلام فقط پس از پذیرش اولیه و تا پیش از کامل‌شدن پرونده چاپ می‌شود؛ وضعیت درخواست اکنون "
            f"«{request.get_status_display()}» است.",
            code="not_accepted",
        )


def check_may_print(request: "LicenceRequest", *, is_board: bool, is_authorised: bool) -> None:
    """Printing waits for acceptance (R100), and an operator needs the board's authorization (R101).

    Raises:
        RuleBroken: "not_accepted", "no_authorization".
    """
    check_takes_inquiries(request)
    if not (is_board or is_authorised):
        raise RuleBroken(
            "برای چاپ استعلام، مجوز معتبر هیأت مدیره (عمومی یا برای همین پرونده) لازم است.",
            code="no_authorization",
        )


def check_answer(to: InquiryState, text: str) -> None:
    """A negative answer has reasons, a conditional one its conditions (R107).

    Raises:
        RuleBroken: "not_an_answer", "no_reasons".
    """
    if to not in ANSWERED_BY_BODY:
        raise RuleBroken("یکی از پاسخ‌ها را انتخاب کنید.", code="not_an_answer")
    if to != InquiryState.POSITIVE and not text:
        raise RuleBroken("برای پاسخ منفی یا مشروط، دلیل‌ها یا شرط‌ها را بنویسید.", code="no_reasons")


def check_correction(
    inquiry: "Inquiry", held: set[InquiryActor], *, answerer: set[InquiryActor], is_board: bool, decided: bool
) -> None:
    """A recorded answer may be set right until the board has decided with it in hand.

    The body corrects what it answered itself, the union what it wrote down from a letter. A negative answer binds the
    file to the board (R107), so in the union only a member of the board takes it back.

    Args:
        held: the parts in which the person acts.
        answerer: the parts of the person who recorded the answer.
        is_board: the person is of the union's board.
        decided: the board has decided since the answer was recorded.

    Raises:
        RuleBroken: "no_recorded_answer", "decided", "not_your_turn", "negative_needs_board".
    """
    if inquiry.state not in CORRECTIONS or inquiry.answered_by_id is None:
        raise RuleBroken(texts.NO_RECORDED_ANSWER, code="no_recorded_answer")
    if decided or inquiry.request.status not in TAKES_INQUIRIES:
        raise RuleBroken(texts.DECIDED_ON_ANSWER, code="decided")
    owner = InquiryActor.BODY if InquiryActor.BODY in answerer else InquiryActor.UNION
    if owner not in held:
        raise RuleBroken("این کار در اختیار شما نیست.", code="not_your_turn")
    if owner == InquiryActor.UNION and inquiry.state == InquiryState.NEGATIVE and not is_board:
        raise RuleBroken(texts.NEGATIVE_TAKEN_BACK_BY_BOARD, code="negative_needs_board")
