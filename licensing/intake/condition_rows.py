"""General and special conditions as values for templates."""

from core.jalali import format_numeric
from core.text import to_persian_digits
from licensing.cases.rows import Row
from organizations.approvals.models import CommissionApproval
from organizations.conditions.differences import Section, compare
from organizations.conditions.models import GeneralConditions, SpecialConditions


def approval(found: CommissionApproval) -> str:
    return to_persian_digits(f"{found.number} مورخ {format_numeric(found.approved_on)}")


def articles(conditions: GeneralConditions | SpecialConditions) -> list[Row]:
    """The articles of a published text with the headings they are printed under.

    Titles that are not in the original document are left out.
    """
    return [
        {
            "heading": _heading(article),
            "text": article.get("text", ""),
            "basis": article.get("basis", ""),
            "items_listed": [item | {"notes": _notes(item)} for item in article.get("items", [])],
            "notes": _notes(article),
        }
        for article in conditions.content.get("articles", [])
    ]


def changes(
    old: GeneralConditions | SpecialConditions, new: GeneralConditions | SpecialConditions
) -> list[Section]:
    """The articles that differ between two versions, with the words that went and came."""
    if old.pk == new.pk:
        return []
    sections = compare(old.content.get("articles", []), new.content.get("articles", []))
    return [section for section in sections if section.change != "same"]


def _heading(article: Row) -> str:
    head = to_persian_digits(f"مادهٔ {article['number']}")
    return f"{head}. {article['title']}" if article.get("title_is_original", True) else head


def _notes(holder: Row) -> list[Row]:
    return [
        {
            "head": to_persian_digits(f"تبصرهٔ {note['number']}") if note.get("number") else "تبصره",
            "text": note["text"],
        }
        for note in holder.get("notes", [])
    ]
