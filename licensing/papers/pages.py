"""The papers of one's own request: what is asked for, what was sent, what the union says of each (R70, R72)."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import citizen_required
from core.numbers import number_in
from core.private_files import send_private
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import form_page, own_case, user_of
from licensing.cases.rows import Row
from licensing.papers import paper_list, texts
from licensing.papers import services as papers
from licensing.papers.forms import PostForm, UploadForm
from licensing.papers.models import DocumentType, RequestDocument
from licensing.papers.paper_list import Paper
from licensing.papers.states import REFUSED, TAKES_PAPERS, DocumentState
from organizations.law.services import with_numbers

TONES = {
    DocumentState.SENT: "info",
    DocumentState.ACCEPTED: "success",
    DocumentState.REJECTED: "danger",
    DocumentState.REPLACE: "warning",
}


@require_safe
@own_case
def request_papers(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """Every paper with its state: what was given back first, then what is needed; what was accepted folded below."""
    rows = [_row(case, paper) for paper in paper_list.papers_of(case)]
    context = {
        "case": case,
        "needed": sorted(
            (row for row in rows if row["needed"] and not row["accepted"]),
            key=lambda row: not row["given_back"],
        ),
        "accepted": [row for row in rows if row["accepted"]],
        "others": [row for row in rows if not row["needed"]],
        "open": case.status in TAKES_PAPERS,
        "postal_code": to_persian_digits(case.special_conditions.union_postal_code),
    }
    return render(request, "licensing/papers.html", context)


def _row(case: LicenceRequest, paper: Paper) -> Row:
    documents = [_document(case, document) for document in paper.documents]
    return {
        "title": paper.type.title,
        "condition": paper.condition,
        "needed": paper.needed or bool(documents),
        "accepted": paper.is_accepted,
        "given_back": paper.is_given_back,
        "documents": documents,
        "status": texts.NOT_SENT if paper.needed else texts.OPTIONAL,
        "url": reverse("request_paper", args=[case.pk, paper.type.code]),
    }


def _document(case: LicenceRequest, document: RequestDocument) -> Row:
    again = reverse("request_paper", args=[case.pk, document.type.code])
    takes = case.status in TAKES_PAPERS
    return {
        "row": document,
        "tone": TONES[DocumentState(document.state)],
        "replace_url": f"{again}?replace={document.pk}"
        if takes and document.state in REFUSED
        else "",
        "removable": takes and document.state == DocumentState.SENT and document.replaces_id is None,
    }  # fmt: skip


@form_page
@own_case
def request_paper(request: HttpRequest, case: LicenceRequest, code: str) -> HttpResponse:
    """Send one paper: as a file, or its number at the post."""
    kind = _kind(code)
    old = _replaced(request, case, kind)
    posted = "postal_number" in request.POST
    sent = request.method == "POST" and not posted
    upload_form = UploadForm(*((request.POST, request.FILES) if sent else ()))
    post_form = PostForm(request.POST if posted else None)
    answer = None
    if posted and post_form.is_valid():
        answer = _announce(request, case, kind, post_form, old)
    elif sent and upload_form.is_valid():
        answer = _send(request, case, kind, upload_form, old)
    if answer is not None:
        return answer
    context = {
        "case": case,
        "kind": kind,
        "condition": with_numbers(kind.condition, paper_list.day_that_counts(case)),
        "old": old,
        "upload_form": upload_form,
        "post_form": post_form,
    }
    return render(request, "licensing/paper_form.html", context)


def _kind(code: str) -> DocumentType:
    """A paper of the list; what nobody is asked for has no address."""
    for kind in paper_list.kinds_asked_of(paper_list.NATURAL):
        if kind.code == code:
            return kind
    raise Http404


def _replaced(request: HttpRequest, case: LicenceRequest, kind: DocumentType) -> RequestDocument | None:
    named = request.GET.get("replace", "")
    if not named:
        return None
    found: RequestDocument = get_object_or_404(case.documents.current(), pk=number_in(named), type=kind)
    return found


def _announce(
    request: HttpRequest,
    case: LicenceRequest,
    kind: DocumentType,
    form: PostForm,
    old: RequestDocument | None,
) -> HttpResponse | None:
    """Write down the number at the post; None when the form has something to say."""
    number = form.cleaned_data["postal_number"]
    try:
        papers.announce_post(case, kind, postal_number=number, by=user_of(request), replaces=old)
    except RuleBroken as refusal:
        form.add_error("postal_number", str(refusal))
        return None
    messages.success(request, texts.PAPER_SENT.format(title=kind.title))
    return redirect("request_papers", pk=case.pk)


def _send(
    request: HttpRequest,
    case: LicenceRequest,
    kind: DocumentType,
    form: UploadForm,
    old: RequestDocument | None,
) -> HttpResponse | None:
    """Keep the files; None when none of them was taken. What was refused beside others is told on the next page."""
    taken = papers.upload_several(case, kind, form.cleaned_data["file"], by=user_of(request), replaces=old)
    if not taken.documents:
        for refusal in taken.refused:
            form.add_error("file", refusal)
        return None
    count = to_persian_digits(str(len(taken.documents)))
    sent = texts.PAPER_SENT if len(taken.documents) == 1 else texts.PAPERS_SENT
    messages.success(request, sent.format(title=kind.title, count=count))
    for refusal in taken.refused:
        messages.error(request, refusal)
    if taken.refused:
        return redirect("request_paper", case.pk, kind.code)
    return redirect("request_papers", case.pk)


@require_POST
@never_cache
@citizen_required
def remove_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file nobody has looked at."""
    document = _own_document(request, pk)
    try:
        papers.take_back(document, by=user_of(request))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.PAPER_REMOVED.format(title=document.type.title))
    return redirect("request_papers", pk=document.case_id)


def _own_document(request: HttpRequest, pk: int) -> RequestDocument:
    mine = RequestDocument.objects.visible_to(user_of(request)).select_related("type", "case")
    found: RequestDocument = get_object_or_404(mine, pk=pk)
    return found


def _file_page(view: Any) -> Any:
    """The address of a file of one's own request; another's does not exist."""

    @wraps(view)
    @require_safe
    @never_cache
    @citizen_required
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        answer: HttpResponse = view(_own_document(request, pk))
        return answer

    return page


@_file_page
def paper_file(document: RequestDocument) -> HttpResponse:
    return send_private(document.file, name=f"paper-{document.pk}")


@_file_page
def paper_thumbnail(document: RequestDocument) -> HttpResponse:
    return send_private(document.thumbnail, name=f"paper-{document.pk}-small")
