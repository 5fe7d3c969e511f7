"""Conditions as people read them, for the components."""

from core.text import to_persian_digits
from organizations.conditions import articles as texts
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.desk.cards import Row


def conditions_state(row: SpecialConditions | GeneralConditions) -> dict[str, str]:
    """Draft or published, as a chip."""
    if row.published_at is None:
        return {"text": "پیش‌نویس", "tone": "warning"}
    return {"text": "منتشر شده", "tone": "success"}


def articles(conditions: GeneralConditions | SpecialConditions) -> list[Row]:
    """The articles of a text with the headings they are printed under."""
    return [article_row(article) for article in conditions.content.get("articles", [])]


def article_row(article: Row) -> Row:
    """One article for `organizations/_articles.html`."""
    return {
        "heading": texts.heading(article),
        "text": article.get("text", ""),
        "basis": article.get("basis", ""),
        "items_listed": [item | {"notes": _notes(item)} for item in article.get("items", [])],
        "notes": _notes(article),
    }


def _notes(holder: Row) -> list[Row]:
    return [{"head": texts.note_head(note), "text": note["text"]} for note in holder.get("notes", [])]


def size_words(conditions: GeneralConditions | SpecialConditions) -> str:
    """«۷ ماده و ۸ تبصره»."""
    found, notes = texts.count(conditions.content.get("articles", []))
    words = f"{found} ماده و {notes} تبصره" if notes else f"{found} ماده"
    return to_persian_digits(words)
