"""Rows for the components: a unit and the people of a list, as people read them."""

from collections.abc import Iterable
from typing import Any

from core.checks import mask_national_code
from core.jalali import format_date, format_month
from core.text import to_persian_digits
from guild_units.models import GuildUnit
from registries.ports import InsuredPerson

Row = dict[str, Any]

#: From so many days before the end of a licence on, its owner is asked to renew it.
RENEW_DAYS = 90


def validity(unit: GuildUnit) -> Row:
    """Until when the licence holds and how many days are left, with the colour of the chip."""
    day, left = format_date(unit.valid_until), unit.days_left
    if unit.is_valid:
        text = (
            f"تا {day}، {to_persian_digits(str(left))} روز مانده" if left else f"تا {day}، امروز روز آخر است"
        )
        return {"text": text, "tone": "warning" if left <= RENEW_DAYS else "success"}
    if left < 0:
        return {"text": f"از {day} گذشته است", "tone": "danger"}
    state = unit.licence.get_state_display() if unit.licence else ""
    return {"text": state, "tone": "danger"}


def state(unit: GuildUnit) -> Row:
    """The unit's state for components/status.html."""
    return {"label": unit.state.label, "tone": "neutral"}


def licence_facts(unit: GuildUnit) -> list[Row]:
    """Particulars of the licence for components/summary_list.html."""
    valid = validity(unit)
    county = f"{unit.county.name} (استان {unit.county.province.name})" if unit.county else "—"
    return [
        {"key": "نام واحد صنفی", "value": to_persian_digits(unit.unit_name) or "—"},
        {"key": "رسته", "value": unit.category_name},
        {"key": "شمارهٔ پروانه", "value": to_persian_digits(unit.licence_number), "ltr": True},
        {"key": "شناسهٔ واحد صنفی", "value": to_persian_digits(unit.guild_id), "ltr": True},
        {"key": "اعتبار پروانه", "value": valid["text"], "tone": valid["tone"]},
        {"key": "اتحادیه", "value": unit.union_name},
        {"key": "شهرستان", "value": county},
        {"key": "نشانی", "value": to_persian_digits(unit.address)},
        {"key": "تاریخ صدور", "value": format_date(unit.issued_on)},
    ]


def workshop_facts(unit: GuildUnit) -> list[Row]:
    """How the unit is run, and its codes at social security if it has any."""
    rows: list[Row] = [{"key": "نوع کاربری", "value": unit.get_employment_form_display()}]
    if unit.workshop_code:
        rows += [
            {"key": "کد کارگاه", "value": to_persian_digits(unit.workshop_code), "ltr": True},
            {"key": "کد شعبه تامین اجتماعی", "value": to_persian_digits(unit.branch_code), "ltr": True},
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
