"""Numbers on receipts of the post office: of an envelope with papers, of a letter of inquiry."""

from django.core.exceptions import ValidationError

from core.checks import clean_postal_item
from core.refusals import RuleBroken
from core.text import normalise


def item_number(typed: str, *, missing: str, code: str) -> str:
    """The number in the one spelling we store.

    Args:
        missing: what is said when nothing was typed, with `code`.

    Raises:
        RuleBroken: `code`, or "postal_item" for what is no such number.
    """
    if not normalise(typed):
        raise RuleBroken(missing, code=code)
    try:
        return clean_postal_item(typed)
    except ValidationError as error:
        raise RuleBroken(str(error.message), code="postal_item") from error
