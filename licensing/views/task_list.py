"""The task list of a draft: what is to fill in, and what is done."""

from django.urls import reverse

from licensing import page_texts as texts
from licensing import rules
from licensing.models import LicenceRequest
from licensing.services import intake
from licensing.views.parts import Row

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


def of_draft(request: LicenceRequest) -> list[Row]:
    """The forms in their order, each with its state; sending comes last and opens when all are complete (R64)."""
    missing = intake.missing_parts(request)
    online = [texts.PLATFORM] if request.category.is_online else []
    titles = [texts.PERSON, texts.PLACE, *online, texts.OFFICES]
    rows = [_form(request, title, done=title not in missing) for title in titles]
    last: Row = {"label": texts.CHECK, "hint": "مرور پاسخ‌ها و گرفتن کد رهگیری."}
    if missing or rules.waits_as_isargar(request):
        return [*rows, last | {"status": texts.NOT_YET, "tone": "neutral"}]
    return [
        *rows,
        last | {"url": reverse("request_check", args=[request.pk]), "status": texts.TO_DO, "tone": "info"},
    ]


def _form(request: LicenceRequest, title: str, *, done: bool) -> Row:
    state = {"status": texts.DONE, "tone": "success"} if done else {"status": texts.TO_DO, "tone": "warning"}
    name = request.applicant.full_name if done and title == texts.PERSON else ""
    address = reverse(_PAGES[title], args=[request.pk])
    return {"label": title, "hint": name or _HINTS[title], "url": address} | state
