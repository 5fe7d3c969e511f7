"""The Persian words of this app."""

COMMA = "، "
PLATE = "پلاک {}"
FLOOR = "طبقه {}"

REGISTERS = {
    "identity": "ثبت احوال و مالکیت سیم‌کارت",
    "licences": "پروانه‌های کسب",
    "social_security": "تأمین اجتماعی",
    "health": "سلامت و واکسیناسیون",
    "post": "نشانی‌های پستی",
}

_UNAVAILABLE = (
    "سامانهٔ {} در این لحظه پاسخ نمی‌دهد. آنچه نوشته‌اید از بین نرفته است؛ لطفاً چند دقیقهٔ دیگر دوباره تلاش کنید."
)


def unavailable(register: str) -> str:
    """The sentence for a person whose step waits for `register`."""
    return _UNAVAILABLE.format(REGISTERS[register])
