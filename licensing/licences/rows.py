"""A licence as values for templates."""

from core.jalali import format_date
from core.text import to_persian_digits
from licensing.cases.rows import Row
from licensing.licences import texts
from licensing.licences.states import LicenceSource, LicenceState, Validity
from licensing.licences.verification import LicenceAnswer


def verdict(validity: Validity) -> Row:
    """The sentence and colour the public page of a licence opens with."""
    if validity.is_in_force:
        if validity.is_of_today:
            return {"title": texts.LICENCE_STATES[LicenceState.VALID], "tone": "success"}
        return {"title": texts.LICENCE_WAS_VALID, "tone": "info"}
    if validity.state == LicenceState.VALID:
        return {"title": texts.LICENCE_OUT_OF_DATE, "tone": "error"}
    warning = validity.state == LicenceState.SUSPENDED
    return {"title": texts.LICENCE_STATES[validity.state], "tone": "warning" if warning else "error"}


def told_line(validity: Validity) -> str:
    """Who answered, and on which day."""
    day = format_date(validity.told_on)
    if validity.source == LicenceSource.PORTAL:
        return texts.CHECKED_ON.format(day=day)
    line = texts.TOLD_TODAY if validity.is_of_today else texts.TOLD_THEN
    return line.format(source=validity.source.label, day=day)


def source_of(validity: Validity) -> str:
    """The same, short, for a list of facts."""
    return texts.SOURCE.format(source=validity.source.label, day=format_date(validity.told_on))


def facts_of_licence(answer: LicenceAnswer) -> list[Row]:
    """What hangs on the wall, and nothing else."""
    return [
        {"key": "نام واحد صنفی", "value": to_persian_digits(answer.unit_name)},
        {"key": "صاحب پروانه", "value": answer.holder_name},
        {"key": "رسته", "value": answer.category_name},
        {"key": "کد آیسیک", "value": to_persian_digits(answer.category_isic), "ltr": True},
        {"key": "اتحادیه", "value": answer.union_name},
        {"key": "شهرستان", "value": answer.county_name},
        {"key": "نشانی", "value": to_persian_digits(answer.address)},
        {"key": "شمارهٔ پروانه", "value": to_persian_digits(answer.number), "ltr": True},
        {"key": "شناسهٔ صنفی", "value": to_persian_digits(answer.guild_id), "ltr": True},
        {"key": "تاریخ صدور", "value": format_date(answer.validity.issued_on)},
        {"key": "اعتبار تا", "value": format_date(answer.validity.valid_to)},
        {"key": "منبع", "value": source_of(answer.validity)},
    ]
