"""Topics and states of a ticket, and who may move it (R263)."""

from django.db import models


class Topic(models.TextChoices):
    """What a ticket is about."""

    SIGN_IN = "SIGN_IN", "ورود و ثبت‌نام"
    UNIT = "UNIT", "واحد صنفی"
    REQUEST = "REQUEST", "درخواست پروانه"
    PAYMENT = "PAYMENT", "پرداخت"
    OTHER = "OTHER", "سایر"


class TicketState(models.TextChoices):
    """Where a conversation with support stands."""

    OPEN = "OPEN", "باز"
    ANSWERED = "ANSWERED", "پاسخ داده شد"
    CLOSED = "CLOSED", "بسته"


class Side(models.TextChoices):
    """The two sides of a conversation."""

    AUTHOR = "AUTHOR", "نویسندهٔ تیکت"
    SUPPORT_STAFF = "SUPPORT_STAFF", "کارشناس پشتیبانی"


#: Support closes only what it has answered: nobody finds their question closed without a word.
MOVES: dict[TicketState, dict[TicketState, Side | tuple[Side, ...]]] = {
    TicketState.OPEN: {
        TicketState.ANSWERED: Side.SUPPORT_STAFF,
        TicketState.CLOSED: Side.AUTHOR,
    },
    TicketState.ANSWERED: {
        TicketState.OPEN: Side.AUTHOR,
        TicketState.CLOSED: (Side.AUTHOR, Side.SUPPORT_STAFF),
    },
    TicketState.CLOSED: {
        TicketState.OPEN: Side.AUTHOR,
    },
}
