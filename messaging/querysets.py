"""Who sees which message, and which text messages are due."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core.uploads.models import ScanState
from messaging import states
from messaging.states import SmsStatus
from organizations.roles.querysets import bodies_as, holds, places_as
from organizations.roles.states import Role

PAGE = 25
#: What the bell is lit by (R260); a notice of the person's own sign-in is not.
LIGHTS_BELL = Q(read_at__isnull=True, is_quiet=False)
DELIVERY_DESK = (Role.SECRETARIAT, Role.SUPPORT_STAFF)


class BoxCounts(NamedTuple):
    """The figure beside the menu entry (all in the box) and the one on the bell (unread), R260."""

    total: int
    unread: int


class Page(NamedTuple):
    """A page of a list by key; `newer` and `older` are the keys to go on from, None at an end."""

    rows: list[Any]
    newer: int | None
    older: int | None


class MessageQuerySet(QuerySet[Any]):
    """Messages of the box."""

    def visible_to(self, user: User) -> "MessageQuerySet":
        """The one answer to: which messages may this person see? A citizen's own, no others."""
        if not user.is_active or not user.is_citizen or user.person_id is None:
            return self.none()
        return self.filter(recipient_id=user.person_id)

    def in_box(self) -> "MessageQuerySet":
        """Messages that are not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> "MessageQuerySet":
        """Archived messages (R264)."""
        return self.filter(archived_at__isnull=False)

    def page(self, *, before: int | None = None, after: int | None = None) -> "Page":
        """Up to 25 messages, newest first; `before` and `after` are keys to go on from."""
        if after is not None:
            found = list(self.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
            rows, older = found[:PAGE][::-1], bool(found)
            newer = len(found) > PAGE
        else:
            found = list((self if before is None else self.filter(pk__lt=before)).order_by("-pk")[: PAGE + 1])
            rows, older = found[:PAGE], len(found) > PAGE
            newer = before is not None and bool(found)
        return Page(rows, rows[0].pk if newer else None, rows[-1].pk if older else None)

    def counts(self) -> BoxCounts:
        """How many messages are in the box and how many of them are unread, in one query (R260)."""
        found = self.in_box().aggregate(total=Count("pk"), unread=Count("pk", filter=LIGHTS_BELL))
        return BoxCounts(**found)


class SmsQuerySet(QuerySet[Any]):
    """Text messages on their way out."""

    def visible_to(self, user: User) -> "SmsQuerySet":
        """The one answer to: which deliveries may this person look into? All, for secretariat and support."""
        return self if bodies_as(user, *DELIVERY_DESK).exists() else self.none()

    def due(self, now: datetime) -> "SmsQuerySet":
        """Those waiting to be sent whose moment has come, one-time codes first."""
        waiting = self.filter(status=SmsStatus.QUEUED, next_try_at__lte=now)
        return waiting.order_by("-secret", "next_try_at", "pk")

    def unfinished(self) -> "SmsQuerySet":
        """Messages that wait, are with the gateway, or have an unknown fate."""
        return self.filter(status__in=states.UNFINISHED)

    def overdue(self, now: datetime) -> "SmsQuerySet":
        """Unfinished ones that must not be sent any more: their expiry has passed."""
        return self.filter(status__in=[SmsStatus.QUEUED, SmsStatus.UNKNOWN], expires_at__lte=now)

    def stuck(self, now: datetime) -> "SmsQuerySet":
        """Messages claimed by a worker that has not reported back."""
        return self.filter(status=SmsStatus.SENDING, claimed_at__lt=now - states.CLAIM)

    def to_ask_about(self, now: datetime) -> "SmsQuerySet":
        """Messages of unknown fate about which the gateway can still be asked."""
        doubtful = self.filter(
            status=SmsStatus.UNKNOWN, next_try_at__lte=now, queued_at__gt=now - states.ASK_FOR
        )
        return doubtful.order_by("-secret", "next_try_at", "pk")

    def with_old_text(self, now: datetime) -> "SmsQuerySet":
        """Messages whose text has been kept for the full time."""
        held = ~Q(text="") | ~Q(sealed_text="")
        return self.filter(held, queued_at__lt=now - states.KEEP_TEXT)


class InstructionQuerySet(QuerySet[Any]):
    """Instructions and their versions."""

    def visible_to(self, user: User) -> "InstructionQuerySet":
        """The one answer to: which instructions may this person see? Citizens the present ones; publishers every
        version, a chamber those of the country and of its county."""
        if not user.is_active:
            return self.none()
        if user.is_citizen:
            return self.present()
        if holds(user, *states.NATIONWIDE_PUBLISHERS):
            return self.all()
        counties = places_as(user, "county", Role.CHAMBER_OPERATOR)
        if not counties.exists():
            return self.none()
        return self.filter(Q(county=None) | Q(county__in=counties))

    def published_by(self, user: User) -> "InstructionQuerySet":
        """Those this person may replace and withdraw: of the bodies they publish for."""
        return self.filter(body__in=bodies_as(user, *states.PUBLISHERS))

    def present(self) -> "InstructionQuerySet":
        """What owners read: the newest clean versions that were not withdrawn. While the next version is held for the
        virus scanner, the one before stays."""
        on_its_way = Q(
            replaced_by__scan=ScanState.HELD, replaced_by__withdrawn_at=None, replaced_by__replaced_by=None
        )
        return self.filter(Q(replaced_by=None) | on_its_way, withdrawn_at=None, scan=ScanState.CLEAN)

    def in_places(self, counties: Iterable[int]) -> "InstructionQuerySet":
        """Those of the whole country and of these counties (ids)."""
        return self.filter(Q(county=None) | Q(county__in=list(counties)))

    def about(self, categories: Iterable[int]) -> "InstructionQuerySet":
        """Those for one of these categories (ids), and those for every category (R262)."""
        named = self.model.categories.through.objects.filter(instructiondoc=OuterRef("pk"))
        ours = named.filter(category__in=list(categories))
        return self.filter(~Exists(named) | Exists(ours))
