"""The gallery of components at /components/: every component once, with content as in real life.

Only for development; a portal without DEBUG answers 404. People, codes and numbers are made up.
"""

from __future__ import annotations

from typing import Any

from captcha.fields import CaptchaField
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse  # noqa: TID251 - a view, though not in views.py
from django.shortcuts import render  # noqa: TID251

from core.fields import JalaliDateField, MobileField, NationalCodeField
from core.forms import PersianForm

CATEGORIES = (
    ("", "رسته را انتخاب کنید"),
    ("521128", "کسب‌وکارهای مجازی"),
    ("561012", "اغذیه‌فروشی"),
    ("477110", "پوشاک"),
)
USER_KINDS = (("formal", "بنگاه رسمی"), ("self", "خویش‌فرما"))


class SampleForm(PersianForm):
    """One field of each kind."""

    mobile = MobileField(
        label="شماره تلفن همراه", help_text="سیم‌کارت باید به نام خودتان باشد. نمونه: ۰۹۱۲۳۴۵۶۷۸۹"
    )
    national_code = NationalCodeField(label="کد ملی", help_text="ده رقم، بدون خط تیره")
    category = forms.ChoiceField(label="رسته واحد صنفی", choices=CATEGORIES)
    user_kind = forms.ChoiceField(label="نوع کاربری", choices=USER_KINDS, widget=forms.RadioSelect)
    birth_date = JalaliDateField(label="تاریخ تولد", help_text="نمونه: ۲۴ اردیبهشت ۱۳۶۱")
    premises = forms.CharField(label="نشانی محل کسب", widget=forms.Textarea({"rows": 3}), required=False)
    photo = forms.FileField(label="تصویر سند مالکیت یا اجاره‌نامه", help_text="JPEG، PNG، HEIC یا PDF")
    accept = forms.BooleanField(label="شرایط عمومی و اختصاصی صدور پروانه را خوانده‌ام و می‌پذیرم.")
    user_kind.choice_hints = {  # type: ignore[attr-defined]
        "formal": "کارگاه شما در تأمین اجتماعی کد دارد.",
        "self": "تنها کار می‌کنید و کد کارگاه ندارید.",
    }


class CodeForm(PersianForm):
    """The second step of signing in, with its captcha."""

    code = forms.CharField(
        label="کد فعال‌سازی",
        help_text="کد شش رقمی به شماره ۰۹۱۲***۶۷۸۹ پیامک شد.",
        max_length=6,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )
    captcha = CaptchaField(label="کد امنیتی", help_text="رقم‌های تصویر را بنویسید؛ فارسی یا لاتین.")


def components_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; raises Http404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    bad = SampleForm({"mobile": "0912345", "national_code": "1234567890", "birth_date_day": "31"})
    context = _samples() | {"form": SampleForm(), "bad_form": bad, "code_form": CodeForm()}
    return render(request, "gallery/components.html", context)


def _samples() -> dict[str, Any]:
    return {
        "shell": _shell(),
        "unread": "۳",
        "menu": _menu(),
        "trail": [
            {"label": "داشبورد", "url": "#"},
            {"label": "درخواست‌های پروانه", "url": "#"},
            {"label": "درخواست ۴۸۲۷"},
        ],
        "steps": ["محل و رسته", "شرایط", "اطلاعات", "مدارک", "بازبینی"],
        "events": _events(),
        "tasks": _tasks(),
        "columns": ["متقاضی", "رسته", "کد پیگیری", "وضعیت", "مهلت"],
        "rows": _rows(),
        "facts": _facts(),
        "tabs": [
            {"label": "در جریان", "url": "#", "current": True, "count": "۱۲"},
            {"label": "نیازمند اقدام", "url": "#", "count": "۳"},
            {"label": "پایان‌یافته", "url": "#"},
        ],
        "bars": [("ظرف ۵ روز", 412), ("۶ تا ۱۰ روز", 268), ("۱۱ تا ۱۵ روز", 97), ("پس از مهلت", 8)],
        "months": [
            ("فروردین", 310),
            ("اردیبهشت", 742),
            ("خرداد", 688),
            ("تیر", 905),
            ("مرداد", 1280),
            ("شهریور", 1102),
        ],
    }


def _shell() -> dict[str, Any]:
    return {
        "home_url": "/",
        "nav": [
            {"label": "پیگیری درخواست", "url": "#"},
            {"label": "استعلام پروانه", "url": "#"},
            {"label": "اتحادیه‌ها", "url": "#"},
            {"label": "راهنما", "url": "#"},
        ],
        "person_name": "مریم کاظمی",
        "inbox_url": "#",
        "user_links": [{"label": "نشست‌ها و امنیت", "url": "#", "icon": "shield"}],
        "sign_out_url": "#sign-out",
        "sign_in_url": "#",
        "footer_links": [{"label": "پشتیبانی", "url": "#"}, {"label": "حریم خصوصی", "url": "#"}],
        "demo_url": "#",
    }


def _menu() -> list[dict[str, Any]]:
    return [
        {"label": "داشبورد", "url": "#", "icon": "dashboard", "current": True},
        {"label": "درخواست‌های پروانه", "short": "درخواست‌ها", "url": "#", "icon": "document"},
        {"label": "مدیریت واحد صنفی", "short": "واحدها", "url": "#", "icon": "store"},
        {"label": "صندوق پیام‌ها", "short": "پیام‌ها", "url": "#", "icon": "inbox", "badge": "۳"},
        {"label": "افزودن واحد صنفی", "url": "#", "icon": "add"},
        {"label": "دریافت QR کد", "url": "#", "icon": "qr"},
        {"label": "دستورالعمل‌ها", "url": "#", "icon": "book"},
        {"label": "پشتیبانی", "url": "#", "icon": "support"},
        {"label": "خروج", "url": "#", "icon": "exit"},
    ]


def _events() -> list[dict[str, str]]:
    return [
        {"title": "درخواست ثبت شد", "when": "۱۲ مهر ۱۴۰۴، ۱۰:۲۴", "who": "متقاضی"},
        {
            "title": "پذیرش اولیه",
            "when": "۱۹ مهر ۱۴۰۴",
            "who": "اتحادیه صنف کسب‌وکارهای مجازی",
            "note": "صورتجلسه شماره ۱۴۰۴/۲۱۷ هیأت مدیره",
        },
        {"title": "استعلام‌ها", "when": "در انتظار پاسخ اداره اماکن", "state": "current"},
        {"title": "مصاحبه و تطبیق اصل مدارک", "state": "upcoming"},
        {"title": "صدور پروانه کسب", "state": "upcoming"},
    ]


def _tasks() -> list[dict[str, str]]:
    return [
        {"label": "مشخصات متقاضی", "url": "#", "status": "کامل شد", "tone": "success"},
        {
            "label": "محل کسب",
            "url": "#",
            "hint": "نشانی، کد پستی و مساحت",
            "status": "ناتمام",
            "tone": "warning",
        },
        {
            "label": "مدارک",
            "url": "#",
            "hint": "۳ فایل از ۵ فایل فرستاده شده",
            "status": "شروع نشده",
            "tone": "info",
        },
        {"label": "بازبینی و ارسال", "hint": "پس از کامل شدن بخش‌های بالا", "status": "هنوز باز نیست"},
    ]


def _rows() -> list[list[Any]]:
    made = (
        ("مریم کاظمی", "کسب‌وکارهای مجازی", "۴۸۲۷ ۱۹۳۰ ۵۵۶۱ ۰۲۸۴", "info", "در حال بررسی", "۶ روز کاری"),
        ("رضا توکلی‌نژاد", "اغذیه‌فروشی", "۱۱۷۵ ۶۶۲۰ ۳۹۴۸ ۷۷۳۱", "warning", "نقص مدارک", "۲ روز کاری"),
        ("شرکت آوای سپهر", "پوشاک", "۹۰۴۳ ۲۲۱۸ ۷۷۶۵ ۱۰۲۹", "success", "پذیرفته شد", "—"),
    )
    return [
        [
            {"text": name, "url": "#"},
            category,
            {"text": code, "ltr": True},
            {"text": state, "tone": tone},
            left,
        ]
        for name, category, code, tone, state, left in made
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"key": "رسته واحد صنفی", "value": "کسب‌وکارهای مجازی"},
        {"key": "شناسه واحد صنفی", "value": "۰۴۶۱ ۲۰۸۷ ۹۳", "ltr": True},
        {"key": "کد ملی صاحب پروانه", "value": "۰۰۷•••••۸۴", "ltr": True, "url": "#", "action": "نمایش"},
        {"key": "اعتبار پروانه کسب", "value": "معتبر تا ۱۸ مهر ۱۴۰۹", "tone": "success"},
        {"key": "شاغلان در واحد صنفی", "value": "۴ نفر", "url": "#", "action": "مدیریت"},
    ]
