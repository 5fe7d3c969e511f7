"""Context of every page: sections, menu, the signed-in person, unread messages."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from asnaf.desk_menu import desk_menu
from asnaf.texts import NAMELESS
from core.text import to_persian_digits
from messaging.models import Message
from messaging.querysets import BoxCounts

COUNTS = "_message_counts"

#: Address name, words, icon; in the order of seed 000.
MENU = (
    ("dashboard", "داشبورد", "dashboard"),
    ("my_units", "مدیریت واحد صنفی", "store"),
    ("add_unit", "افزودن واحد صنفی", "add"),
    ("my_codes", "دریافت QR کد", "qr"),
    ("my_requests", "درخواست‌های پروانه", "document"),
    ("instructions", "دستورالعمل‌ها", "book"),
    ("inbox", "صندوق پیام‌ها", "inbox"),
    ("tickets", "پشتیبانی", "support"),
    ("sign_out", "خروج", "exit"),
)
#: What the foot of a phone has room for.
SHORT = {"my_units": "واحدها", "add_unit": "افزودن", "my_codes": "QR کد"}
#: Under the person's name, besides the menu.
OWN_ACCOUNT = (
    ("change_mobile", "تغییر شمارهٔ همراه", "phone"),
    ("my_sessions", "نشست‌های من", "lock"),
)
OWN_STAFF_ACCOUNT = (
    ("admin:password_change", "تغییر گذرواژه", "edit"),
    ("admin:backup_codes", "کدهای پشتیبان", "shield"),
    ("my_sessions", "نشست‌های من", "lock"),
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
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "session_seconds": getattr(request, "session_seconds", 0),
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    staff = signed_in and getattr(request.user, "is_staff", False)
    desk = desk_menu(request) if staff else ()
    shell: dict[str, Any] = {
        "home_url": reverse("admin:index" if staff else "home"),
        "nav": _links(request, desk if staff else SECTIONS),
        "sign_in_url": reverse("sign_in"),
        "demo_url": reverse("demo") if settings.DEMO else "",
    }
    if signed_in:
        shell |= {
            "person_name": _name(request.user),
            "inbox_url": "" if staff else reverse("inbox"),
            "sign_out_url": reverse("sign_out"),
            "keep_url": reverse("keep_session"),
            "user_links": _links(request, desk + OWN_STAFF_ACCOUNT if staff else MENU[:-1] + OWN_ACCOUNT),
        }
    return shell


def _links(request: HttpRequest, entries: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    """Links of a menu; the current one is the longest address the page lies under, an entrance only itself."""
    urls, entrances = _addresses(entries)
    under = (
        url for url in urls if request.path == url or (request.path.startswith(url) and url not in entrances)
    )
    current = max(under, key=len, default="")
    return [
        {"label": label, "url": url, "icon": icon, "current": url == current}
        for url, (_, label, icon) in zip(urls, entries, strict=True)
    ]


@cache
def _addresses(entries: tuple[tuple[str, str, str], ...]) -> tuple[list[str], set[str]]:
    """The addresses of a menu and those under which others of it lie: looked up once in a process."""
    urls = [reverse(name) for name, _, _ in entries]
    return urls, {url for url in urls if any(other != url and other.startswith(url) for other in urls)}


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The panel's menu: all messages of the box are counted beside it (R260), «خروج» asks first (R12)."""
    menu = _links(request, MENU)
    total = _counts(request).total
    for entry, (name, _, _) in zip(menu, MENU, strict=True):
        entry["short"] = SHORT.get(name, "")
        if name == "inbox" and total:
            entry["badge"] = to_persian_digits(str(total))
        if name == "sign_out":
            entry["opens"] = "sign-out"
    return menu


def _name(user: Any) -> str:
    """The person's name; until the civil registry told it, neutral words. Staff without a person keep the account's."""
    person = user.person
    return str(person.full_name or NAMELESS) if person else str(user)


def _unread(request: HttpRequest) -> str:
    unread = _counts(request).unread
    return to_persian_digits(str(unread)) if unread else ""


def _counts(request: HttpRequest) -> BoxCounts:
    known: BoxCounts | None = getattr(request, COUNTS, None)
    if known is None:
        user = request.user
        known = Message.objects.visible_to(user).counts() if isinstance(user, User) else BoxCounts(0, 0)
        remember_counts(request, known)
    return known


def remember_counts(request: HttpRequest, counts: BoxCounts) -> None:
    """Spare the frame its question when a view has counted the box already."""
    setattr(request, COUNTS, counts)
