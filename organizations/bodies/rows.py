"""Facts of a body as people read them."""

from core.checks import postal_code_note
from core.text import to_persian_digits
from organizations.desk.cards import Row


def postal_fact(key: str, code: str) -> Row:
    """A postal code for whoever wrote it or judges it, with a soft warning if its form is unusual (R103)."""
    return {"key": key, "value": to_persian_digits(code), "ltr": True, "note": postal_code_note(code)}
