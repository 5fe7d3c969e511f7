"""Rows for the components: what is stored, as people read it. No page is chosen here."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from core.jalali import format_date, format_datetime, format_numeric
from core.references import group_tracking_code
from core.rials import group_digits
from core.text import to_persian_digits
from deadlines import services as deadlines
from deadlines.explanation import Explanation
from deadlines.rules import Key, Owner
from deadlines.services import term_in_words
from licensing import needs_texts, turn_texts
from licensing import page_texts as texts
from licensing.document_rules import COMPARES, TAKES_PAPERS
from licensing.inquiry_rules import ANSWERED_BY_BODY, InquiryState
from licensing.models import CaseEvent, Inquiry, Interview, LicenceRequest
from licensing.rules import (
    BESIDE_THE_WAY,
    MAIN_WAY,
    TURN,
    TURN_CHANGES,
    LicenceSource,
    LicenceState,
    Status,
    Tenure,
    Validity,
)
from licensing.services import interviews, needs, validity
from licensing.services.answer_times import AnswerTimes
from licensing.services.verification import LicenceAnswer
from organizations import services as organizations
from organizations.differences import Section, compare
from organizations.models import CommissionApproval, GeneralConditions, SpecialConditions
from organizations.pages import postal_fact

Row = dict[str, Any]

REQUEST_COLUMNS = ["رسته", "وضعیت", "اتحادیه", "کد رهگیری", "تاریخ"]
ANSWERED = (*ANSWERED_BY_BODY, InquiryState.DEEMED_POSITIVE)


def tone(status: str) -> str:
    """The colour of a state's chip."""
    return texts.TONES.get(status, "info")


def next_step(
    request: LicenceRequest, explanation: Explanation | None = None, *, has_needs: bool | None = None
) -> str:
    """What the applicant does now.

    Args:
        explanation: the ledger of the present term, where the turn goes back and forth within a state.
        has_needs: whether the board still needs something; looked up when it is not told.
    """
    if request.awaits_second_look:
        return needs_texts.NEXT_STEP
    if (
        explanation
        and request.status in TURN_CHANGES
        and explanation.turn not in (Owner.APPLICANT, Owner.OUTAGE)
    ):
        reasons = [turn.reason for turn in explanation.turns[-1:]]  # none yet in the very moment it begins
        return turn_texts.OTHERS.format(reason=reasons[0] if reasons else f"نوبت {explanation.turn_name} است")
    if has_needs is None:
        has_needs = request.status == Status.IN_PROGRESS and bool(needs.needs_of(request))
    if request.status == Status.IN_PROGRESS and has_needs:
        return texts.NEXT_STEP_RETURNED
    return texts.NEXT_STEP[request.status]


def present_term(request: LicenceRequest) -> Explanation | None:
    """The ledger of the term that matters now; None when none is alive."""
    deadline = deadlines.present(request)
    return deadlines.explain(deadline) if deadline else None


def turn_of(name: str) -> str:
    """Whose turn it is, as the applicant's own pages say it."""
    return texts.YOU if name == TURN[Status.DRAFT] else name


def matters_now(request: LicenceRequest, *, has_needs: bool) -> Row:
    """Which sections of a request's page stand open before its way; the others are past and lie in folds.

    `has_needs`: whether the board still needs something of the applicant.
    """
    card = getattr(request, "guild_card", None)
    return {
        "answers": has_needs or request.status in (Status.CONDITIONAL, Status.REJECTED, Status.REFUSED),
        "inquiries": request.status == Status.IN_PROGRESS,
        "bill": request.status == Status.AWAITING_PAYMENT,
        "card": card is not None and not card.card_last_four and not request.is_over,
        "papers": "primary" if request.status in (Status.SUBMITTED, Status.IN_PROGRESS) else "secondary",
    }


def inquiries(rows: Iterable[Inquiry]) -> Row:
    """What was asked of whom and what came back, for the applicant."""
    shown: list[Row] = [
        {
            "name": row.body.name,
            "state": row.get_state_display(),
            "tone": texts.INQUIRY_TONES.get(row.state, "neutral"),
            "reasons": row.reasons,
            "until": format_date(row.due_at) if row.due_at and row.is_open else "",
            "answered": row.state in ANSWERED,
        }
        for row in rows
    ]
    return {"rows": shown, "answered": sum(row["answered"] for row in shown)}


def newer_conditions(request: LicenceRequest) -> list[Row]:
    """Texts the applicant accepted that read otherwise in the version in force now, with the way to the difference.

    Nothing once the bill is sent: no new text asks anything of this request any more.
    """
    if request.status not in (*TAKES_PAPERS, *COMPARES):
        return []
    rows: list[Row] = []
    general, old = organizations.general_conditions_in_force(), request.general_conditions
    if general and changes(old, general):
        url = reverse("general_conditions_difference", args=[old.version, general.version])
        rows.append({"title": general.title, "url": url})
    special = organizations.conditions_in_force(request.union, request.category)
    pinned = request.special_conditions
    if special and special.category_id == pinned.category_id and changes(pinned, special):
        rows.append(
            {"title": special.title, "url": reverse("conditions_difference", args=[pinned.pk, special.pk])}
        )
    return rows


def status_of(request: LicenceRequest) -> Row:
    """A request's state for components/status.html."""
    return {"label": Status(request.status).label, "tone": tone(request.status)}


def request_rows(requests: Iterable[LicenceRequest]) -> list[list[Any]]:
    """Cells of the list of one's own requests."""
    return [
        [
            {"text": request.category.name, "url": request.get_absolute_url()},
            {"text": Status(request.status).label, "tone": tone(request.status)},
            request.union.name,
            {"text": tracking_code(request), "ltr": True},
            format_date(request.submitted_at or request.created_at),
        ]
        for request in requests
    ]


def tracking_code(request: LicenceRequest) -> str:
    """The code as it is read out, or a dash while there is none."""
    return to_persian_digits(group_tracking_code(request.tracking_code)) if request.tracking_code else "—"


def answer_term() -> str:
    """How long the union may take, and what its silence means (R66)."""
    return texts.ANSWER_TERM.format(term=term_in_words(Key.T1_UNION_ANSWER))


def answer_times(found: AnswerTimes | None) -> Row | None:
    """A union's answer times in words and bars; nothing while there are too few answers."""
    if found is None:
        return None
    return {
        "sentence": to_persian_digits(
            texts.ANSWER_TIMES.format(
                median=_working_days(found.median, found.term),
                ninetieth=_working_days(found.ninetieth, found.term),
                cases=found.cases,
                silence=term_in_words(Key.T1_UNION_ANSWER),
            )
        ),
        "bars": [
            (texts.HALF, found.median),
            (texts.NINE_IN_TEN, found.ninetieth),
            (texts.LAWFUL_TERM, found.term),
        ],
    }


def _working_days(days: int, term: int) -> str:
    """Silence has no day of its own: it is told as the whole term of the union or more."""
    return f"{term} روز کاری یا بیشتر" if days >= term else f"{days} روز کاری"


def approval(found: CommissionApproval) -> str:
    """Number and day of a commission's approval."""
    return to_persian_digits(f"{found.number} مورخ {format_numeric(found.approved_on)}")


def articles(conditions: GeneralConditions | SpecialConditions) -> list[Row]:
    """The articles of a published text with the headings they are printed under.

    Titles that are not in the original document are left out.
    """
    return [
        {
            "heading": _heading(article),
            "text": article.get("text", ""),
            "basis": article.get("basis", ""),
            "items_listed": [item | {"notes": _notes(item)} for item in article.get("items", [])],
            "notes": _notes(article),
        }
        for article in conditions.content.get("articles", [])
    ]


def changes(
    old: GeneralConditions | SpecialConditions, new: GeneralConditions | SpecialConditions
) -> list[Section]:
    """The articles that differ between two versions, with the words that went and came."""
    if old.pk == new.pk:
        return []
    sections = compare(old.content.get("articles", []), new.content.get("articles", []))
    return [section for section in sections if section.change != "same"]


def _heading(article: Row) -> str:
    head = to_persian_digits(f"مادهٔ {article['number']}")
    return f"{head}. {article['title']}" if article.get("title_is_original", True) else head


def _notes(holder: Row) -> list[Row]:
    return [
        {
            "head": to_persian_digits(f"تبصرهٔ {note['number']}") if note.get("number") else "تبصره",
            "text": note["text"],
        }
        for note in holder.get("notes", [])
    ]


def timeline(request: LicenceRequest, events: Iterable[CaseEvent], *, sentences: bool) -> list[Row]:
    """What happened and what is still to come.

    Args:
        sentences: with the sentence and the minute's number of every step; the public page shows states only.
    """
    told = (event for event in events if sentences or event.from_status != event.to_status)
    rows = [_event(event, sentences=sentences) for event in told]
    if rows and not request.is_over:
        rows[-1]["state"] = "current"
    return rows + _ahead(request)


def _event(event: CaseEvent, *, sentences: bool) -> Row:
    row: Row = {"title": Status(event.to_status).label, "when": format_datetime(event.at), "state": "done"}
    if sentences:
        minute = str(event.minute) if event.minute else ""
        row |= {"note": event.text, "who": "" if minute in event.text else minute}
    return row


def _ahead(request: LicenceRequest) -> list[Row]:
    """The states of the usual way that have not been reached."""
    if request.is_over and request.status != Status.ISSUED:
        return []
    here = Status(request.status)
    here = BESIDE_THE_WAY.get(here, here)
    start = MAIN_WAY.index(here) if here in MAIN_WAY else MAIN_WAY.index(Status.IN_PROGRESS) - 1
    return [{"title": status.label, "state": "upcoming"} for status in MAIN_WAY[start + 1 :]]


def interview(request: LicenceRequest, ahead: Interview | None) -> Row | None:
    """The appointment that is ahead, with the address of its calendar file."""
    if ahead is None:
        return None
    return {
        "when": interviews.in_words(ahead.at),
        "place": ahead.place,
        "originals": ahead.originals_list,
        "url": reverse("interview_calendar", args=[request.pk]),
    }


def facts_of_request(request: LicenceRequest) -> list[Row]:
    """What is asked for, where, and who answers."""
    return [
        {"key": "رسته", "value": request.category.name},
        {"key": "کد آیسیک", "value": to_persian_digits(request.category.isic_code), "ltr": True},
        {"key": "شهرستان", "value": f"{request.county.name} (استان {request.county.province.name})"},
        {"key": "اتحادیه", "value": request.union.name},
        {"key": "مدت پروانه", "value": validity.of_request(request)},
    ]


def answers(request: LicenceRequest) -> list[Row]:
    """All that was typed, each with the page that changes it."""
    person, place = reverse("request_person", args=[request.pk]), reverse("request_place", args=[request.pk])
    birth = request.applicant.birth_date
    rows: list[Row] = [
        {"key": "متقاضی", "value": request.applicant.full_name, "url": person},
        {"key": "تاریخ تولد", "value": format_date(birth) if birth else "", "url": person},
        {"key": "نام واحد صنفی", "value": to_persian_digits(request.unit_name), "url": place},
        {
            "key": "نوع تصرف محل",
            "value": Tenure(request.tenure).label if request.tenure else "",
            "url": place,
        },
    ]
    if request.is_isargar:
        rows.insert(2, {"key": "ایثارگر", "value": "بله", "url": person})
    if not request.category.is_online:
        area = f"{group_digits(request.area_m2)} متر مربع" if request.area_m2 else ""
        rows.append({"key": "مساحت", "value": area, "url": place})
    rows += [
        {"key": "نشانی", "value": to_persian_digits(request.address), "url": place},
        postal_fact("کد پستی", request.postal_code) | {"url": place},
    ]
    if request.category.is_online:
        platform = reverse("request_platform", args=[request.pk])
        rows += [
            {"key": "سایت یا برنامک", "value": request.website, "ltr": True, "url": platform},
            {
                "key": "مسئولیت سامانه",
                "value": "پذیرفته‌ام" if request.answers_for_platform else "",
                "url": platform,
            },
        ]
    return rows + _for_offices(request)


def _for_offices(request: LicenceRequest) -> list[Row]:
    """The answers of annex 7."""
    url = reverse("request_offices", args=[request.pk])
    staff = "" if request.staff_count is None else f"{group_digits(request.staff_count)} نفر"
    rows: list[Row] = [
        {"key": "شمارهٔ شناسنامه", "value": to_persian_digits(request.birth_certificate_no), "ltr": True},
        {"key": "محل صدور شناسنامه", "value": request.birth_certificate_place},
        {"key": "کاربری محل", "value": request.get_building_use_display()},
        {"key": "کد نوسازی", "value": to_persian_digits(request.municipal_code), "ltr": True},
        {"key": "کد ثبت‌نام مالیاتی", "value": to_persian_digits(request.tax_code), "ltr": True},
        {"key": "شمار کارکنان", "value": staff},
    ]
    return [row | {"url": url} for row in rows]


def without_links(rows: list[Row]) -> list[Row]:
    """The same answers when nothing can be changed any more."""
    return [{key: value for key, value in row.items() if key != "url"} for row in rows]


def verdict(validity: Validity) -> Row:
    """The sentence and colour the public page of a licence opens with."""
    if validity.is_in_force:
        if validity.is_of_today:
            return {"title": texts.LICENCE_STATES[LicenceState.VALID], "tone": "success"}
        return {"title": texts.LICENCE_WAS_VALID, "tone": "info"}
    if validity.state == LicenceState.VALID:
        return {"title": texts.LICENCE_OUT_OF_DATE, "tone": "error"}
    warning = validity.state == LicenceState.SUSPENDED
    return {"title": texts.LICENCE_STATES[validity.state], "tone": "warning" if warning else "error"}


def told_line(validity: Validity) -> str:
    """Who answered, and on which day."""
    day = format_date(validity.told_on)
    if validity.source == LicenceSource.PORTAL:
        return texts.CHECKED_ON.format(day=day)
    line = texts.TOLD_TODAY if validity.is_of_today else texts.TOLD_THEN
    return line.format(source=validity.source.label, day=day)


def source_of(validity: Validity) -> str:
    """The same, short, for a list of facts."""
    return texts.SOURCE.format(source=validity.source.label, day=format_date(validity.told_on))


def facts_of_licence(answer: LicenceAnswer) -> list[Row]:
    """What hangs on the wall, and nothing else."""
    return [
        {"key": "نام واحد صنفی", "value": to_persian_digits(answer.unit_name)},
        {"key": "صاحب پروانه", "value": answer.holder_name},
        {"key": "رسته", "value": answer.category_name},
        {"key": "کد آیسیک", "value": to_persian_digits(answer.category_isic), "ltr": True},
        {"key": "اتحادیه", "value": answer.union_name},
        {"key": "شهرستان", "value": answer.county_name},
        {"key": "نشانی", "value": to_persian_digits(answer.address)},
        {"key": "شمارهٔ پروانه", "value": to_persian_digits(answer.number), "ltr": True},
        {"key": "شناسهٔ صنفی", "value": to_persian_digits(answer.guild_id), "ltr": True},
        {"key": "تاریخ صدور", "value": format_date(answer.validity.issued_on)},
        {"key": "اعتبار تا", "value": format_date(answer.validity.valid_to)},
        {"key": "منبع", "value": source_of(answer.validity)},
    ]
