"""The task list of a draft: what is to fill in, and what is done."""

from django.urls import reverse

from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.intake import rules, texts
from licensing.intake import services as intake

_PAGES = {
    texts.PERSON: "request_person",
    texts.PLACE: "request_place",
    texts.PLATFORM: "request_platform",
    texts.OFFICES: "request_offices",
}

_HINTS = {
    texts.PERSON: "تاریخ تولد؛ نام از ثبت احوال خوانده می‌شود.",
    texts.PLACE: "نام واحد، نوع تصرف، نشانی و کد پستی.",
    texts.PLATFORM: "نشانی سایت یا برنامک و مسئول آن.",
    texts.OFFICES: "شناسنامه، کاربری محل و شمار کارکنان؛ در نامه‌های استعلام نوشته می‌شود.",
}


def of_draft(case: LicenceRequest) -> list[Row]:
    """The forms in their order, each with its state; sending comes last and opens when all are complete (R64)."""
    missing = intake.missing_parts(case)
    online = [texts.PLATFORM] if case.category.is_online else []
    titles = [texts.PERSON, texts.PLACE, *online, texts.OFFICES]
    rows = [_form(case, title, done=title not in missing) for title in titles]
    last: Row = {"label": texts.CHECK, "hint": "مرور پاسخ‌ها و گرفتن کد رهگیری."}
    if missing or rules.waits_as_isargar(case):
        return [*rows, last | {"status": texts.NOT_YET, "tone": "neutral"}]
    return [
        *rows,
        last | {"url": reverse("request_check", args=[case.pk]), "status": texts.TO_DO, "tone": "info"},
    ]


def _form(case: LicenceRequest, title: str, *, done: bool) -> Row:
    state = {"status": texts.DONE, "tone": "success"} if done else {"status": texts.TO_DO, "tone": "warning"}
    name = case.applicant.full_name if done and title == texts.PERSON else ""
    address = reverse(_PAGES[title], args=[case.pk])
    return {"label": title, "hint": name or _HINTS[title], "url": address} | state
