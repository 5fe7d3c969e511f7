"""What is done with a session's agenda: files put on it and taken off, outcomes and votes kept, reasons given."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from core.numbers import number_in, pairs_in
from core.refusals import RuleBroken, why_not
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.sessions import agenda, services
from licensing.sessions.desk_forms import ReasonsForm, SheetForm
from licensing.sessions.desk_rows import facts_of
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.states import REASONS_OF
from organizations.desk.cards import Row
from organizations.desk.steps import Step

QUEUE = 50
OUTCOME_FIRST = "نخست «قبول مشروط» یا «رد» را انتخاب و ثبت کنید، سپس دلیل‌ها را بنویسید."
VOTES_GONE = "نتیجهٔ ردیف {order} عوض شد و رأی‌های پیشین آن پاک شد؛ رأی‌ها را دوباره ثبت کنید."


def _keep_sheet(
    row: BoardSession, *, by: User, revoted: Sequence[AgendaItem], preview: bool, reasons: str, **told: Any
) -> tuple[Sequence[AgendaItem], str]:
    """Keep the sheet; the files whose earlier votes went, and the page the button leads to."""
    services.save_sheet(row, by=by, **told)
    key = number_in(reasons)
    if preview:
        return revoted, reverse("admin:licensing_session_publish", args=[row.pk])
    if key is not None:
        return revoted, reverse("admin:licensing_session_reasons", args=[row.pk, key])
    return revoted, row.get_absolute_url()


def _put(row: BoardSession, *, by: User, posted: Sequence[str]) -> int:
    try:
        seen = pairs_in(posted)
    except ValueError as error:
        raise Http404 from error
    if not seen:
        raise RuleBroken("نخست پرونده‌ها را علامت بزنید.", code="nothing_chosen")
    visible = LicenceRequest.objects.visible_to(by)
    if visible.filter(pk__in=seen, union=row.union_id).count() < len(seen):
        raise Http404
    try:
        return agenda.add_to_agenda(row, seen, by=by)
    except RuleBroken as refusal:
        raise RuleBroken(f"هیچ پرونده‌ای افزوده نشد. {refusal}", code=refusal.code) from refusal


def _waiting(row: BoardSession, user: User, form: None) -> Row:
    """The files a board can decide on, what falls due soonest first."""
    waiting = LicenceRequest.objects.filter(union=row.union_id).for_agenda()
    cases = list(waiting.select_related("applicant", "category", "county")[:QUEUE])
    facts = facts_of(cases)
    return {"rows": [facts[case.pk] for case in cases], "is_cut": len(cases) == QUEUE}


def _item_of(row: BoardSession, item: int) -> AgendaItem:
    items = row.items.select_related(
        "case__applicant", "case__category", "case__special_conditions", "case__general_conditions"
    )
    found: AgendaItem = get_object_or_404(items, pk=item)
    return found


def _why_no_reasons(item: Any, user: User) -> str:
    session = item.session
    return (
        session.sheet.why_not_decided
        or why_not(services.open_item, session, item.pk)
        or ("" if item.outcome in REASONS_OF else OUTCOME_FIRST)
    )


def _place_of(item: AgendaItem, result: object = None) -> str:
    return f"{item.session.get_absolute_url()}#item-{item.pk}"


#: What the board and its operators do with the agenda of a session.
AGENDA = (
    Step(
        name="sheet",
        path="change",
        form=SheetForm,
        service=_keep_sheet,
        button="ثبت",
        done="حاضران، نتیجه‌ها و رأی‌ها نگه داشته شد.",
        warning=lambda kept: " ".join(
            VOTES_GONE.format(order=to_persian_digits(str(item.order))) for item in kept[0]
        ),
        initial=lambda row, user: SheetForm.initial_of(row.sheet.items, row.sheet.present),
        why=lambda row, user: row.sheet.why_not_decided,
        goes_to=lambda row, kept: kept[1],
    ),
    Step(
        name="queue",
        service=_put,
        reads=lambda sent: {"posted": sent.getlist("seen")},
        button="افزودن علامت‌خورده‌ها",
        title="افزودن پرونده به دستور کار",
        done=lambda count: f"{to_persian_digits(str(count))} پرونده در دستور کار گذاشته شد.",
        why=lambda row, user: row.sheet.why_not_prepared,
        own_page=True,
        template="admin/licensing/session_queue.html",
        values=_waiting,
    ),
    Step(
        name="remove",
        path="items/<number:item>/remove",
        part=_item_of,
        service=agenda.take_off_agenda,
        reads=lambda sent, item: {"reason": sent.get("reason", "")},
        button="برداشتن",
        done=lambda item: f"«{item.case.unit_name}» از دستور کار برداشته شد.",
    ),
    Step(
        name="reasons",
        path="items/<number:item>/reasons",
        part=_item_of,
        form=ReasonsForm,
        service=services.set_grounds,
        button="ثبت دلیل‌ها",
        title=lambda item, user: (
            f"دلیل‌های ردیف {to_persian_digits(str(item.order))}: {item.get_outcome_display()}"
        ),
        done="دلیل‌ها نگه داشته شد.",
        initial=lambda item, user: ReasonsForm.initial_of(item),
        why=_why_no_reasons,
        own_page=True,
        template="admin/licensing/session_reasons.html",
        values=lambda item, user, form: {"case": item.case, "back_url": _place_of(item)},
        goes_to=_place_of,
    ),
)
