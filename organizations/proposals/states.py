"""How an activation, a missing trade and its entry go on, and who moves them."""

from django.db import models

from organizations.roles.states import Party


class ActivationState(models.TextChoices):
    """Where a proposal to begin electronic intake stands (handbook 6.13, R220)."""

    PROPOSED = "PROPOSED", "پیشنهاد شده"
    APPROVED = "APPROVED", "تصویب شده"
    REFUSED = "REFUSED", "رد شده"
    WITHDRAWN = "WITHDRAWN", "پس گرفته شده"


ACTIVATION_MOVES: dict[str, dict[str, str]] = {
    ActivationState.PROPOSED: {
        ActivationState.APPROVED: Party.COMMISSION,
        ActivationState.REFUSED: Party.COMMISSION,
        ActivationState.WITHDRAWN: Party.CHAMBER,
    },
}


class SuggestionState(models.TextChoices):
    """What became of a trade somebody did not find in the list (R62)."""

    OPEN = "OPEN", "در انتظار پاسخ"
    GUIDED = "GUIDED", "راهنمایی شد"
    ADDED = "ADDED", "رسته تعریف شد"
    REJECTED = "REJECTED", "پذیرفته نشد"


SUGGESTION_MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    SuggestionState.OPEN: {
        SuggestionState.GUIDED: (Party.CHAMBER, Party.SECRETARIAT),
        SuggestionState.REJECTED: (Party.CHAMBER, Party.SECRETARIAT),
        SuggestionState.ADDED: (Party.SECRETARIAT,),
    },
    SuggestionState.GUIDED: {SuggestionState.ADDED: (Party.SECRETARIAT,)},
}


class EntryState(models.TextChoices):
    """What became of the entry a chamber wrote for a missing trade (R62)."""

    WAITING = "WAITING", "در انتظار دبیرخانه"
    RETURNED = "RETURNED", "برگشت به اتاق"
    PUBLISHED = "PUBLISHED", "منتشر شد"
