"""Which codes of a text or page a person would read with their groups in another order.

The order on the line comes from an implementation of the Unicode bidirectional algorithm, not from our own rules.
"""

import re
from html.parser import HTMLParser

from bidi import get_display

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = dict.fromkeys(map(ord, (LRI, RLI, FSI, PDI)))

_D = "[0-9۰-۹]"
#: Groups of digits as people write codes: joined by hyphens or dots of a mask, or four at a time.
_CODE = re.compile(
    f"{_D}+(?:[-–‑_•]+{_D}+)+|(?<!{_D}){_D}{{4}}(?: {_D}{{4}})+(?: {_D}{{1,3}})?(?!{_D})|[0۰]{_D}{{2,3}}(?: {_D}{{3,8}})+"
)


def misread(text: str) -> list[str]:
    """The codes of a plain text whose groups stand in another order on the line, in a right-to-left paragraph."""
    found = []
    for line in text.split("\n"):
        drawn = get_display(line, base_dir="R").translate(_ISOLATES)
        found += [code for code in _CODE.findall(line.translate(_ISOLATES)) if code not in drawn]
    return found


class _Lines(HTMLParser):
    """The lines of a page: the text of each block, with `<bdi>` as the isolates a browser makes of it."""

    INLINE = frozenset(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "del",
            "em",
            "i",
            "ins",
            "kbd",
            "label",
            "mark",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "time",
            "u",
        ]
    )
    SILENT = frozenset({"script", "style", "svg", "textarea", "select"})
    SHUT = {"ltr": LRI, "rtl": RLI}

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.open: list[tuple[str, bool]] = []  # tag, whether it isolates
        self.silent = 0
        self.without_direction: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        direction = dict(attrs).get("dir")
        if tag == "bdi" and direction not in self.SHUT:
            self.without_direction.append(self.get_starttag_text() or "")
        if tag in {"br", "img", "input", "meta", "link", "hr", "wbr", "source"}:
            self.lines.append("") if tag in {"br", "hr"} else None
            return
        self.silent += tag in self.SILENT
        if tag not in self.INLINE:
            self.lines.append("")
        isolates = tag == "bdi" or bool(direction and tag not in {"html", "body"})
        self.open.append((tag, isolates))
        if isolates:
            self.lines[-1] += self.SHUT.get(direction or "", FSI)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, isolates = self.open.pop()
            self.silent -= name in self.SILENT
            if isolates:
                self.lines[-1] += PDI
            if name not in self.INLINE:
                self.lines.append("")
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data.replace("\n", " ")


def misread_on_page(html: str) -> list[str]:
    """The codes of a page that are read in another order, and `<bdi>` that let the first letter decide."""
    page = _Lines()
    page.feed(html)
    found = [f"{code} in {line.strip()}" for line in page.lines for code in misread(line)]
    return found + page.without_direction
