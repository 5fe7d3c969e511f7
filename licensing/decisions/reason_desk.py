"""The list of coded reasons: the secretariat keeps it, boards and those who oversee them read it."""

from typing import Any

from django import forms
from django.contrib import admin

from accounts.models import User
from core.fields import PersianTextField
from licensing.decisions import reason_list as reasons
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind, Source
from organizations.conditions.published import general_conditions_in_force
from organizations.conditions.states import Part
from organizations.desk.cards import Row
from organizations.desk.forms import DeskForm
from organizations.desk.pages import NarrowDesk
from organizations.desk.steps import Step
from organizations.roles.states import Role


class WordsForm(DeskForm):
    """Text and basis of a reason."""

    text = PersianTextField(label="متن دلیل", max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    basis = PersianTextField(label="مبنای قانونی", max_length=200)
    places = forms.MultipleChoiceField(
        label="بر کدام بخش‌ها استوار می‌شود؟",
        widget=forms.CheckboxSelectMultiple,
        help_text="هیأت مدیره این دلیل را فقط با ماده‌های همین بخش‌ها انتخاب می‌کند.",
        error_messages={"required": "دست‌کم یک بخش از ضوابط را انتخاب کنید."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["places"]
        field.choices = list(place_choices().items())


class ReasonForm(WordsForm):
    """A new reason."""

    kind = forms.ChoiceField(label="برای", choices=ReasonKind.choices, widget=forms.RadioSelect)
    field_order = ("kind", "text", "basis", "places")


@admin.register(Reason)
class ReasonAdmin(NarrowDesk):
    """Reasons boards choose from; used ones keep their text for good."""

    read_roles = (
        Role.UNION_OPERATOR,
        Role.UNION_BOARD,
        Role.CHAMBER_OPERATOR,
        Role.CHAMBER_INSPECTOR,
        Role.COMMISSION_COUNTY,
        Role.COMMISSION_PROVINCE,
        Role.NATIONAL_CHAMBER,
    )
    write_roles = (Role.SECRETARIAT,)
    list_display = ("text", "kind", "basis", "is_active")
    list_filter = ("kind", "is_active")
    text_search, choice_search = ("text", "basis", "code"), ("kind",)
    adds = Step(
        name="add",
        form=ReasonForm,
        service=reasons.add_reason,
        button="ادامه",
        done="دلیل تازه به فهرست افزوده شد.",
    )
    steps = (
        Step(
            name="revise",
            button="متن تازه",
            hint="اگر تصمیمی بر این دلیل استوار باشد، متن آن دست نمی‌خورد و ردیف تازه‌ای به جای آن می‌آید.",
            done="متن تازه ثبت شد.",
            form=WordsForm,
            service=reasons.revise_reason,
            offered=lambda row, user: row.is_active,
            initial=lambda row, user: {
                "text": row.text,
                "basis": row.basis,
                "places": reasons.places_of(row),
            },
        ),
        Step(
            name="retire",
            button="کنار گذاشتن",
            hint="هیأت‌های مدیره دیگر این دلیل را انتخاب نمی‌کنند؛ تصمیم‌های پیشین می‌ماند.",
            done="دلیل کنار گذاشته شد.",
            form=DeskForm,
            service=reasons.retire_reason,
            offered=lambda row, user: row.is_active,
            kind="danger",
        ),
        Step(
            name="restore",
            button="به کار گرفتن دوباره",
            hint="هیأت‌های مدیره دوباره می‌توانند این دلیل را انتخاب کنند.",
            done="دلیل دوباره به کار آمد.",
            form=DeskForm,
            service=reasons.restore_reason,
            offered=lambda row, user: not row.is_active,
        ),
    )

    def facts(self, row: Reason, user: User) -> list[Row]:
        found: list[Row] = [
            {"key": "کد", "value": row.code},
            {"key": "برای", "value": row.get_kind_display()},
            {"key": "متن", "value": row.text},
            {"key": "مبنای قانونی", "value": row.basis},
            {"key": "استوار بر", "value": _places_in_words(row)},
            {"key": "وضعیت", "value": "به کار می‌رود" if row.is_active else "کنار گذاشته شده"},
        ]
        return found + ([{"key": "به جای", "value": row.replaces.text}] if row.replaces else [])


def place_choices() -> dict[str, str]:
    """The parts of special conditions, and the articles of the general conditions in force that have a code."""
    special = {f"{Source.SPECIAL}:{part}": f"{Source.SPECIAL.label}: {part.label}" for part in Part}
    text = general_conditions_in_force()
    articles = text.content.get("articles", []) if text else []
    general = {
        f"{Source.GENERAL}:{article['code']}": f"{Source.GENERAL.label}: {article['title']}"
        for article in articles
        if article.get("code")
    }
    return general | special


def _places_in_words(row: Reason) -> str:
    known = place_choices()
    return "؛ ".join(known.get(place, place) for place in reasons.places_of(row))
