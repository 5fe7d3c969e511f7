"""Codes inside Persian text keep the order of their groups.

Persian runs from right to left. The Unicode bidirectional algorithm draws the digits of one group from left to
right, but a hyphen, a blank or a dot between two groups takes the direction of the sentence: the licence number
«00140-1405-00001» is then read as «00001-1405-00140». Slash and colon join groups and need nothing.

The remedy is a pair of isolates around the code (U+2066 … U+2069). They are invisible, `normalise` takes them out of
whatever is pasted back, and ADR 13 says why they stand in text messages too. In HTML `<bdi dir="ltr">` does the same.
"""

import re

from core.text import to_persian_digits

LRI, PDI = "\u2066", "\u2069"
_SIGN = "[0-9۰-۹A-Za-z•]"
#: What reverses: signs joined by hyphens, masking dots or underscores; slash, colon and full stop may stand between.
_JOINED = f"{_SIGN}+(?:[-‐‑–_/.:]{_SIGN}+)*"
#: Digits in groups apart by one blank: a telephone, tracking or card number.
_SPACED = (
    "(?:0|۰)[0-9۰-۹]{2,3}(?: [0-9۰-۹]{2,8})+|[0-9۰-۹]{4} [0-9۰-۹]{4}(?: [0-9۰-۹]{4})+(?: [0-9۰-۹]{1,3})?"
)
#: What begins with a Latin letter keeps its order up to the next Persian one: «Café 24-7», «IR12 3456».
_LATIN = "[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9۰-۹•_/.:'’&()+‐‑– -]*"
#: Addresses of pages and mail stay whole, isolated runs as they are.
_RUN = re.compile(
    f"{LRI}[^{PDI}]*{PDI}|(?:https?://|www\\.)\\S+|[^\\s@]{{0,64}}@\\S+|{_LATIN}|(?P<code>{_SPACED}|{_JOINED})"
)
_REVERSES = re.compile("[-‐‑–_• ]")
_DIGIT = re.compile("[0-9۰-۹]")


def isolate_code(code: str) -> str:
    """A code, telephone or masked number held left to right, to be put into a sentence; "" stays ""."""
    return f"{LRI}{code}{PDI}" if code and not code.startswith(LRI) else code


def keep_order(text: str) -> str:
    """The text with every run of groups that Persian would reverse isolated; addresses of pages stay. Idempotent."""
    return _RUN.sub(_isolate_run, text) if _REVERSES.search(text) and _DIGIT.search(text) else text


def _isolate_run(found: re.Match[str]) -> str:
    run = found[0]
    reverses = found["code"] and _REVERSES.search(run) and _DIGIT.search(run)
    return isolate_code(run) if reverses else run


def shown(text: str) -> str:
    """The text as people read it: Persian digits, codes in their order."""
    return keep_order(to_persian_digits(text))


def shown_code(code: str) -> str:
    """A code as it stands in a sentence: Persian digits, isolated."""
    return isolate_code(to_persian_digits(code))
