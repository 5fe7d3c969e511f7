"""What every page's frame needs: sections, menu, the person, unread messages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.text import to_persian_digits
from messaging.models import Message

#: Address name, words, icon.
MENU = (
    ("dashboard", "داشبورد", "dashboard"),
    ("my_requests", "درخواست‌های پروانه", "document"),
    ("inbox", "صندوق پیام‌ها", "inbox"),
)
#: Under the person's name, besides the menu.
OWN_ACCOUNT = (
    ("change_mobile", "تغییر شمارهٔ همراه", "phone"),
    ("my_sessions", "نشست‌های من", "lock"),
)
OWN_STAFF_ACCOUNT = (
    ("admin:password_change", "تغییر گذرواژه", "edit"),
    ("my_sessions", "نشست‌های من", "lock"),
)
DESK = (
    ("admin:index", "کارتابل", "dashboard"),
    ("admin:licensing_licencerequest_changelist", "درخواست‌های پروانه", "document"),
    ("admin:licensing_licence_changelist", "پروانه‌های کسب", "shield"),
)
SECTIONS = (
    ("request_guide", "درخواست پروانه کسب", "document"),
    ("track", "پیگیری درخواست", "search"),
    ("verify", "استعلام پروانه", "shield"),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame. Lazy, so that pages without it ask nothing of the database."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "menu": SimpleLazyObject(lambda: _links(request, MENU)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "session_seconds": getattr(request, "session_seconds", 0),
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    staff = signed_in and getattr(request.user, "is_staff", False)
    shell: dict[str, Any] = {
        "home_url": reverse("admin:index" if staff else "home"),
        "nav": _links(request, DESK if staff else SECTIONS),
        "sign_in_url": reverse("sign_in"),
        "demo_url": reverse("demo") if settings.DEMO else "",
    }
    if signed_in:
        shell |= {
            "person_name": _name(request),
            "inbox_url": "" if staff else reverse("inbox"),
            "sign_out_url": reverse("sign_out"),
            "keep_url": reverse("keep_session"),
            "user_links": _links(request, DESK + OWN_STAFF_ACCOUNT if staff else MENU + OWN_ACCOUNT),
        }
    return shell


def _name(request: HttpRequest) -> str:
    """The person's name; before the civil registry has told it, what the menu is about."""
    user: Any = request.user
    return (user.person.full_name if user.person else "") or (user.username if user.is_staff else "حساب من")


def _links(request: HttpRequest, entries: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    """Links of a menu; the longest address the present page lies under is the current one."""
    urls = [reverse(name) for name, _, _ in entries]
    current = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return [
        {"label": label, "url": url, "icon": icon, "current": url == current}
        for url, (_, label, icon) in zip(urls, entries, strict=True)
    ]


def _unread(request: HttpRequest) -> str:
    person_id = getattr(request.user, "person_id", None)
    if person_id is None:
        return ""
    count = Message.objects.filter(recipient_id=person_id, read_at=None, archived_at=None).count()
    return to_persian_digits(str(count)) if count else ""
