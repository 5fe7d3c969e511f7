"""Which deadlines are due, alive or stale, and who sees which notice."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from deadlines.states import LAST_SECOND, LIVE, State
from organizations.bodies.models import Body, Commission
from organizations.places.models import County, Province
from organizations.roles.querysets import NATIONWIDE, NOTHING, bodies_as
from organizations.roles.states import Role

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

OF_COMMISSION = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)


def subject_type(subject: "Model") -> str:
    """The name under which rows of this kind are kept, such as "licensing.licenceapplication"."""
    return subject._meta.label_lower


class DeadlineQuerySet(QuerySet[Any]):
    """Deadlines by what they are about and where they stand."""

    def of(self, subject: "Model") -> "DeadlineQuerySet":
        """All deadlines of one row of any app, oldest first."""
        return self.filter(subject_type=subject_type(subject), subject_id=subject.pk).order_by(
            "started_at", "pk"
        )

    def live(self) -> "DeadlineQuerySet":
        """Those that have not ended: running or paused."""
        return self.filter(state__in=LIVE)

    def unreckonable(self) -> "DeadlineQuerySet":
        """Live deadlines that could not be reckoned again at the last attempt."""
        return self.live().filter(unreckonable_since__isnull=False)

    def overdue(self, now: datetime, key: str | None = None) -> "DeadlineQuerySet":
        """Running deadlines whose last second is over at `now`, oldest first; of one term when `key` is given."""
        found = self.filter(state=State.OPEN, due_at__lte=now - LAST_SECOND).order_by("due_at")
        return found.filter(key=key) if key else found

    def visible_to(self, user: "User") -> "DeadlineQuerySet":
        """Deadlines of the counties this member of staff oversees; a citizen sees them through their case only."""
        return self.filter(_in_county_of(user))


class NoticeQuerySet(QuerySet[Any]):
    """Closures and outages: each staff member sees those of their own place."""

    def in_force(self) -> "NoticeQuerySet":
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: "User") -> "NoticeQuerySet":
        """Notices of the counties and provinces of this person's bodies; all of them for nationwide offices."""
        return self.filter(_in_county_of(user))


#: Days off that hold: no second person is needed, or one has signed.
SIGNED = Q(needs_second=False) | Q(confirmed_at__isnull=False)


class ClosureQuerySet(NoticeQuerySet):
    """Closures name a county or a whole province."""

    def in_force(self) -> "ClosureQuerySet":
        """Those not withdrawn and, where a second person is needed, confirmed."""
        return self.filter(SIGNED, withdrawn_at__isnull=True)

    def visible_to(self, user: "User") -> "ClosureQuerySet":
        """Closures of this person's counties, and of their provinces."""
        scope = _in_county_of(user)
        if scope and scope != NOTHING:
            provinces = user.memberships.in_force().exclude(body__province=None).values("body__province_id")
            scope |= Q(province__in=provinces)
        return self.filter(scope)


class HolidayQuerySet(QuerySet[Any]):
    """Official holidays."""

    def in_the_table(self) -> "HolidayQuerySet":
        """Those not cancelled, whether they hold already or wait for a second person."""
        return self.filter(cancelled_at__isnull=True)

    def in_force(self) -> "HolidayQuerySet":
        """Those not cancelled and, where a second person is needed, confirmed."""
        return self.in_the_table().filter(SIGNED)

    def visible_to(self, user: "User") -> "HolidayQuerySet":
        """The table of holidays is for every member of staff."""
        return self.all() if user.is_active and user.is_staff else self.none()


def _in_county_of(user: "User") -> Q:
    if not user.is_active or not user.is_staff:
        return NOTHING
    held = list(user.memberships.in_force().values_list("role", "body__county_id", "body__province_id"))
    if any(role in NATIONWIDE for role, *_ in held):
        return Q()
    counties = {county for _, county, _ in held if county}
    if provinces := [province for role, _, province in held if role == Role.COMMISSION_PROVINCE]:
        counties |= set(County.objects.filter(province__in=provinces).values_list("pk", flat=True))
    return Q(county__in=sorted(counties))


def may_declare_for_the_country(user: "User") -> bool:
    """Whether this person may change the table of official holidays and the terms: the secretariat alone."""
    return bodies_as(user, Role.SECRETARIAT).exists()


def may_close(user: "User", *, county: County | None, province_id: int | None) -> bool:
    """Whether this person may announce a closure of this county, or of this whole province."""
    if may_declare_for_the_country(user):
        return True
    if county is None:
        return Commission.objects.filter(
            pk__in=bodies_as(user, Role.COMMISSION_PROVINCE), province_id=province_id
        ).exists()
    return commissions_for(user, county).exists()


def commissions_for(user: "User", county: County) -> QuerySet[Commission]:
    """The commissions in which this person may speak for this county (R223)."""
    own = Q(pk__in=bodies_as(user, *OF_COMMISSION), county=county)
    above = Q(pk__in=bodies_as(user, Role.COMMISSION_PROVINCE), province=county.province_id)
    return Commission.objects.filter(own | above, is_active=True)


def counties_of(user: "User") -> QuerySet[County]:
    """The counties this person can speak for, for a list to choose from."""
    counties = County.objects.order_by("name_sort")
    if may_declare_for_the_country(user):
        return counties
    own = Body.objects.filter(pk__in=bodies_as(user, *OF_COMMISSION))
    return counties.filter(Q(pk__in=own.values("county_id")) | Q(province__in=provinces_of(user)))


def provinces_of(user: "User") -> QuerySet[Province]:
    """The provinces this person can speak for as a whole."""
    provinces = Province.objects.order_by("name_sort")
    if may_declare_for_the_country(user):
        return provinces
    own = Body.objects.filter(pk__in=bodies_as(user, Role.COMMISSION_PROVINCE))
    return provinces.filter(pk__in=own.values("province_id"))


def speaking_bodies(user: "User") -> QuerySet[Body]:
    """The commissions, or the secretariat, in whose name this person announces."""
    return Body.objects.filter(pk__in=bodies_as(user, *OF_COMMISSION, Role.SECRETARIAT)).order_by("name_sort")
