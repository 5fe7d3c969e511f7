"""What a person was typing when their session ended, kept until they are back.

It waits in the new session that begins at the same moment, on the server, and is shown only to the same person.
"""

import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict  # noqa: TID251 - part of the middleware, in a file of its own
from django.utils.http import url_has_allowed_host_and_scheme

from core.restored_input import InterruptedForm

KEY = "kept_form"

LONGEST = 64_000

VALID_SECONDS = 3600

#: Never kept, whatever the form: what opens something, or is good once.
_SECRET = {"code", "otp", "otp_token", "token", "secret", "password", "next", "csrfmiddlewaretoken"}

_SECRET_STARTS = ("captcha", "password", "refresh_captcha", "old_password", "new_password")

_SECRET_ENDS = ("_password", "_token", "_secret", "_otp", "one_time_code")


def page_of(request: HttpRequest) -> str:
    """The address of the page a person is on: where a form was sent from, when this request sends one."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()


def take(request: HttpRequest) -> dict[str, Any] | None:
    """The fields of a form sent by a person whose session has just ended; None when there is nothing to keep."""
    if request.method != "POST":
        return None
    fields = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if not _is_secret(name):
            fields.setlist(name, values)
    text = fields.urlencode()
    if not text or len(text) > LONGEST:
        return None
    sent = {"page": page_of(request), "action": request.path, "fields": text}
    return sent | {"user": request.user.pk, "at": time.time()}


def _is_secret(name: str) -> bool:
    lower = name.lower()
    return lower in _SECRET or lower.startswith(_SECRET_STARTS) or lower.endswith(_SECRET_ENDS)


def hand_over(request: HttpRequest) -> str:
    """Right after sign-in: the page where a kept form waits for this person, or an empty text.

    Another person's form is thrown away.
    """
    kept = request.session.get(KEY)
    if not kept:
        return ""
    if kept["user"] != request.user.pk or time.time() - kept["at"] > VALID_SECONDS:
        del request.session[KEY]
        return ""
    return str(kept["page"])


def for_this_page(request: HttpRequest) -> InterruptedForm | None:
    """The form to show on this page. A form that was sent, or has waited an hour, is not kept any longer."""
    kept = request.session.get(KEY)
    if not kept or kept["user"] != request.user.pk or kept["page"] != page_of(request):
        return None
    if request.method == "POST" or time.time() - kept["at"] > VALID_SECONDS:
        del request.session[KEY]
        return None
    return InterruptedForm(QueryDict(kept["fields"]), kept["action"])
