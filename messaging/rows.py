"""Facts of an instruction, prepared for templates of panel and desk."""

from core.text import to_persian_digits
from messaging.models import InstructionDoc

NAMED = 4
KILOBYTE = 1024


def trades_of(doc: InstructionDoc) -> str:
    """The trades it is for, the first of them by name."""
    names = [category.name for category in doc.categories.all()]
    if not names:
        return "همهٔ رسته‌ها"
    more = len(names) - NAMED
    shown = "، ".join(names[:NAMED])
    return f"{shown} و {to_persian_digits(str(more))} رستهٔ دیگر" if more > 0 else shown


def place_of(doc: InstructionDoc) -> str:
    """The place it is for."""
    return f"شهرستان {doc.county.name}" if doc.county else "سراسر کشور"


def size_of(doc: InstructionDoc) -> str:
    """How large its file is."""
    kilobytes = max(1, round(doc.size / KILOBYTE))
    if kilobytes < KILOBYTE:
        return f"{to_persian_digits(str(kilobytes))} کیلوبایت"
    return f"{to_persian_digits(f'{kilobytes / KILOBYTE:.1f}')} مگابایت".replace(".", "٫")
