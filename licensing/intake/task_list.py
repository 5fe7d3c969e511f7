"""The task list of a draft: what is to fill in, and what is done."""

from django.urls import reverse

from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.intake import page_texts, rules
from licensing.intake import services as intake

_PAGES = {
    page_texts.PERSON: "request_person",
    page_texts.PLACE: "request_place",
    page_texts.PLATFORM: "request_platform",
    page_texts.OFFICES: "request_offices",
}

_HINTS = {
    page_texts.PERSON: "تاریخ تولد؛ نام از ثبت احوال خوانده می‌شود.",
    page_texts.PLACE: "نام واحد، نوع تصرف، نشانی و کد پستی.",
    page_texts.PLATFORM: "نشانی سایت یا برنامک و مسئول آن.",
    page_texts.OFFICES: "شناسنامه، کاربری محل و شمار کارکنان؛ در نامه‌های استعلام نوشته می‌شود.",
}


def of_draft(case: LicenceRequest) -> list[Row]:
    """The forms in their order, each with its state; sending comes last and opens when all are complete (R64)."""
    missing = intake.missing_parts(case)
    online = [page_texts.PLATFORM] if case.category.is_online else []
    titles = [page_texts.PERSON, page_texts.PLACE, *online, page_texts.OFFICES]
    rows = [_form(case, title, done=title not in missing) for title in titles]
    last: Row = {"label": page_texts.CHECK, "hint": "مرور پاسخ‌ها و گرفتن کد رهگیری."}
    if missing or rules.waits_as_isargar(case):
        return [*rows, last | {"status": page_texts.NOT_YET, "tone": "neutral"}]
    return [
        *rows,
        last | {"url": reverse("request_check", args=[case.pk]), "status": page_texts.TO_DO, "tone": "info"},
    ]


def _form(case: LicenceRequest, title: str, *, done: bool) -> Row:
    state = (
        {"status": page_texts.DONE, "tone": "success"}
        if done
        else {"status": page_texts.TO_DO, "tone": "warning"}
    )
    name = case.applicant.full_name if done and title == page_texts.PERSON else ""
    address = reverse(_PAGES[title], args=[case.pk])
    return {"label": title, "hint": name or _HINTS[title], "url": address} | state
