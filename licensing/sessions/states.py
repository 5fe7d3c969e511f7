"""States and outcomes of a session of the board."""

from collections.abc import Mapping

from django.db import models

from licensing.cases.states import Actor, Status
from licensing.decisions.states import ReasonKind

ITEMS_AT_MOST = 60


class SessionState(models.TextChoices):
    """Where a session stands."""

    PLANNED = "PLANNED", "در دست برنامه‌ریزی"
    PUBLISHED = "PUBLISHED", "اعلام شده"
    CANCELLED = "CANCELLED", "لغو شده"


class ItemOutcome(models.TextChoices):
    """What the board says of one file."""

    ACCEPT = "ACCEPT", "پذیرش"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    REJECT = "REJECT", "رد"
    POSTPONE = "POSTPONE", "موکول به جلسهٔ بعد"


class ItemResult(models.TextChoices):
    """What became of a file's place on the agenda."""

    OPEN = "OPEN", "در دستور کار"
    DECIDED = "DECIDED", "اعلام شد"
    POSTPONED = "POSTPONED", "موکول شد"
    REMOVED = "REMOVED", "از دستور کار برداشته شد"
    DROPPED = "DROPPED", "جلسه لغو شد"


class VoteChoice(models.TextChoices):
    """How a member voted on the proposed outcome."""

    FOR = "FOR", "موافق"
    AGAINST = "AGAINST", "مخالف"
    ABSTAIN = "ABSTAIN", "ممتنع"


SESSION_MOVES: Mapping[SessionState, Mapping[SessionState, Actor]] = {
    SessionState.PLANNED: {
        SessionState.PUBLISHED: Actor.UNION_BOARD,
        SessionState.CANCELLED: Actor.UNION_BOARD,
    },
}

#: The state of the request an outcome leads to; a postponed one stays where it is.
LEADS_TO: Mapping[str, Status] = {
    ItemOutcome.ACCEPT: Status.ACCEPTED,
    ItemOutcome.CONDITIONAL: Status.CONDITIONAL,
    ItemOutcome.REJECT: Status.REJECTED,
}

#: The kind of coded reason an outcome must rest on (R67, R81).
REASONS_OF: Mapping[str, ReasonKind] = {
    ItemOutcome.CONDITIONAL: ReasonKind.NEED,
    ItemOutcome.REJECT: ReasonKind.REFUSAL,
}
