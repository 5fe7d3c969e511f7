"""Pages that gather several apps: the landing page, the dashboard, and the failure pages."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.decorators import citizen_required
from accounts.models import User
from licensing.models import Licence, LicenceRequest
from messaging.models import Message

SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    """The landing page: what one can do here, for people and for the public."""
    return render(request, "asnaf/home.html")


@never_cache
@citizen_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """The person's own page: requests with whose turn it is, licences, newest messages."""
    user = cast("User", request.user)
    requests = LicenceRequest.objects.visible_to(user).select_related("category", "union")
    licences = Licence.objects.visible_to(user).select_related("category", "union")
    messages = Message.objects.visible_to(user)
    return render(
        request,
        "asnaf/dashboard.html",
        {
            "requests": requests.open().order_by("-created_at")[:SHOWN],
            "licences": licences.order_by("-issued_on")[:SHOWN],
            "news": messages.order_by("-created_at")[:SHOWN],
        },
    )
