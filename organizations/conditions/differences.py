"""What changed between two versions of a text, word by word, for two columns side by side."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from organizations.conditions.articles import heading, lines

Kind = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Row:
    """One line of the older text beside the one of the newer; an empty side has nothing there."""

    old: list[Piece] = field(default_factory=list)
    new: list[Piece] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether the line stands in both versions."""
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class Section:
    """One article in both versions."""

    title: str
    change: Literal["same", "changed", "added", "removed"]
    rows: list[Row]


def compare(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Section]:
    """The articles of both versions in order; an article is the same one by its part and its place in the part."""
    before, after = _keyed(old), _keyed(new)
    keys = list(after)
    for place, key in enumerate(before):
        if key not in after:
            keys.insert(min(place, len(keys)), key)
    return [_section(before.get(key), after.get(key)) for key in keys]


def _keyed(articles: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    seen: dict[str, int] = {}
    keyed = {}
    for article in articles:
        part = str(article.get("code") or article.get("part") or "")
        seen[part] = seen.get(part, 0) + 1
        keyed[(part, seen[part])] = article
    return keyed


def _section(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Section:
    if old is None:
        assert new is not None  # noqa: S101  # nosec B101 - a key comes from one of the two
        rows = [Row(new=[Piece("new", line)]) for line in lines(new)]
        return Section(heading(new), "added", rows)
    if new is None:
        return Section(heading(old), "removed", [Row(old=[Piece("gone", line)]) for line in lines(old)])
    before, after = lines(old), lines(new)
    return Section(heading(new), "same" if before == after else "changed", rows_of(before, after))


def rows_of(before: list[str], after: list[str]) -> list[Row]:
    """Lines of both sides beside each other, those that changed compared word by word."""
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row([Piece("same", line)], [Piece("same", line)]) for line in before[a:b]]
            continue
        gone, come = before[a:b], after[c:d]
        for place in range(max(len(gone), len(come))):
            rows.append(
                words_of(gone[place] if place < len(gone) else "", come[place] if place < len(come) else "")
            )
    return rows


def words_of(before: str, after: str) -> Row:
    """Two lines compared by words."""
    if not before or not after:
        return Row([Piece("gone", before)] if before else [], [Piece("new", after)] if after else [])
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    row = Row()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            row.old.append(Piece("same", "".join(old[a:b])))
            row.new.append(Piece("same", "".join(new[c:d])))
        else:
            if b > a:
                row.old.append(Piece("gone", "".join(old[a:b])))
            if d > c:
                row.new.append(Piece("new", "".join(new[c:d])))
    return row
