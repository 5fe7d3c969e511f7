"""A person's own requests: forms, tracking code, where the file stands (annexes 6–8, 13; R64–R66, R72, R83)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import citizen_required
from accounts.models import User
from core.forms import PersianForm
from core.jalali import format_date, format_datetime
from core.numbers import number_in
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing import page_texts as texts
from licensing import paper_texts, rules
from licensing.forms import OfficesForm, PersonForm, PlaceForm, PlatformForm, UndertakingForm
from licensing.models import LetterBatch, Licence, LicenceRequest
from licensing.querysets import LicenceRequestQuerySet
from licensing.rules import Status
from licensing.services import guide, intake, interviews, needs, paper_list, payments, turns
from licensing.services.answers import decision_rows
from licensing.services.notes import notes_of
from licensing.views import bill_rows, letters, parts, task_list

SHOWN = 25
RELATED = (
    "applicant",
    "union",
    "category",
    "county__province",
    "special_conditions",
    "general_conditions",
    "invoice",
    "licence",
    "silence_letter",
    "guild_card",
    "refund__payee",
)

Page = Callable[..., HttpResponse]
form_page = require_http_methods(["GET", "HEAD", "POST"])


def user_of(request: HttpRequest) -> User:
    """The signed-in citizen."""
    return cast(User, request.user)  # `citizen_required` lets nobody else through


def _mine(request: HttpRequest) -> LicenceRequestQuerySet:
    return LicenceRequest.objects.visible_to(user_of(request)).select_related(*RELATED)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form sent empty is judged too."""
    return request.POST if request.method == "POST" else None


def own_request(view: Page) -> Callable[..., HttpResponse]:
    """The page of one of the signed-in person's requests; another's does not exist."""

    @wraps(view)
    @never_cache
    @citizen_required
    def page(request: HttpRequest, pk: int, **parts_of_address: str) -> HttpResponse:
        return view(request, get_object_or_404(_mine(request), pk=pk), **parts_of_address)

    return page


def own_draft(view: Page) -> Callable[..., HttpResponse]:
    """The page of a form; once the request is sent it leads to the status page."""

    @own_request
    @wraps(view)
    def page(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
        if Status.SUBMITTED not in rules.moves_open_to(case, user_of(request)):
            messages.info(request, texts.ALREADY_SENT)
            return redirect(case)
        return view(request, case)

    return page


@require_safe
@never_cache
@citizen_required
def my_requests(request: HttpRequest) -> HttpResponse:
    """All of a person's requests, newest first, 25 a page."""
    mine = (
        LicenceRequest.objects.visible_to(user_of(request))
        .select_related("category", "union")
        .order_by("-pk")
    )
    before = number_in(request.GET.get("before"))
    if before is not None:
        mine = mine.filter(pk__lt=before)
    found = list(mine[: SHOWN + 1])
    shown, address = found[:SHOWN], reverse("my_requests")
    context = {
        "columns": parts.REQUEST_COLUMNS,
        "rows": parts.request_rows(shown),
        "newer_url": address if before is not None else "",
        "older_url": f"{address}?before={shown[-1].pk}" if len(found) > SHOWN else "",
    }
    return render(request, "licensing/my_requests.html", context)


@require_safe
@own_request
def request_page(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """A draft shows what is still to fill in; a submitted request shows where it stands (R72)."""
    if case.tracking_code is None:
        context = {
            "case": case,
            "tasks": task_list.of_draft(case),
            "facts": parts.facts_of_request(case),
            "waits": rules.waits_as_isargar(case),
        }
        return render(request, "licensing/draft.html", context | _step(texts.STEP_FORMS))
    context = _standing(request, case) | _letters(request, case) | {"moves": _moves(request, case)}
    return render(request, "licensing/request.html", context)


def _step(current: int) -> dict[str, Any]:
    return {"steps": texts.STEPS, "current": current}


def _moves(request: HttpRequest, case: LicenceRequest) -> dict[str, bool]:
    """Which buttons the applicant gets."""
    user = user_of(request)
    return {
        "withdraw": Status.WITHDRAWN in rules.moves_open_to(case, user),
        "again": rules.may_start_again(case, user),
    }


def _letters(request: HttpRequest, case: LicenceRequest) -> dict[str, Any]:
    """The inquiries, with the addresses of one's own letters."""
    found = letters.letters_of(case, user_of(request))
    batch = found["letters"]
    return found | {
        "print_url": reverse("request_letters", args=[case.pk]),
        "file_url": reverse("letters_document", args=[batch.pk]) if batch else "",
    }


@require_POST
@own_request
def request_letters(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Print one's own letters and the guild card form (annexes 15–21, R102, R104)."""
    letters.ask_for_letters(request, case, by=user_of(request))
    return redirect(case)


@require_safe
@never_cache
@citizen_required
def letters_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters as a file to print."""
    batch = get_object_or_404(LetterBatch.objects.visible_to(user_of(request)), pk=pk)
    if not batch.document:
        messages.info(request, paper_texts.LETTERS_NOT_READY)
        return redirect("request", pk=batch.card_of_id)
    return send_private(batch.document, name=f"letters-{batch.pk}")


def _standing(request: HttpRequest, case: LicenceRequest) -> dict[str, Any]:
    """Where a submitted request stands: clock, history, bill, licence."""
    explanation = parts.present_term(case)
    events = case.events.select_related("minute")
    invoice = getattr(case, "invoice", None)
    bill = invoice and bill_rows.bill(invoice)
    decisions = decision_rows(case)
    open_needs = needs.needs_of(case) if decisions else []  # a need stands in a decision
    return {
        "case": case,
        "status": parts.status_of(case),
        "code": parts.tracking_code(case),
        "next_step": parts.next_step(case, explanation, has_needs=bool(open_needs)),
        "needs": open_needs,
        "newer": parts.newer_conditions(case),
        "decisions": decisions,
        "notes": notes_of(case),
        "papers_to_send": paper_list.to_do(case),
        "explanation": explanation,
        "turn": parts.turn_of(explanation.turn_name if explanation else case.turn),
        "pays": payments.may_hand_in(case, user_of(request)),
        "slips_sent": invoice is not None and turns.slips_sent(case),
        "now": parts.matters_now(case, has_needs=bool(open_needs)),
        "timeline": parts.timeline(case, events, sentences=True),
        "facts": parts.facts_of_request(case),
        "answers": parts.without_links(parts.answers(case)),
        "invoice": bill,
        "refund": bill_rows.refund(getattr(case, "refund", None)),
        "licence": getattr(case, "licence", None),
        "letter": getattr(case, "silence_letter", None),
        "interview": parts.interview(case, interviews.ahead(case))
        if case.status == Status.INTERVIEW
        else None,
    }


@form_page
@own_draft
def request_person(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Birth date in, name from the civil registry out (R2)."""
    person = case.applicant
    initial = {"birth_date": person.birth_date, "is_isargar": case.is_isargar}
    form = PersonForm(_typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            known = intake.confirm_identity(person, form.cleaned_data["birth_date"], by=user_of(request))
            intake.declare_isargar(case, form.cleaned_data["is_isargar"], by=user_of(request))
        except RuleBroken as refusal:
            form.add_error("birth_date", str(refusal))
        else:
            messages.success(request, texts.IDENTITY_FOUND.format(name=known.full_name))
            return redirect(case)
    return _form(request, case, form, texts.PERSON)


@form_page
@own_draft
def request_place(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The premises."""
    return _details(request, case, PlaceForm(_typed(request), request=case), texts.PLACE)


@form_page
@own_draft
def request_offices(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """What the offices are told of the applicant and the premises (annex 7)."""
    return _details(request, case, OfficesForm(_typed(request), request=case), texts.OFFICES)


@form_page
@own_draft
def request_platform(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The platform of an online business (R204); other trades have no such page."""
    if not case.category.is_online:
        return redirect(case)
    return _details(request, case, PlatformForm(_typed(request), request=case), texts.PLATFORM)


def _details(request: HttpRequest, case: LicenceRequest, form: PersianForm, title: str) -> HttpResponse:
    """Keep what a form says and go back to the list; on any refusal nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            intake.save_details(case, form.cleaned_data, by=user_of(request))
        except rules.AlreadyOpen as refusal:
            form.add_error("postal_code", texts.ALREADY_OPEN)
            return _form(request, case, form, title, first=refusal.first)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, texts.SAVED.format(part=title))
            return redirect(case)
    return _form(request, case, form, title)


def _form(
    request: HttpRequest,
    case: LicenceRequest,
    form: PersianForm,
    title: str,
    first: LicenceRequest | None = None,
) -> HttpResponse:
    """A form of the draft; `first` is the request that is open already for the same premises."""
    context = {"case": case, "form": form, "title": title, "first": first} | _step(texts.STEP_FORMS)
    return render(request, "licensing/request_form.html", context)


@form_page
@own_request
def request_check(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """All answers once more, the undertaking, and the button that gives the tracking code (R64, R83)."""
    if case.tracking_code:  # pressed twice, or back again
        return redirect("request_code", pk=case.pk)
    form = UndertakingForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            intake.submit(case, undertaking=form.cleaned_data["undertaking"], by=user_of(request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("request_code", pk=case.pk)
    context = {
        "case": case,
        "form": form,
        "facts": parts.facts_of_request(case),
        "answers": parts.answers(case),
        "missing": intake.missing_parts(case),
        "waits": rules.waits_as_isargar(case),
    }
    return render(request, "licensing/request_check.html", context | _step(texts.STEP_SEND))


@require_safe
@own_request
def request_code(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The tracking code to keep or print (annex 8)."""
    if not case.tracking_code or not case.submitted_at:
        return redirect(case)
    context = {
        "case": case,
        "code": parts.tracking_code(case),
        "sent_at": format_datetime(case.submitted_at),
        "due": format_date(case.due_at) if case.due_at else "",
        "postal_code": to_persian_digits(case.special_conditions.union_postal_code),
        "papers": guide.required_papers(paper_list.NATURAL),
        "next_step": parts.next_step(case),
    }
    return render(request, "licensing/request_code.html", context)


@form_page
@own_request
def withdraw_request(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Asks first; only the answer «بله» (POST) closes the file."""
    if request.method != "POST":
        return render(request, "licensing/request_withdraw.html", {"case": case} | _moves(request, case))
    seen = number_in(request.POST.get("version"))
    try:
        intake.withdraw(case, by=user_of(request), seen_version=seen or 0)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.WITHDRAWN)
    return redirect(case)


@require_safe
@never_cache
@citizen_required
def licence_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed licence of its holder, as a file to keep."""
    licence = get_object_or_404(Licence.objects.visible_to(user_of(request)), pk=pk)
    if not licence.document:
        messages.info(request, texts.PDF_NOT_READY)
        return redirect("request", pk=licence.request_id)
    return send_private(licence.document, name=f"licence-{licence.guild_id}")


@require_safe
@never_cache
@citizen_required
def licence_label(request: HttpRequest, pk: int) -> HttpResponse:
    """The guild label of its holder, to print and stick on the door."""
    licence = get_object_or_404(Licence.objects.visible_to(user_of(request)), pk=pk)
    if not licence.label:
        messages.info(request, texts.LABEL_NOT_READY)
        return redirect("request", pk=licence.request_id)
    return send_private(licence.label, name=f"label-{licence.guild_id}")


@require_safe
@own_request
def silence_letter(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The letter of an acceptance by silence, as a file to keep."""
    letter = getattr(case, "silence_letter", None)
    if letter is None:
        raise Http404
    if not letter.document:
        messages.info(request, texts.LETTER_NOT_READY)
        return redirect(case)
    return send_private(letter.document, name=f"letter-{case.tracking_code}")


@require_safe
@own_request
def interview_calendar(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The interview that is ahead, for the calendar of a phone."""
    interview = interviews.ahead(case)
    if interview is None:
        raise Http404
    answer = HttpResponse(
        interviews.calendar_file(case, interview), content_type="text/calendar; charset=utf-8; method=PUBLISH"
    )
    answer["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer
