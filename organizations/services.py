"""What the bodies publish and record, for the apps above."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from core import audit
from core.jalali import tehran_today
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits
from organizations.models import BoardMinute, Category, FeeItem, GeneralConditions, SpecialConditions, Union


def general_conditions_in_force() -> GeneralConditions | None:
    """The newest published regulation and general conditions."""
    return GeneralConditions.objects.order_by("-version").first()


def conditions_in_force(union: Union, category: Category) -> SpecialConditions | None:
    """The union's newest published conditions: those of the category, else those for all its categories."""
    published = SpecialConditions.objects.filter(union=union, published_at__isnull=False)
    own = published.filter(category=category).order_by("-version").first()
    return own or published.filter(category=None).order_by("-version").first()


def fees_in_force(union: Union, *, kind: str, on: date | None = None) -> "QuerySet[FeeItem]":
    """The union's lawful charges for a kind of request (NEW, RENEWAL, EXCHANGE) on a day, today when omitted."""
    day = on or tehran_today()
    rows = FeeItem.objects.filter(union=union, valid_from__lte=day).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )
    # JSON `contains` is not portable to SQLite; a union has about eight lines.
    ids = [pk for pk, applies in rows.values_list("pk", "applies_to") if kind in applies]
    return FeeItem.objects.filter(pk__in=ids).select_related("account__body", "approval").order_by("pk")


def record_minute(union: Union, *, number: str, held_on: date, by: User) -> BoardMinute:
    """The board minute with this number and date; written down at its first use (R73).

    Raises:
        RuleBroken: "minute_number" without a number, "minute_in_future" for a date after today.
    """
    clean = to_ascii_digits(normalise(number))
    if not clean:
        raise RuleBroken("شمارهٔ صورتجلسه را بنویسید.", code="minute_number")
    if held_on > tehran_today():
        raise RuleBroken("تاریخ صورتجلسه در آینده است.", code="minute_in_future")
    minute, created = BoardMinute.objects.get_or_create(
        union=union, number=clean, held_on=held_on, defaults={"recorded_by": by}
    )
    if created:
        audit.record(minute, "recorded", by=by)
    return minute
