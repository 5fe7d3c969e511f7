"""The Persian sentences of the ledger. Every one stands alone and says what happened, when and why."""

from datetime import date, datetime, timedelta

from core.jalali import TEHRAN, format_date, format_datetime, weekday_name
from core.text import to_persian_digits
from deadlines.calendar import DayOff, DayOffKind
from deadlines.engine import Period, TimeLeft
from deadlines.states import Key, Owner, Unit

_UNITS_LEFT = {
    Unit.WORKING_DAY: "روز کاری",
    Unit.CALENDAR_DAY: "روز",
    Unit.CLOCK_HOUR: "ساعت",
}


def number(value: int) -> str:
    """A count in Persian digits."""
    return to_persian_digits(str(value))


def day(value: date) -> str:
    """A day with its weekday: «جمعه ۶ اسفند ۱۴۰۰»."""
    return f"{weekday_name(value)} {format_date(value)}"


def due(moment: datetime) -> str:
    """A due moment; the last second of a day is called its end."""
    local = moment.astimezone(TEHRAN)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"پایان {day(local)}"
    return format_datetime(moment)


def started(title: str, amount: int, unit: str, moment: datetime) -> str:
    """The first line of a ledger."""
    head = f"{title}: {number(amount)} {Unit(unit).label} از {format_datetime(moment)}."
    return head if unit == Unit.CLOCK_HOUR else f"{head} روز دریافت شمرده نمی‌شود."


def day_off(value: date, off: DayOff) -> str:
    """A day that did not count."""
    if off.kind == DayOffKind.FRIDAY:
        return f"{day(value)} شمرده نشد."
    why = "تعطیل رسمی" if off.kind == DayOffKind.HOLIDAY else "تعطیلی محلی"
    guess = "؛ تاریخ قمری و هنوز تخمینی است" if off.is_estimated else ""
    return f"{day(value)} شمرده نشد: {why}، {off.name}{guess}."


def stopped(stop: Period) -> str:
    """A stop of the clock, with its owner and its basis in law."""
    span = f"از {format_datetime(stop.starts)} " + (
        f"تا {format_datetime(stop.ends)} شمارش متوقف بود" if stop.ends else "شمارش متوقف است"
    )
    basis = f"؛ مبنا: {stop.legal_basis}" if stop.legal_basis else ""
    return f"{span}: {stop.reason}. نوبت: {turn_name(stop.owner, stop.owner_name)}{basis}."


def clamped(value: date) -> str:
    """A month without the day the term began on."""
    return f"آن ماه روز هم‌شماره ندارد؛ آخرین روز ماه، {format_date(value)}، گرفته شد."


def rolled(from_day: date, to_day: date, off: DayOff | None) -> str:
    """The end moved over days off."""
    why = f" که تعطیل است ({off.name})" if off else ""
    return f"پایان مهلت به {day(from_day)}{why} می‌افتاد و به نخستین روز کاری، {day(to_day)}، رفت."


def unknown_table(known_until: date | None) -> str:
    """The table of holidays does not reach the due moment."""
    if known_until is None or known_until == date.min:
        return "جدول تعطیلات رسمی هنوز بارگذاری نشده است؛ این مهلت ممکن است جابه‌جا شود."
    return f"تعطیلات رسمی پس از {format_date(known_until)} هنوز در جدول نیست؛ این مهلت ممکن است جابه‌جا شود."


def moved(from_due: datetime | None, to_due: datetime | None, because: str) -> str:
    """A recorded recomputation: «مهلت از … به … منتقل شد، چون …»."""
    if from_due is None and to_due is not None:
        return f"شمارش از سر گرفته شد و پایان مهلت {due(to_due)} است، چون {because}."
    if from_due is not None and to_due is None:
        return f"مهلت که تا {due(from_due)} بود متوقف شد، چون {because}."
    if from_due is None or to_due is None:
        return f"مهلت بازبینی شد، چون {because}."
    return f"مهلت از {due(from_due)} به {due(to_due)} منتقل شد، چون {because}."


def due_line(due_at: datetime | None) -> str:
    """The last line of an open ledger."""
    if due_at is None:
        return "تا شمارش از سر گرفته نشود، پایان مهلت معلوم نیست."
    return f"پایان مهلت: {due(due_at)}."


def closed(label: str, moment: datetime) -> str:
    """The last line of a closed ledger."""
    return f"این مهلت در {format_datetime(moment)} بسته شد: {label}."


def table_changed(due_at: datetime) -> str:
    """The calendar changed after a deadline was closed."""
    return f"جدول تعطیلات پس از بسته شدن این مهلت تغییر کرد؛ ملاک همان {due(due_at)} است."


def turn(part: Period, ends: datetime) -> str:
    """One turn of the case: who, from when to when, why."""
    return (
        f"{turn_name(part.owner, part.owner_name)}: از {format_datetime(part.starts)} تا {format_datetime(ends)}،"
        f" {part.reason}"
    )


def turn_name(owner: str, name: str = "") -> str:
    """Whose turn: the named body if there is one."""
    return name or str(Owner(owner).label)


def left(time_left: TimeLeft) -> str:
    """What is left, in words for a badge."""
    if time_left.is_over:
        return "مهلت به پایان رسیده است"
    if time_left.amount == 0:
        return "امروز آخرین روز است"
    amount = f"{number(time_left.amount)} {_UNITS_LEFT[Unit(time_left.unit)]}"
    return f"شمارش متوقف است؛ {amount} مانده" if time_left.is_paused else f"{amount} مانده"


def length(span: timedelta) -> str:
    """A stretch of time in days, or in hours and minutes below one day."""
    if span.days:
        hours = span.seconds // 3600
        rest = f" و {number(hours)} ساعت" if hours else ""
        return f"{number(span.days)} روز{rest}"
    hours, minutes = span.seconds // 3600, span.seconds % 3600 // 60
    parts = [f"{number(hours)} ساعت"] if hours else []
    return " و ".join([*parts, f"{number(minutes)} دقیقه"] if minutes or not parts else parts)


def begins(key: str) -> str:
    """The reason of a deadline's first interval."""
    return f"آغاز مهلت {Key(key).label}"


RESUMED = "از سر گرفتن شمارش"
OUTAGE_BASIS = "دستورالعمل صدور الکترونیکی، بخش ذ، تذکر ۱"


def holiday_declared(value: date, title: str) -> str:
    """Why deadlines move when a holiday is added."""
    return f"{format_date(value)} تعطیل رسمی اعلام شد ({title})"


def holiday_cancelled(value: date, title: str) -> str:
    """Why deadlines move when a holiday is cancelled."""
    return f"تعطیلی {format_date(value)} ({title}) لغو شد"


def holiday_moved(title: str, old: date, new: date) -> str:
    """Why deadlines move when a lunar date turns out different."""
    return f"تعطیلی «{title}» از {format_date(old)} به {format_date(new)} رفت"


def table_loaded(first_year: int, last_year: int) -> str:
    """Why deadlines move when the table is loaded."""
    return f"جدول تعطیلات رسمی سال‌های {number(first_year)} تا {number(last_year)} به‌روز شد"


def closure_declared(place: str, reason: str, first: date, last: date) -> str:
    """Why deadlines of a place move when it is closed."""
    days = f"در {format_date(first)}" if first == last else f"از {format_date(first)} تا {format_date(last)}"
    return f"{place} {days} تعطیل اعلام شد ({reason})"


def closure_withdrawn(place: str, reason: str) -> str:
    """Why deadlines of a place move back."""
    return f"تعطیلی {place} ({reason}) لغو شد"


def outage_declared(county: str, reason: str) -> str:
    """Why deadlines of a county stop."""
    return f"کمیسیون نظارت قطعی سامانه در {county} را اعلام کرد ({reason})"


def outage_ended(county: str, moment: datetime) -> str:
    """Why deadlines of a county run again."""
    return f"قطعی سامانه در {county} در {format_datetime(moment)} پایان یافت"


def outage_withdrawn(county: str) -> str:
    """Why deadlines of a county move back."""
    return f"اعلام قطعی سامانه در {county} لغو شد"


def outage_too_late(days: int) -> str:
    """Why an outage announced so late is refused; `days` is how far back it may begin (R223)."""
    return to_persian_digits(f"آغاز قطعی بیش از {days} روز پیش است؛ قطعی باید به‌موقع اعلام شود.")


def outage_too_long(days: int) -> str:
    """Why an outage announced for so long is refused; `days` is the longest."""
    return to_persian_digits(f"قطعی را حداکثر برای {days} روز اعلام کنید؛ اگر ادامه یافت، دوباره اعلام کنید.")


def days_off_too_late(days: int) -> str:
    """Why a closure or holiday in the past is refused; `days` is how far back it may lie."""
    return to_persian_digits(
        f"این تعطیلی بیش از {days} روز پیش بوده است؛ مهلت‌هایی که مردم بر پایهٔ آن حساب کرده‌اند دیگر جابه‌جا نمی‌شود."
    )


def taken_back_too_late(days: int) -> str:
    """Why days off or an outage of long ago are not taken back; `days` is how far back one may reach."""
    return to_persian_digits(
        f"بیش از {days} روز از آغاز آن گذشته است؛ مهلت‌هایی که در این میان گذشته‌اند دیگر جابه‌جا نمی‌شوند."
    )


def outage_ends_by_itself(ends: datetime) -> str:
    """What is said of an outage announced without an end."""
    return f"پایان اعلام نشده است؛ اگر زودتر ثبت نشود، در {format_datetime(ends)} خودبه‌خود پایان می‌یابد."


def end_may_stay_empty(days: int) -> str:
    """How long an outage lasts whose end is left empty."""
    return to_persian_digits(
        f"اگر پایان معلوم نیست خالی بگذارید و بعد ثبت کنید؛ قطعی {days} روز پس از آغاز خودبه‌خود پایان می‌یابد"
    )


def closure_too_long(days: int, longest: int) -> str:
    """Why so many closed days on end are refused."""
    return to_persian_digits(f"با این تعطیلی {days} روز پیاپی بسته می‌ماند؛ بیشترین اندازه {longest} روز است.")


NEEDS_SECOND = "این تعطیلی دراز است و وقتی برقرار می‌شود که کسی جز شما هم آن را تأیید کند."
HOLIDAY_NEEDS_SECOND = "با این روز، تعطیلی‌های پیاپی بیش از آن است که یک نفر تعیین کند؛ وقتی برقرار می‌شود که کسی جز شما هم آن را تأیید کند."
NO_SECOND_NEEDED = "این تعطیلی برقرار است و تأیید دیگری نمی‌خواهد."
NOT_CONFIRMED_YET = "هنوز نشده؛ تا تأیید نشود برقرار نیست."
BASIS_INCOMPLETE = "شماره و تاریخ مصوبه را بنویسید."
BASIS_IN_FUTURE = "تاریخ مصوبه در آینده است."


def basis(text: str, number: str, on: date | None) -> str:
    """The decision a day off rests on, with number and day."""
    if not text:
        return "—"
    return to_persian_digits(f"{text}، شمارهٔ {number} مورخ {format_date(on)}") if on else text


def preview(
    count: int,
    first: tuple[datetime, datetime] | None,
    last: tuple[datetime, datetime] | None,
    *,
    is_all: bool,
) -> str:
    """What days off would move: how many deadlines, and the first and last of them."""
    if not first or not last:
        return "هیچ مهلت بازی جابه‌جا نمی‌شود."
    head = f"{'' if is_all else 'دست‌کم '}{number(count)} مهلت باز جابه‌جا می‌شود"
    if count == 1:
        return f"{head}: از {due(first[0])} به {due(first[1])}."
    return f"{head}: نخستین از {due(first[0])} به {due(first[1])}، آخرین از {due(last[0])} به {due(last[1])}."
