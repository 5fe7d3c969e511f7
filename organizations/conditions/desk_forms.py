"""Forms for conditions: one text box per part, read into articles, items and notes; nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import ApprovalNumberField, JalaliDateField, PersianTextField, PostalCodeField
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.conditions import articles
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.conditions.services import Draft
from organizations.conditions.states import Part
from organizations.desk.forms import DeskForm

LONGEST_PART = 20_000
HINTS = {
    Part.LEGAL_BASIS: "ماده‌ها و تبصره‌هایی از قانون که این ضوابط بر آن‌ها استوار است.",
    Part.CATEGORY: "نام رسته و کد آیسیک آن. تعریف‌ها را می‌توان همین‌جا به شکل تبصره آورد.",
    Part.DEFINITIONS: "اگر تعریف‌ها مادهٔ جداگانه‌ای دارند.",
    Part.PERMITTED_SERVICES: "کارهایی که با این پروانه می‌توان انجام داد.",
    Part.MEANS: "وسایل و ابزاری که محل کسب باید داشته باشد.",
    Part.EQUIPMENT: "تجهیزات ایمنی، انتظامی و بهداشتی.",
    Part.DUTIES: "آنچه صاحب پروانه باید رعایت کند.",
    Part.DOCUMENTS: "مدرک‌هایی که این رسته افزون بر شرایط عمومی می‌خواهد.",
    Part.INQUIRIES: "دستگاه‌هایی که باید نظر بدهند.",
    Part.FEES: "توضیح هزینه‌ها. مبلغ‌ها از تعرفهٔ اتحادیه زیر ضوابط چاپ می‌شود و اینجا نوشته نمی‌شود.",
    Part.APPROVAL: "چه مرجعی، به پیشنهاد چه کسی و از چه روزی.",
}


def part_name(part: str) -> str:
    """The name of a part's text box."""
    return f"part_{part}"


class _TextForm(DeskForm):
    """Parts as text boxes; `clean` reads them into articles."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def read_parts(self, found: Mapping[str, Any], parts: list[str]) -> dict[str, str]:
        """The text of each part. A text that cannot be read is refused beside its own box."""
        texts: dict[str, str] = {}
        for part in parts:
            texts[part] = found.get(part_name(part), "")
            try:
                articles.read_part(part, texts[part])
            except ValidationError as refusal:
                self.add_error(part_name(part), refusal)
        return texts


class SpecialForm(_TextForm):
    """A version of a union's special conditions."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label="رسته", required=False, empty_label="همهٔ رسته‌های اتحادیه"
    )
    title = forms.CharField(label="عنوان", max_length=200)
    issuer = forms.CharField(
        label="مرجع تعیین‌کننده", max_length=200, help_text="نامی که بالای متن چاپ می‌شود."
    )
    union_postal_code = PostalCodeField(
        label="کد پستی اتحادیه", help_text="متقاضی مدارک را به این کد پستی می‌فرستد."
    )
    approval_number = ApprovalNumberField(
        label="شمارهٔ مصوبه", help_text="بدون مصوبهٔ کمیسیون، ضوابط ثبت نمی‌شود."
    )
    approved_on = JalaliDateField(label="تاریخ مصوبه", past_only=True)

    def __init__(self, *args: Any, union: Union | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.union = union
        category: Any = self.fields["category"]
        if union is not None:
            covered = union.coverage.filter(is_active=True).values("category")
            category.queryset = Category.objects.filter(pk__in=covered)
        else:
            del self.fields["category"]
        for part in Part:
            self.fields[part_name(part)] = PersianTextField(
                label=part.label,
                required=False,
                max_length=LONGEST_PART,
                help_text=HINTS[part],
                widget=forms.Textarea({"rows": "7"}),
            )
        self.fields["checklist"] = PersianTextField(
            label="فهرست وارسی",
            required=False,
            max_length=LONGEST_PART,
            help_text="هر سطر یک مورد است که کاربر اتحادیه یا بازرس برای درخواست این رسته علامت می‌زند.",
            widget=forms.Textarea({"rows": "5"}),
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        texts = self.read_parts(found, list(Part.values))
        if not any(texts.values()):
            self.add_error(None, "دست‌کم یکی از بخش‌ها را بنویسید.")
        if not self.errors:
            found["articles"] = articles.assemble(texts)
        return found

    def arguments(self) -> dict[str, Any]:
        draft = self._draft()
        if self.row is not None:
            return {"draft": draft, "seen_revision": self.cleaned_data["revision"]}
        return {"union": self.union, "category": self.cleaned_data["category"], "draft": draft}

    def _draft(self) -> Draft:
        found = self.cleaned_data
        content = {
            "issuer": found["issuer"],
            "articles": found["articles"],
            "checklist": self._checklist(found["checklist"]),
        }
        return Draft(
            title=found["title"],
            content=content,
            union_postal_code=found["union_postal_code"],
            approval_number=found["approval_number"],
            approved_on=found["approved_on"],
        )

    def _checklist(self, text: str) -> list[dict[str, str]]:
        """A line that stood before keeps its code and its rule."""
        known = {item["text"]: item for item in self.initial.get("known_checklist", [])}
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [
            known.get(line, {"code": f"item_{place}", "rule": "", "text": line})
            for place, line in enumerate(lines, start=1)
        ]


def special_initial(row: SpecialConditions, *, with_approval: bool) -> dict[str, Any]:
    """A stored version as the form shows it; a new version rests on a new approval."""
    checklist = row.content.get("checklist", [])
    initial: dict[str, Any] = {
        "category": row.category_id,
        "title": row.title,
        "issuer": row.content.get("issuer", row.union.name),
        "union_postal_code": row.union_postal_code,
        "revision": row.revision,
        "checklist": "\n".join(item["text"] for item in checklist),
        "known_checklist": checklist,
    }
    if with_approval:
        initial |= {"approval_number": row.approval.number, "approved_on": row.approval.approved_on}
    written = articles.write_parts(row.content.get("articles", []))
    return initial | {part_name(part): text for part, text in written.items() if part in Part.values}


class GeneralForm(_TextForm):
    """A version of the general conditions: preamble and one text of all articles."""

    title = forms.CharField(label="عنوان", max_length=200)
    preamble = PersianTextField(
        label="مقدمه", required=False, max_length=4000, widget=forms.Textarea({"rows": "3"})
    )
    part_general = PersianTextField(
        label="ماده‌ها",
        max_length=60_000,
        widget=forms.Textarea({"rows": "24"}),
        help_text="هر ماده با سطر «ماده: عنوان» آغاز می‌شود.",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        texts = self.read_parts(found, ["general"])
        if not self.errors:
            found["articles"] = self._articles(texts["general"])
        return found

    def _articles(self, text: str) -> list[dict[str, Any]]:
        """Numbered articles; one whose title stood before keeps its code and rules."""
        known = {row["title"]: row for row in self.initial.get("known_articles", [])}
        rows = articles.read_part("general", text)
        kept = ("code", "rules")
        return [
            row
            | {"number": number}
            | {key: known[row["title"]][key] for key in kept if key in known.get(row["title"], {})}
            for number, row in enumerate(rows, start=1)
        ]

    def arguments(self) -> dict[str, Any]:
        found = self.cleaned_data
        content = {"preamble": found["preamble"], "articles": found["articles"]}
        told = {"title": found["title"], "content": content}
        return told if self.row is None else told | {"seen_revision": found["revision"]}


def general_initial(row: GeneralConditions) -> dict[str, Any]:
    """A stored version as the form shows it."""
    stored = row.content.get("articles", [])
    return {
        "title": row.title,
        "preamble": row.content.get("preamble", ""),
        "part_general": "\n\n".join(articles.write_article(article, with_head=True) for article in stored),
        "known_articles": stored,
        "revision": row.revision,
    }
