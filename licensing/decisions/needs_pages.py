"""«نیازها برطرف شد»: the applicant's page after a conditional answer (R81)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.refusals import RuleBroken
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import form_page, own_case, user_of
from licensing.decisions import needs, texts
from licensing.decisions.forms import NeedsForm


@form_page
@own_case
def request_needs(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """A few words beside each need; sent, the board looks again."""
    open_needs = needs.needs_of(case)
    if not open_needs:
        messages.info(request, texts.NOT_OPEN.format(state=case.get_status_display()))
        return redirect(case)
    form = NeedsForm(request.POST if request.method == "POST" else None, needs=open_needs)
    if form.is_valid():
        try:
            needs.say_needs_met(case, notes=form.notes(), by=user_of(request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, texts.TOLD)
            return redirect(case)
    return render(request, "licensing/request_needs.html", {"case": case, "form": form})
