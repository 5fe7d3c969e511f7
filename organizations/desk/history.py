"""The audit trail of a row as people read it."""

import re
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_date, parse_datetime

from core.jalali import format_date, format_datetime
from core.models import AuditEntry
from core.rials import group_digits
from core.text import to_persian_digits

MOST = 200
ACTIONS = {
    "defined": "تعریف شد",
    "set": "ثبت شد",
    "changed": "تغییر کرد",
    "founded": "ثبت شد",
    "covered": "پوشش آغاز شد",
    "ended": "پایان یافت",
    "granted": "نقش داده شد",
    "withdrawn": "پس گرفته یا باطل شد",
    "seated": "عضو هیأت مدیره شد",
    "recorded": "ثبت شد",
    "file_infected": "فایل آلوده برداشته شد",
    "file_sent_again": "فایل دوباره فرستاده شد",
    "synonyms_added": "نام رایج افزوده شد",
    "synonyms_removed": "نام رایج برداشته شد",
    "authorised": "مجوز داده شد",
    "drafted": "پیش‌نویس شد",
    "revised": "پیش‌نویس بازنگری شد",
    "published": "منتشر شد",
    "postal_code_corrected": "کد پستی اصلاح شد",
    "entered": "تعرفه ثبت شد",
    "replaced": "جای خود را به نسخهٔ تازه داد",
    "opened": "حساب ثبت شد",
    "closed": "حساب بسته شد",
    "proposed": "پیشنهاد شد",
    "activated": "پذیرش الکترونیکی تصویب شد",
    "checked": "فایل بررسی شد",
    "imported": "وارد شد",
    "discarded": "کنار گذاشته شد",
    "account_opened": "حساب باز شد",
    "account_closed": "حساب بسته شد",
    "account_reopened": "حساب دوباره باز شد",
    "first_password_renewed": "گذرواژهٔ نخست تازه ساخته شد",
    "second_factor_set_up": "برنامهٔ رمزساز راه افتاد",
    "second_factor_reset": "عامل دوم بازنشانی شد",
    "backup_codes_renewed": "کدهای پشتیبان تازه ساخته شد",
    "backup_code_used": "کد پشتیبان به کار رفت",
    "password_changed": "گذرواژه عوض شد",
    "identity_asked": "هویت یک همکار از ثبت احوال پرسیده شد",
    "signed_in": "وارد شد",
    "session_ended": "یک نشست را پایان داد",
    "other_sessions_ended": "نشست‌های دیگر را پایان داد",
    "moved to APPROVED": "تصویب شد",
    "moved to REFUSED": "رد شد",
    "moved to WITHDRAWN": "پس گرفته شد",
    "moved to GUIDED": "متقاضی راهنمایی شد",
    "moved to ADDED": "رسته تعریف شد",
    "moved to REJECTED": "پذیرفته نشد",
}
#: What hangs on a row and is written down in one line of its own.
LISTS = {"synonyms": "نام‌های رایج"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def history_rows(row: Model) -> list[dict[str, Any]]:
    """The newest events of a row first, each with its changes in words."""
    labels = {field.name: str(field.verbose_name) for field in row._meta.concrete_fields} | LISTS
    entries = AuditEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    return [
        {
            "title": ACTIONS.get(entry.action, entry.action),
            "when": format_datetime(entry.at),
            "who": entry.actor_label or "سامانه",
            "note": entry.note,
            "changes": _changes(entry, labels),
        }
        for entry in entries.order_by("-at", "-pk")[:MOST]
    ]


def _changes(entry: AuditEntry, labels: dict[str, str]) -> list[list[str]]:
    before, after = entry.before or {}, entry.after or {}
    names = list(dict.fromkeys([*before, *after]))
    return [
        [labels[name], words(before.get(name)), words(after.get(name))]
        for name in names
        if name in labels
        and (before.get(name) not in (None, "", []) or after.get(name) not in (None, "", []))
    ]


def words(value: Any) -> str:
    """A stored fact in Persian: days and moments in the Jalali calendar, yes and no, grouped numbers."""
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, bool):
        return "بله" if value else "خیر"
    if isinstance(value, int):
        return group_digits(value)
    if isinstance(value, list):
        return "، ".join(words(item) for item in value)
    return _time(str(value)) or to_persian_digits(str(value))


def _time(text: str) -> str:
    if not _DATE.match(text):
        return ""
    if _DATE.fullmatch(text):
        day = parse_date(text)
        return format_date(day) if day else ""
    moment = parse_datetime(text)
    return format_datetime(moment) if moment is not None and moment.tzinfo else ""
