"""Places, offices, moments and cases for the tests of the clock."""

import datetime as dt
from itertools import count

from accounts.models import User
from core.jalali import TEHRAN, day_of, end_of_day_tehran, from_jalali
from deadlines.calendar import add_working_days
from deadlines.models import Deadline, DeadlineInterval
from deadlines.services import clock, working_days
from deadlines.states import Key, Owner
from organizations.bodies.models import Body, Commission
from organizations.members.models import Membership
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Level, Role

_numbers = count(1)


def jalali(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    """A moment on Tehran's clock."""
    return dt.datetime.combine(from_jalali(year, month, day), dt.time(hour, minute, tzinfo=TEHRAN))


def last_second(year: int, month: int, day: int) -> dt.datetime:
    """The end of a Jalali day."""
    return dt.datetime.combine(from_jalali(year, month, day), dt.time(23, 59, 59, tzinfo=TEHRAN, fold=1))


def make_province(name: str = "استان نمونه") -> Province:
    number = next(_numbers)
    return Province.objects.create(name=f"{name} {number}", code=f"x{number}"[-2:], iso=f"Z{number}")


def make_county(province: Province | None = None) -> County:
    number = next(_numbers)
    return County.objects.create(
        name=f"شهرستان نمونه {number}", code=f"x{number}", province=province or make_province()
    )


def make_commission(county: County) -> Commission:
    return Commission.objects.create(
        name=f"کمیسیون نظارت {county.name}",
        kind=BodyKind.COMMISSION,
        level=Level.COUNTY,
        county=county,
        province=county.province,
    )


def make_staff(body: Body, role: str) -> User:
    user = User.objects.create(username=f"staff{next(_numbers)}", is_staff=True)
    Membership.objects.create(user=user, body=body, role=role, valid_from=dt.date(2000, 1, 1))
    return user


def make_secretary() -> User:
    body = Body.objects.create(name="دبیرخانه", kind=BodyKind.SECRETARIAT, level=Level.NATIONAL)
    return make_staff(body, Role.SECRETARIAT)


def a_case() -> Province:
    """Any row can be the subject of a deadline."""
    return make_province("پرونده")


def begin(
    key: str = Key.T1_UNION_ANSWER, *, county: County | None = None, at: dt.datetime | None = None, **facts
) -> Deadline:
    return clock.start(key, subject=a_case(), county=county, at=at or jalali(1400, 12, 1), **facts)


def make_deadlines(count: int, county: County | None, *, days: int = 1) -> list[int]:
    """So many running union answers, received on 1 Mehr 1403 and the days after it in turn; written in bulk."""
    case, term = a_case(), clock.term_in_force(Key.T1_UNION_ANSWER)
    begun = [jalali(1403, 7, 1) + dt.timedelta(days=n) for n in range(days)]
    due = [
        end_of_day_tehran(add_working_days(working_days.calendar_of(county), day_of(at), 15)) for at in begun
    ]
    rows = Deadline.objects.bulk_create(
        Deadline(
            subject_type=case._meta.label_lower,
            subject_id=case.pk * 1_000_000 + n,
            key=term.key,
            term=term,
            amount=term.amount,
            county=county,
            owner=Owner.UNION,
            started_at=begun[n % days],
            due_at=due[n % days],
        )
        for n in range(count)
    )
    DeadlineInterval.objects.bulk_create(
        DeadlineInterval(deadline=row, owner=Owner.UNION, reason="آغاز", started_at=row.started_at)
        for row in rows
    )
    return [row.pk for row in rows]
