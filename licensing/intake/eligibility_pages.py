"""«آیا می‌توانم درخواست بدهم؟»: for everybody, without signing in; nothing is stored."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from licensing.intake import eligibility as rules_of_eligibility
from licensing.intake import guide, texts
from licensing.intake.forms import EligibilityForm
from licensing.papers import paper_list
from organizations.law.services import fill_in, numbers_in_force


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def eligibility(request: HttpRequest) -> HttpResponse:
    """The questions; once answered, what follows and what to do, above them."""
    form = EligibilityForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "licensing/eligibility.html", {"form": form})
    found = rules_of_eligibility.findings(form.cleaned_data)
    numbers = numbers_in_force()
    verdict = rules_of_eligibility.verdict(found)
    context = {
        "form": form,
        "found": [replace(finding, text=fill_in(finding.text, numbers)) for finding in found],
        "may_begin": verdict is not rules_of_eligibility.Weight.STOPS,
        "verdict": texts.VERDICTS[verdict],
        "papers": guide.required_papers(paper_list.NATURAL),
    }
    return render(request, "licensing/eligibility.html", context)
