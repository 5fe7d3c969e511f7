"""What stands beside a file on the review desk: head, ledger, other files of person or premises, messages (R73)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from core.jalali import format_date
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines.explanation import Explanation
from licensing.cases import rules, terms
from licensing.cases.desk import page_url
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import left_in_words
from licensing.cases.states import ON_AGENDA, TURN_CHANGES, Actor
from licensing.decisions.rows import decision_rows
from licensing.desk.holding import handovers_of, sees_handovers
from licensing.sessions.ballots import ballots_of
from organizations.desk.cards import Card, Place

#: How many lines of the history stand unfolded.
RECENT = 3
TWINS = 10
ALREADY_THERE = "همین شخص، همین محل", "همین شخص", "همین محل"


def head(case: LicenceRequest, explanation: Explanation | None) -> dict[str, Any]:
    """Whose turn it is, how long still, and what the file waits for where that changes within a state."""
    waits = explanation is not None and case.status in TURN_CHANGES and explanation.turns
    return {
        "turn": rules.turn_in_words(case, explanation.turn_name if explanation else ""),
        "left": left_in_words(explanation.left if explanation else None),
        "waits_for": explanation.turns[-1].reason if explanation and waits else "",
    }


def agenda_cards(case: LicenceRequest, user: User) -> list[Card]:
    """The session this file is on, or the way to put it on one; none where no board of this person decides on it."""
    if case.status not in ON_AGENDA or not case.actors_of(user):
        return []
    item = case.agenda_items.open().select_related("session").first()
    removed = case.agenda_items.removed().select_related("session", "removed_by__person")
    known = {
        "session": item.session if item else None,
        "removed": None if item else removed.order_by("-removed_at").first(),
        "url": f"{reverse('admin:licensing_session_choose')}?pick={case.pk}",
    }
    return [Card("admin/licensing/_agenda.html", {"agenda": known}, Place.AFTER)]


def letter_cards(case: LicenceRequest) -> list[Card]:
    """The letter of an acceptance by silence, once it is drawn."""
    letter = getattr(case, "silence_letter", None)
    if letter is None or not letter.document:
        return []
    url = reverse("admin:licensing_request_silence_letter", args=[case.pk])
    return [Card("admin/licensing/_silence_letter.html", {"url": url}, Place.AFTER)]


def facts_cards(case: LicenceRequest, visible: QuerySet[Any]) -> list[Card]:
    """What the applicant said, and other files of the same person or premises that this officer may see."""
    facts = Card(
        "admin/licensing/_facts.html",
        {"case": case, "term": terms.of_case(case)},
        anchor="facts",
        tab="مشخصات",
    )
    beside = visible.beside(case).select_related("category", "applicant")[:TWINS]  # type: ignore[attr-defined]
    twins = [
        {
            "url": page_url(row),
            "label": f"{row.unit_name}، {row.category.name}",
            "code": to_persian_digits(group_tracking_code(row.tracking_code or "")),
            "status": row.get_status_display(),
            "day": format_date(row.submitted_at),
            "shares": _shares(case, row),
        }
        for row in beside
    ]
    if not twins:
        return [facts]
    return [
        facts,
        Card("admin/licensing/_twins.html", {"twins": twins}, anchor="twins", tab="پرونده‌های مشابه"),
    ]


def decision_cards(case: LicenceRequest, user: User) -> list[Card]:
    """The answers of the board, the newest open, and how it voted."""
    shown = []
    if decisions := decision_rows(case):
        known = {"decisions": decisions}
        shown.append(Card("admin/licensing/_decisions.html", known, anchor="decisions", tab="پاسخ‌ها"))
    if ballots := ballots_of(case, user):
        shown.append(Card("admin/licensing/_ballots.html", {"ballots": ballots}))
    return shown


def note_cards(case: LicenceRequest, user: User) -> list[Card]:
    """Messages to the applicant, and for the union what was asked of its board about this file."""
    notes = list(case.notes.select_related("minute", "posted_by__person"))
    of_union = case.actors_of(user) & {Actor.UNION_OPERATOR, Actor.UNION_BOARD}
    asked = (
        list(case.minute_requests.select_related("asked_by__person", "minute", "answered_by__person"))
        if of_union
        else []
    )
    if not notes and not asked and not of_union:
        return []
    known = {"notes": notes, "asked": asked}
    return [Card("admin/licensing/_notes.html", known, anchor="notes", tab="پیام‌ها")]


def history_card(case: LicenceRequest, user: User, explanation: Explanation | None) -> Card:
    """The newest lines seen and the older ones folded, who held the file, and how its term was reckoned."""
    events = list(case.events.select_related("by__person"))
    known = {
        "older": events[:-RECENT],
        "recent": events[-RECENT:],
        "handovers": handovers_of(case) if sees_handovers(case, user) else (),
        "explanation": explanation,
    }
    return Card("admin/licensing/_history.html", known, anchor="history", tab="گردش پرونده")


def _shares(case: LicenceRequest, other: LicenceRequest) -> str:
    both, person, place = ALREADY_THERE
    if other.applicant_id != case.applicant_id:
        return place
    return both if other.postal_code == case.postal_code else person
