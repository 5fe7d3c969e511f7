"""What a one-time code is for, and where a change of the mobile number stands."""

from django.db import models


class Purpose(models.TextChoices):
    """What a one-time code opens. A code for one purpose never opens another."""

    SIGN_IN = "SIGN_IN", "ورود"
    TRACK = "TRACK", "پیگیری درخواست"
    CHANGE_MOBILE = "CHANGE_MOBILE", "تغییر شماره همراه"
    DELETE_UNIT = "DELETE_UNIT", "حذف واحد صنفی"


class ChangeState(models.TextChoices):
    """Where a change of the mobile number stands."""

    AWAITING_CHECK = "AWAITING_CHECK", "در انتظار بررسی هویت"
    AWAITING_CODE = "AWAITING_CODE", "در انتظار کد شمارهٔ تازه"
    DONE = "DONE", "انجام‌شده"
    REFUSED = "REFUSED", "رد شده"
    EXPIRED = "EXPIRED", "مهلت گذشته"


class Mover(models.TextChoices):
    """Who takes a step of a change."""

    PERSON = "PERSON", "خود شخص"
    STAFF = "STAFF", "بررسی‌کنندهٔ هویت"
    PORTAL = "PORTAL", "سامانه"


class Seen(models.TextChoices):
    """What the checker held in hand."""

    NATIONAL_CARD = "NATIONAL_CARD", "کارت ملی هوشمند"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE", "شناسنامهٔ عکس‌دار"
    PASSPORT = "PASSPORT", "گذرنامه"


#: From each state the states that may follow, and whose step it is. What is not written here does not happen.
MOVES: dict[ChangeState, dict[ChangeState, Mover]] = {
    ChangeState.AWAITING_CHECK: {
        ChangeState.AWAITING_CODE: Mover.STAFF,
        ChangeState.REFUSED: Mover.STAFF,
        ChangeState.EXPIRED: Mover.PORTAL,
    },
    ChangeState.AWAITING_CODE: {
        ChangeState.DONE: Mover.PERSON,
        ChangeState.EXPIRED: Mover.PORTAL,
    },
    ChangeState.DONE: {},
    ChangeState.REFUSED: {},
    ChangeState.EXPIRED: {},
}
OPEN_CHANGES = (ChangeState.AWAITING_CHECK, ChangeState.AWAITING_CODE)
