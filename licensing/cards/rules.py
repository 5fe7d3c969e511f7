"""The guild card (اصناف کارت): how its form reaches the bank, and when the union may write about it (R104)."""

from accounts.models import User
from core.refusals import NotYourTurn, RuleBroken
from licensing.cards import texts
from licensing.cards.models import GuildCard
from licensing.cards.states import TAKES_CARD
from licensing.cases.models import LicenceRequest
from licensing.cases.rules import check_impartial
from licensing.cases.states import Actor

CARD_IS_THERE = "صدور کارت ثبت شده است و دیگر عوض نمی‌شود."


def check_writes_card(case: LicenceRequest, by: User) -> None:
    """The request's own union writes, from acceptance on, and never about its own person.

    Raises:
        RuleBroken: "not_your_turn", "own_file", "unknown_officer", "not_accepted".
    """
    if Actor.UNION_OPERATOR not in case.actors_of(by):
        raise NotYourTurn
    check_impartial(case, by)
    if case.status not in TAKES_CARD:
        raise RuleBroken(texts.NOT_ACCEPTED, code="not_accepted")


def check_prints_form(case: LicenceRequest, card: GuildCard | None, by: User) -> None:
    """The union prints the form for the bank until the card has come.

    Raises:
        RuleBroken: "card_recorded", or as `check_writes_card`.
    """
    check_writes_card(case, by)
    if card is not None and card.card_last_four:
        raise RuleBroken(CARD_IS_THERE, code="card_recorded")


def check_account(card: GuildCard | None) -> GuildCard:
    """The form is at the bank, and the card has not come yet.

    Raises:
        RuleBroken: "no_form", "card_recorded".
    """
    if card is None:
        raise RuleBroken(texts.NO_FORM, code="no_form")
    if card.card_last_four:
        raise RuleBroken(CARD_IS_THERE, code="card_recorded")
    return card
