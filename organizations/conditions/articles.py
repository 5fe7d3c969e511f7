"""Conditions as people type them and as they are stored: articles with lettered items and numbered notes.

The plain form needs no script and no mark-up language, only the words a lawyer writes anyway:

    ماده: عنوانی که چاپ می‌شود        begins an article (the first one of a part may go without)
    الف) متن                            an item
    تبصره ۱: متن                        a note of the article
    تبصره بند الف: متن                 a note of an item
    مبنا: متن                           the legal basis of the article

Every other line is text, or continues what stands above it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.core.exceptions import ValidationError

from core.text import to_ascii_digits, to_persian_digits
from organizations.conditions.states import Part


class Note(TypedDict):
    """A note (تبصره); `number` is None for the only note of its article or item."""

    number: int | None
    text: str


class Item(TypedDict):
    """A lettered item (بند) and its notes."""

    letter: str
    text: str
    notes: list[Note]


Article = dict[str, Any]

_LETTER = "الف|[آ-ی]"
_ARTICLE = re.compile(r"ماده\u0654?\s*(?:[0-9]+)?\s*:\s*(?P<title>.*)")
_ITEM = re.compile(rf"(?P<letter>{_LETTER})\s*[)\-–]\s*(?P<text>.*)")
_NOTE = re.compile(
    rf"تبصره\u0654?\s*(?:بند\s+(?P<letter>{_LETTER})\s*)?(?P<number>[0-9]{{1,3}})?\s*:\s*(?P<text>.*)"
)
_BASIS = re.compile(r"مبنا\s*:\s*(?P<text>.*)")


class _Reader:
    """Reads one part line by line; `_last` is the place a continuing line is added to."""

    def __init__(self, part: str, default_title: str) -> None:
        self.part, self.default_title = part, default_title
        self.articles: list[Article] = []
        self._last: tuple[Any, str] | None = None

    def read(self, line: str) -> None:
        plain = to_ascii_digits(line)
        if found := _ARTICLE.fullmatch(plain):
            self._begin(line[found.start("title") :].strip())
            return
        if not self.articles:
            self._begin("")
        article = self.articles[-1]
        if found := _NOTE.fullmatch(plain):
            self._add_note(article, found, line[found.start("text") :])
        elif found := _ITEM.fullmatch(plain):
            item: Item = {"letter": found["letter"], "text": line[found.start("text") :], "notes": []}
            article["items"].append(item)
            self._last = (item, "text")
        elif found := _BASIS.fullmatch(plain):
            article["basis"] = line[found.start("text") :]
            self._last = (article, "basis")
        else:
            self._continue(article, line)

    def _begin(self, title: str) -> None:
        self.articles.append(
            {
                "number": 0,
                "part": self.part,
                "title": title or self.default_title,
                "title_is_original": bool(title),
                "text": "",
                "items": [],
                "notes": [],
            }
        )
        self._last = (self.articles[-1], "text")

    def _add_note(self, article: Article, found: re.Match[str], text: str) -> None:
        note: Note = {"number": int(found["number"]) if found["number"] else None, "text": text}
        letter = found["letter"]
        if letter is None:
            article["notes"].append(note)
        else:
            item = next((item for item in reversed(article["items"]) if item["letter"] == letter), None)
            if item is None:
                raise ValidationError(
                    f"تبصره‌ای برای بند «{letter}» نوشته‌اید، ولی بالای آن بند «{letter}» نیست.", code="no_item"
                )
            item["notes"].append(note)
        self._last = (note, "text")

    def _continue(self, article: Article, line: str) -> None:
        holder, key = self._last or (article, "text")
        holder[key] = f"{holder[key]}\n{line}" if holder[key] else line


def read_part(part: str, text: str, *, default_title: str = "") -> list[Article]:
    """The articles typed for one part, not numbered yet.

    Raises:
        ValidationError: a note names an item that does not stand above it.
    """
    reader = _Reader(part, default_title)
    for line in text.splitlines():
        if line.strip():
            reader.read(line.strip())
    for article in reader.articles:
        _number_notes(article["notes"])
        for item in article["items"]:
            _number_notes(item["notes"])
    return reader.articles


def _number_notes(notes: list[Note]) -> None:
    """Several notes always carry numbers; the only one need not."""
    if len(notes) > 1:
        for place, note in enumerate(notes, start=1):
            note["number"] = note["number"] or place


def assemble(parts: Mapping[str, str]) -> list[Article]:
    """The numbered articles of special conditions typed part by part, in the order of `Part`.

    Raises:
        ValidationError: a note names an item that is not there.
    """
    articles = [
        article for part in Part for article in read_part(part, parts.get(part, ""), default_title=part.label)
    ]
    for number, article in enumerate(articles, start=1):
        article["number"] = number
    if not parts.get(Part.DEFINITIONS, "").strip():
        for article in articles:
            if article["part"] == Part.CATEGORY and article["notes"]:
                article["notes_part"] = str(Part.DEFINITIONS)
    return articles


def write_article(article: Mapping[str, Any], *, with_head: bool) -> str:
    """One article in the plain form, the reverse of `read_part`."""
    title = article["title"] if article.get("title_is_original", True) else ""
    lines = [f"ماده: {title}".rstrip()] if title or with_head else []
    if article.get("text"):
        lines.append(article["text"])
    for item in article.get("items", []):
        lines.append(f"{item['letter']}) {item['text']}")
        lines += [_note_line(note, f" بند {item['letter']}") for note in item.get("notes", [])]
    lines += [_note_line(note, "") for note in article.get("notes", [])]
    if article.get("basis"):
        lines.append(f"مبنا: {article['basis']}")
    return "\n".join(lines)


def _note_line(note: Mapping[str, Any], of_item: str) -> str:
    number = f" {to_persian_digits(str(note['number']))}" if note.get("number") else ""
    return f"تبصره{of_item}{number}: {note['text']}"


def write_parts(articles: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The stored articles as plain text for the editor, by part."""
    texts: dict[str, list[str]] = {}
    for article in articles:
        written = texts.setdefault(article["part"], [])
        written.append(write_article(article, with_head=bool(written)))
    return {part: "\n\n".join(written) for part, written in texts.items()}


def count(articles: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """How many articles and how many notes a document has."""
    rows = list(articles)
    notes = sum(
        len(article.get("notes", [])) + sum(len(item.get("notes", [])) for item in article.get("items", []))
        for article in rows
    )
    return len(rows), notes


def heading(article: Mapping[str, Any]) -> str:
    """«مادهٔ ۳. عنوان»; a title that is not in the original document is left out."""
    head = to_persian_digits(f"مادهٔ {article['number']}")
    return f"{head}. {article['title']}" if article.get("title_is_original", True) else head


def note_head(note: Mapping[str, Any]) -> str:
    """«تبصرهٔ ۱», or «تبصره» for the only one."""
    return to_persian_digits(f"تبصرهٔ {note['number']}") if note.get("number") else "تبصره"


def lines(article: Mapping[str, Any]) -> list[str]:
    """An article as the lines a reader sees, for comparing versions; its number is no part of it, because a new
    article before it moves them all."""
    rows = [article["title"]] if article.get("title_is_original", True) else []
    rows += [line for line in article.get("text", "").splitlines() if line]
    for item in article.get("items", []):
        rows.append(f"{item['letter']}) {item['text']}")
        rows += [f"{note_head(note)}: {note['text']}" for note in item.get("notes", [])]
    rows += [f"{note_head(note)}: {note['text']}" for note in article.get("notes", [])]
    if article.get("basis"):
        rows.append(f"مبنا: {article['basis']}")
    return [to_persian_digits(row) for row in rows]
