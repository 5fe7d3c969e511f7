"""The demo page at /demo/: everything a newcomer types to walk both sides of the portal in five minutes.

It shows passwords, second factors and text messages, so it exists only where settings.DEMO is on.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse  # noqa: TID251 - a view, though not in views.py
from django.shortcuts import render  # noqa: TID251
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from asnaf.sample import showcase
from asnaf.sample.registers import FREE_PLACES
from asnaf.sample.staff import PASSWORD
from asnaf.sample.stories import NEWCOMER

SECTIONS = (
    ("tour", "گشت کوتاه"),
    ("sms", "آخرین پیامک‌ها"),
    ("staff", "همکاران"),
    ("people", "آدم‌های نمونه"),
    ("places", "جاهای دیدنی"),
)


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """List sample people, staff accounts with their present codes, and the last texts; Http404 outside a demo."""
    if not settings.DEMO:
        raise Http404
    accounts = showcase.staff_accounts()
    people = showcase.people_with_story()
    context = {
        "sections": [{"label": label, "url": f"#{anchor}"} for anchor, label in SECTIONS],
        "newcomer": next((person for person in people if person.national_code == NEWCOMER), None),
        "people": people,
        "crowd": showcase.people_of_crowd(),
        "accounts": accounts,
        "password": PASSWORD,
        "seconds": min((account.seconds for account in accounts), default=0),
        "texts": showcase.last_texts(),
        "free_places": FREE_PLACES,
    }
    return render(request, "demo/demo.html", context)
