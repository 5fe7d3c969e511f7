"""The words of this app's messages and pages. Short, polite, free of codes and jargon."""

from core.text import to_persian_digits

SITE = "سامانهٔ اصناف"

BOX_TITLE = "صندوق پیام‌ها"
BOX = "پیام‌ها"
ARCHIVE = "بایگانی"
COLUMNS = ["موضوع", "زمان", "وضعیت"]
READ = "خوانده‌شده"
UNREAD = "تازه"
ARCHIVED = "پیام به بایگانی رفت."
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
