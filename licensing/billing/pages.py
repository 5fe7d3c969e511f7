"""The applicant writes the numbers of the deposit slips (R134)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.refusals import RuleBroken
from licensing.billing import payments, texts
from licensing.billing.forms import SlipsForm
from licensing.cases.models import LicenceRequest
from licensing.cases.pages import form_page, own_case, user_of


@form_page
@own_case
def request_slips(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """A number for every line of the bill; with the last one the union looks at them."""
    if not payments.may_hand_in(case, user_of(request)):
        messages.info(request, texts.SLIPS_CLOSED.format(state=case.get_status_display()))
        return redirect(case)
    form = SlipsForm(request.POST if request.method == "POST" else None, invoice=case.invoice)
    if form.is_valid():
        try:
            payments.hand_in(case, form.slips(), shared=form.shared(), by=user_of(request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, texts.SLIPS_SAVED)
            return redirect(case)
    return render(request, "licensing/request_slips.html", {"case": case, "form": form})
