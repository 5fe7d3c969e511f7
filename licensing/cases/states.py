"""States of a licence request, who acts, and the table of moves (handbook 6.5).

A move that is not in the table does not exist. `docs/states.md` is drawn from it.
"""

from collections.abc import Mapping

from django.db import models


class Status(models.TextChoices):
    """The states of a request, with the words people read."""

    DRAFT = "DRAFT", "پیش‌نویس"
    SUBMITTED = "SUBMITTED", "ثبت شده"
    UNDER_REVIEW = "UNDER_REVIEW", "در دست بررسی هیأت مدیره"
    CONDITIONAL = "CONDITIONAL", "قبول مشروط"
    ACCEPTED = "ACCEPTED", "پذیرش اولیه"
    ACCEPTED_BY_SILENCE = "ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"
    IN_PROGRESS = "IN_PROGRESS", "تکمیل مدارک و استعلام‌ها"
    DOCS_COMPLETE = "DOCS_COMPLETE", "مدارک کامل"
    INTERVIEW = "INTERVIEW", "دعوت به مصاحبه"
    AWAITING_PAYMENT = "AWAITING_PAYMENT", "در انتظار پرداخت"
    READY = "READY", "آمادهٔ صدور"
    ISSUED = "ISSUED", "صادر شده"
    DELIVERED = "DELIVERED", "تحویل شده"
    REJECTED = "REJECTED", "رد شده"
    REFUSED = "REFUSED", "عدم صدور"
    LAPSED = "LAPSED", "منقضی (متقاضی جدید)"
    WITHDRAWN = "WITHDRAWN", "انصراف"


class Actor(models.TextChoices):
    """Who may take a step."""

    APPLICANT = "APPLICANT", "متقاضی"
    UNION_OPERATOR = "UNION_OPERATOR", "کاربر اتحادیه"
    UNION_BOARD = "UNION_BOARD", "هیأت مدیره اتحادیه"
    SYSTEM = "SYSTEM", "سامانه، به حکم قانون"


class Kind(models.TextChoices):
    """What is asked for."""

    NEW = "NEW", "صدور"
    RENEWAL = "RENEWAL", "تمدید"
    EXCHANGE = "EXCHANGE", "تعویض"


class Term(models.TextChoices):
    """How long the licence will hold; how many years that is says the number of the law (R150)."""

    PERMANENT = "PERMANENT", "دائم"
    TEMPORARY = "TEMPORARY", "موقت"


class Tenure(models.TextChoices):
    """By what right the applicant has the premises."""

    OWN = "OWN", "مالک"
    LEASE_OFFICIAL = "LEASE_OFFICIAL", "اجاره با سند رسمی"
    LEASE_PRIVATE = "LEASE_PRIVATE", "اجارهٔ عادی"
    PURCHASE_DEED = "PURCHASE_DEED", "قولنامه"
    CONTRACT = "CONTRACT", "قرارداد"


class BuildingUse(models.TextChoices):
    """What the municipality's papers say the premises are for (annex 7); not knowing is an answer."""

    COMMERCIAL = "COMMERCIAL", "تجاری"
    OFFICE = "OFFICE", "اداری"
    WORKSHOP = "WORKSHOP", "کارگاهی"
    RESIDENTIAL = "RESIDENTIAL", "مسکونی"
    UNKNOWN = "UNKNOWN", "معلوم نیست"


#: state → {next state: who takes the step}
MOVES: Mapping[Status, Mapping[Status, Actor]] = {
    Status.DRAFT: {Status.SUBMITTED: Actor.APPLICANT},
    Status.SUBMITTED: {
        Status.UNDER_REVIEW: Actor.UNION_OPERATOR,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.UNDER_REVIEW: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.CONDITIONAL: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.ACCEPTED_BY_SILENCE: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.CONDITIONAL: {
        Status.ACCEPTED: Actor.UNION_BOARD,
        Status.REJECTED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.ACCEPTED: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.ACCEPTED_BY_SILENCE: {Status.IN_PROGRESS: Actor.SYSTEM},
    Status.IN_PROGRESS: {
        Status.DOCS_COMPLETE: Actor.SYSTEM,
        Status.REFUSED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.DOCS_COMPLETE: {
        Status.INTERVIEW: Actor.UNION_BOARD,
        Status.AWAITING_PAYMENT: Actor.UNION_OPERATOR,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.INTERVIEW: {
        Status.AWAITING_PAYMENT: Actor.UNION_OPERATOR,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.AWAITING_PAYMENT: {
        Status.READY: Actor.UNION_OPERATOR,
        Status.REFUSED: Actor.UNION_BOARD,
        Status.LAPSED: Actor.SYSTEM,
        Status.WITHDRAWN: Actor.APPLICANT,
    },
    Status.READY: {
        Status.ISSUED: Actor.UNION_BOARD,
        Status.IN_PROGRESS: Actor.UNION_BOARD,
        Status.REFUSED: Actor.UNION_BOARD,
    },
    Status.ISSUED: {Status.DELIVERED: Actor.UNION_OPERATOR},
}

#: Whose turn it is, in the words of the timeline; states that are over have no turn. In `TURN_CHANGES` the clock
#: knows better (`licensing.cases.turns`).
TURN: Mapping[Status, str] = {
    Status.DRAFT: "متقاضی",
    Status.SUBMITTED: "اتحادیه",
    Status.UNDER_REVIEW: "هیأت مدیرهٔ اتحادیه",
    Status.CONDITIONAL: "متقاضی",
    Status.ACCEPTED: "سامانه",
    Status.ACCEPTED_BY_SILENCE: "سامانه",
    Status.IN_PROGRESS: "متقاضی",
    Status.DOCS_COMPLETE: "هیأت مدیرهٔ اتحادیه",
    Status.INTERVIEW: "اتحادیه",
    Status.AWAITING_PAYMENT: "متقاضی",
    Status.READY: "هیأت مدیرهٔ اتحادیه",
}
WAITING_FOR_UNION = (Status.SUBMITTED, Status.UNDER_REVIEW)

#: States in which the turn goes back and forth with what was sent and looked at.
TURN_CHANGES = (Status.CONDITIONAL, Status.IN_PROGRESS, Status.AWAITING_PAYMENT)

#: States in which a list of the board's needs may be open.
LISTS_NEEDS = (Status.CONDITIONAL, Status.IN_PROGRESS)

#: Files on which the next step is the union's own: what an operator can finish, and what only the board can. Bills are
#: an operator's once the board has compared the originals (R78).
FOR_OPERATORS = (Status.SUBMITTED, Status.DOCS_COMPLETE)
FOR_BOARDS = (Status.UNDER_REVIEW, Status.DOCS_COMPLETE, Status.READY)

#: At how many working days left the board is warned that silence will accept.
WARN_AT = (5, 2, 0)

#: Closed for the applicant; of these ISSUED waits at the union for its delivery.
CLOSED = (Status.ISSUED, Status.DELIVERED, Status.REJECTED, Status.REFUSED, Status.LAPSED, Status.WITHDRAWN)

#: Ended without a licence: what was paid goes back.
WITHOUT_LICENCE = (Status.REJECTED, Status.REFUSED, Status.LAPSED, Status.WITHDRAWN)

#: Ended in a licence.
WITH_LICENCE = (Status.ISSUED, Status.DELIVERED)

#: After these the same may be asked for anew.
MAY_START_AGAIN = (Status.LAPSED, Status.WITHDRAWN)

#: The states an applicant passes through, for the drawn way ahead.
MAIN_WAY = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.IN_PROGRESS,
    Status.DOCS_COMPLETE,
    Status.AWAITING_PAYMENT,
    Status.READY,
    Status.ISSUED,
    Status.DELIVERED,
)

#: States beside the usual way, and the state of that way they hang on.
BESIDE_THE_WAY = {Status.INTERVIEW: Status.DOCS_COMPLETE}

#: Files a board can decide on.
#: States only a session leads to while the file is on its agenda.
DECIDED_IN_SESSION = (Status.ACCEPTED, Status.CONDITIONAL, Status.REJECTED)
ON_AGENDA = (Status.UNDER_REVIEW, Status.CONDITIONAL)
