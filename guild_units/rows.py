"""Facts of a unit and its people, prepared for templates."""

from collections.abc import Iterable
from typing import Any

from core.checks import mask_national_code
from core.jalali import format_date, format_month
from core.text import to_persian_digits
from guild_units import texts
from guild_units.models import GuildUnit, QrCode
from licensing.licences.rows import source_of
from registries.ports import InsuredPerson

Row = dict[str, Any]

#: From so many days before the end of a licence on, its owner is asked to renew it.
RENEW_DAYS = 90


def validity(unit: GuildUnit) -> list[Row]:
    """Whether the licence holds, until when, and how many days are left (R11)."""
    return [
        {"key": "اعتبار پروانه کسب", **_standing(unit)},
        {"key": "پایان اعتبار", "value": last_day(unit)},
        {"key": "منبع", "value": source_of(unit.validity)},
    ]


def _standing(unit: GuildUnit) -> Row:
    if unit.is_valid and unit.days_left <= RENEW_DAYS:
        return {"value": "رو به پایان", "tone": "warning"}
    return _in_force(unit)


def _in_force(unit: GuildUnit) -> Row:
    if unit.is_valid:
        return {"value": "معتبر", "tone": "success"}
    if unit.days_left < 0 or unit.licence is None:
        return {"value": "پایان‌یافته", "tone": "danger"}
    return {"value": unit.licence.get_state_display(), "tone": "danger"}


def last_day(unit: GuildUnit) -> str:
    """The day the licence ends, and the days left while there are any."""
    day, left = format_date(unit.valid_until), unit.days_left
    if left < 0:
        return day
    return f"{day}، امروز" if left == 0 else to_persian_digits(f"{day}، {left} روز مانده")


def state(unit: GuildUnit) -> Row:
    """The unit's state for components/status.html."""
    return {"label": unit.state.label, "tone": "neutral"}


def licence_facts(unit: GuildUnit) -> list[Row]:
    """Particulars of the licence for components/summary_list.html."""
    county = f"{unit.county.name} (استان {unit.county.province.name})" if unit.county else "—"
    return [
        {"key": "رسته", "value": unit.category_name},
        {"key": "شمارهٔ پروانه", "value": to_persian_digits(unit.licence_number), "ltr": True},
        {"key": "شناسهٔ واحد صنفی", "value": to_persian_digits(unit.guild_id), "ltr": True},
        *validity(unit),
        {"key": "اتحادیه", "value": unit.union_name},
        {"key": "شهرستان", "value": county},
        {"key": "نشانی", "value": to_persian_digits(unit.address)},
        {"key": "تاریخ صدور", "value": format_date(unit.issued_on)},
    ]


def code_facts(unit: GuildUnit) -> list[Row]:
    """The particulars that stand beside the unit's QR code (R51)."""
    return [
        {"key": "رسته", "value": unit.category_name},
        {"key": "شمارهٔ پروانه", "value": to_persian_digits(unit.licence_number), "ltr": True},
        {"key": "شناسهٔ واحد صنفی", "value": to_persian_digits(unit.guild_id), "ltr": True},
        *validity(unit),
        {"key": "اتحادیه", "value": unit.union_name},
        {"key": "نشانی", "value": to_persian_digits(unit.address)},
    ]


def named_licence_facts(unit: GuildUnit) -> list[Row]:
    """The same with the unit's name first, where no heading names it."""
    return [{"key": "نام واحد صنفی", "value": to_persian_digits(unit.unit_name) or "—"}, *licence_facts(unit)]


def workshop_facts(unit: GuildUnit) -> list[Row]:
    """The state of the unit, how it is run, and its codes at social security if it has any."""
    rows: list[Row] = [
        {"key": "وضعیت واحد", "value": unit.state.label},
        {"key": "نوع کاربری", "value": unit.get_employment_form_display()},
    ]
    if unit.workshop_code:
        rows += [
            {"key": "کد کارگاه", "value": to_persian_digits(unit.workshop_code), "ltr": True},
            {"key": "کد شعبه تأمین اجتماعی", "value": to_persian_digits(unit.branch_code), "ltr": True},
        ]
    return rows


def insured_rows(people: Iterable[InsuredPerson]) -> list[list[Any]]:
    """Cells of the list shown for confirmation; codes masked (R352)."""
    return [
        [
            one.full_name,
            {"text": to_persian_digits(mask_national_code(one.national_code)), "ltr": True},
            format_month(one.list_month),
        ]
        for one in people
    ]


def scan_verdict(unit: GuildUnit) -> Row:
    """What the public page of a genuine code opens with."""
    if unit.is_valid:
        return {"title": texts.GENUINE, "tone": "success"}
    return {"title": texts.GENUINE_BUT_GREY, "tone": "neutral"}


def scan_facts(code: QrCode) -> list[Row]:
    """What a customer may know of a unit, of a row `QrCode.objects.behind` found: nothing about a person (R54)."""
    unit = code.unit
    staff = to_persian_digits(texts.STAFF.format(count=code.staff))  # type: ignore[attr-defined]  # annotated
    moments = (unit.registered_at, code.came, code.went)  # type: ignore[attr-defined]  # annotated
    return [
        {"key": "رسته", "value": unit.category_name},
        {"key": "شهرستان", "value": unit.county.name if unit.county else ""},
        {"key": "پروانه کسب", **_in_force(unit)},
        {"key": "پایان اعتبار پروانه", "value": format_date(unit.valid_until)},
        {"key": "منبع", "value": source_of(unit.validity)},
        {"key": "وضعیت واحد", "value": _colour(unit), "tone": "neutral"},
        {"key": "شاغلان", "value": staff},
        {"key": "آخرین به‌روزرسانی", "value": format_date(max(filter(None, moments)))},
    ]


def _colour(unit: GuildUnit) -> str:
    return texts.COLOURS.get(unit.state, unit.state.label)
