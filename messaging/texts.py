"""The words of this app's messages and pages. Short, polite, free of codes and jargon."""

from datetime import datetime

from django.utils import timezone

from core.checks import mask_mobile
from core.jalali import format_date, format_datetime
from core.text import to_persian_digits

SITE = "سامانه اصناف"

BOX_TITLE = "صندوق پیام‌ها"
BOX = "پیام‌ها"
ARCHIVE = "بایگانی"
COLUMNS = ["موضوع", "زمان", "وضعیت"]
LIST_COLUMNS = [*COLUMNS, "جای پیام", "متن"]
READ = "خوانده‌شده"
UNREAD = "تازه"
ARCHIVED = "پیام به بایگانی رفت."
ONLY_PDF = "دستورالعمل باید فایل PDF باشد."
NO_SPACE = "فایل ذخیره نشد؛ چند دقیقهٔ دیگر دوباره بفرستید."
INSTRUCTION_INFECTED = "فایل این دستورالعمل آلوده بود و برداشته شده است."
INSTRUCTION_REPLACED = "به جای این دستورالعمل نسخهٔ تازه‌تری آمده است؛ آن را باز کنید."
INSTRUCTION_WITHDRAWN = "این دستورالعمل برداشته شده است."
INSTRUCTION_IS_SCANNED = "فایل این نسخه هنوز در حال بررسی است. کمی بعد نسخهٔ تازه را ثبت کنید."
NOT_YOUR_INSTRUCTION = "این دستورالعمل در صلاحیت نهاد شما نیست."
ALREADY_ARCHIVED = "این پیام پیش‌تر به بایگانی رفته است."


def code_sms(*, code: str, purpose: str, minutes: int, host: str) -> str:
    """M1: the activation code, what it is for and how long it lives.

    The last line, of fixed form and in ASCII digits, lets the phone offer the code to our page and no other.

    Args:
        code: six ASCII digits.
        purpose: what the code opens, in Persian.
        minutes: how long it is valid.
        host: the host name of the portal.
    """
    lifetime = to_persian_digits(str(minutes))
    return (
        f"کد فعال‌سازی {SITE}: {code}\n"
        f"برای {purpose}؛ اعتبار {lifetime} دقیقه. این کد را به هیچ‌کس نگویید.\n"
        f"@{host} #{code}"
    )


def sign_in_notice(*, device: str) -> tuple[str, str, str]:
    """M4: subject, body and SMS of a sign-in on `device` (words)."""
    when = format_datetime(timezone.now())
    body = (
        f"{when} با «{device}» وارد حساب شما در {SITE} شدند.\n\n"
        "اگر خودتان بودید، کاری لازم نیست. اگر نبودید، در «نشست‌های من» نشست‌های دیگر را پایان دهید و به پشتیبانی خبر دهید."
    )
    sms = f"{SITE}: ورود با دستگاه تازه ({device})، {when}. اگر شما نبودید، نشست‌های دیگر را پایان دهید."
    return "ورود به حساب شما", body, sms


_ACCOUNT_EVENTS = {
    "opened": ("حساب همکار برای شما باز شد", "حساب همکاری با نام کاربری «{username}» برای شما باز شد."),
    "closed": ("حساب همکار شما بسته شد", "حساب همکاری شما با نام کاربری «{username}» بسته شد."),
    "reopened": ("حساب همکار شما دوباره باز شد", "حساب همکاری شما با نام کاربری «{username}» دوباره باز شد."),
    "backup_codes": (
        "کدهای پشتیبان تازه",
        "برای حساب همکاری «{username}» کدهای پشتیبان تازه ساخته شد و کدهای پیشین از کار افتاد.",
    ),
}


def staff_account_changed(*, event: str, username: str) -> tuple[str, str]:
    """M4: subject and body of what happened to a person's account of staff."""
    subject, told = _ACCOUNT_EVENTS[event]
    told = told.format(username=username)
    return (
        subject,
        f"{format_datetime(timezone.now())}: {told}\n\nاگر از آن خبر ندارید، به پشتیبانی خبر دهید.",
    )


def mobile_changed(*, old: str, new: str) -> tuple[str, str, str]:
    """M4: subject, body and SMS of a changed number."""
    before, after = (to_persian_digits(mask_mobile(number)) if number else "—" for number in (old, new))
    when = format_datetime(timezone.now())
    body = (
        f"شمارهٔ همراه حساب شما {when} عوض شد.\n\nشمارهٔ پیشین: {before}\nشمارهٔ تازه: {after}\n\n"
        "اگر خودتان این کار را نکرده‌اید، همین امروز به پشتیبانی یا اتحادیه خبر دهید."
    )
    sms = f"{SITE}: شمارهٔ همراه حساب شما از {before} به {after} عوض شد. اگر شما نبودید، به پشتیبانی خبر دهید."
    return "شمارهٔ همراه شما عوض شد", body, sms


def new_number_ready(ends_at: datetime) -> str:
    """M4 to the new number after a lost SIM: identity checked, how to go on."""
    return f"{SITE}: هویت شما تأیید شد. تا {format_date(ends_at)} با همین شماره وارد شوید تا شمارهٔ حسابتان عوض شود."


def old_number_warned(new: str) -> str:
    """M4 to the old number after a lost SIM: it is about to be replaced."""
    return (
        f"{SITE}: برای حساب شما شمارهٔ {to_persian_digits(mask_mobile(new))} درخواست و هویت بررسی شده است. "
        "اگر شما نبودید، همین حالا به پشتیبانی یا اتحادیه خبر دهید."
    )


def suggestion_code(code: str) -> str:
    """The code of a suggested trade, grouped, by SMS (R62)."""
    return (
        f"{SITE}: پیشنهاد رستهٔ شما ثبت شد. کد پیگیری: {to_persian_digits(code)}. پاسخ اتاق اصناف پیامک می‌شود."
    )


def suggestion_answered(
    *, code: str, county: str, category: str, answer: str, start_url: str
) -> tuple[str, str, str]:
    """M23: subject, body and SMS of an answered suggestion.

    Args:
        code: the suggestion's code, grouped.
        county: where the trade was missed.
        category: the name of the trade it led to, or empty.
        answer: the chamber's own words.
        start_url: where a request for that trade begins, or empty.
    """
    led = f"رستهٔ مناسب: {category}\nشروع درخواست: {start_url}\n\n" if category else ""
    body = f"پیشنهاد رستهٔ شما برای شهرستان {county} پاسخ گرفت.\n\n{led}پاسخ: {to_persian_digits(answer)}\n\nکد پیگیری: {to_persian_digits(code)}"
    found = f"رستهٔ مناسب: «{category}»." if category else "متن پاسخ را در صفحهٔ پیگیری بخوانید."
    sms = f"{SITE}: پیشنهاد رستهٔ شما پاسخ گرفت. {found} کد پیگیری: {to_persian_digits(code)}"
    return "پیشنهاد رستهٔ شما پاسخ گرفت", body, sms
