"""The guild card: its form goes to Bank Mellat, account and card come back, the applicant is told (S001 B-9, C-9)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.checks import clean_card, clean_sheba
from core.jalali import format_date, tehran_today
from core.numbers import is_digits
from core.queue import after_commit
from core.refusals import RuleBroken
from core.text import normalise, to_ascii_digits, to_persian_digits
from licensing.cards import rules, texts
from licensing.cards.models import SHOWN, GuildCard
from licensing.cards.states import CardWay
from licensing.cases.models import LicenceRequest
from licensing.cases.moves import lock
from licensing.inquiries.models import LetterBatch
from messaging import services as messaging

SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 10, 16


def clean_account(typed: str) -> str:
    """An account number of 10 to 16 digits, or a Sheba as `core.checks.clean_sheba` returns it.

    Raises:
        RuleBroken: "account".
    """
    text = to_ascii_digits(normalise(typed)).replace(" ", "").replace("-", "").upper()
    if is_digits(text) and SHORTEST_ACCOUNT <= len(text) <= LONGEST_ACCOUNT:
        return text
    try:
        return clean_sheba(text)
    except ValidationError as error:
        raise RuleBroken(texts.CARD_ACCOUNT, code="account") from error


@transaction.atomic
def print_form(case: LicenceRequest, *, by: User) -> LetterBatch:
    """Print the form (annex 21) alone, as a PDF drawn after commit; it may be printed again until the card is there.

    Raises:
        RuleBroken: "card_recorded", or as `rules.check_writes_card`.
    """
    case = lock(case)
    rules.check_prints_form(case, _card_of(case), by)
    batch: LetterBatch = LetterBatch.objects.create(made_by=by, card_of=case)
    audit.record(case, "guild card form printed", by=by)
    after_commit("licensing.draw_up_letters", batch_id=batch.pk)
    return batch


@transaction.atomic
def record_form(case: LicenceRequest, *, way: str, by: User) -> GuildCard:
    """The form left for the bank, from the union or in the applicant's hand; written once.

    Raises:
        RuleBroken: "form_recorded", or as `rules.check_writes_card`.
    """
    case = lock(case)
    rules.check_writes_card(case, by)
    if GuildCard.objects.filter(case=case).exists():
        raise RuleBroken(texts.FORM_RECORDED, code="form_recorded")
    card: GuildCard = GuildCard.objects.create(case=case, way=CardWay(way), form_sent_by=by)
    audit.record(case, "guild card form sent", by=by, after={"way": card.way})
    _tell(case, texts.CARD_FORM[card.way])
    return card


@transaction.atomic
def record_account(case: LicenceRequest, *, account: str, by: User) -> GuildCard:
    """The account the bank opened; writing it again mends a mistake, until the card is there.

    Raises:
        RuleBroken: "account", "no_form", "card_recorded", or as `rules.check_writes_card`.
    """
    case = lock(case)
    rules.check_writes_card(case, by)
    card = rules.check_account(_card_of(case))
    number = clean_account(account)
    before = card.account_end
    if card.account == number:
        return card
    card.account, card.account_at, card.account_by = number, timezone.now(), by
    card.save(update_fields=["account", "account_at", "account_by"])
    audit.record(case, "guild card account", by=by, before={"end": before}, after={"end": card.account_end})
    _tell(case, texts.CARD_OPENED.format(end=to_persian_digits(card.account_end)))
    return card


@transaction.atomic
def record_card(case: LicenceRequest, *, card_number: str, issued_on: date, by: User) -> GuildCard:
    """The bank issued the card; its number is checked and forgotten but for its last four digits.

    Raises:
        RuleBroken: "no_account", "card_number", "in_future", "no_form", "card_recorded", or as
            `rules.check_writes_card`.
    """
    case = lock(case)
    rules.check_writes_card(case, by)
    card = rules.check_account(_card_of(case))
    if not card.account:
        raise RuleBroken(texts.NO_ACCOUNT, code="no_account")
    if issued_on > tehran_today():
        raise RuleBroken(texts.IN_FUTURE, code="in_future")
    try:
        number = clean_card(card_number)
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages), code="card_number") from None
    card.card_last_four, card.card_issued_on = number[-SHOWN:], issued_on
    card.card_at, card.card_by = timezone.now(), by
    card.save(update_fields=["card_last_four", "card_issued_on", "card_at", "card_by"])
    audit.record(case, "guild card issued", by=by, after={"end": card.card_last_four})
    words = {"end": to_persian_digits(card.card_last_four), "day": format_date(issued_on)}
    _tell(case, texts.CARD_ISSUED.format(**words))
    return card


def _card_of(case: LicenceRequest) -> GuildCard | None:
    found: GuildCard | None = GuildCard.objects.select_for_update().filter(case=case).first()
    return found


def _tell(case: LicenceRequest, body: str) -> None:
    messaging.notify(
        case.applicant, link=case.get_absolute_url(), kind="CARD", subject=texts.SUBJECT_CARD, body=body
    )
