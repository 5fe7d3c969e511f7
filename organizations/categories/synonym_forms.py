"""Forms for the names people use for a category."""

from typing import Any

from django import forms

from core.fields import PersianTextField
from organizations.categories.models import CategorySynonym
from organizations.categories.search_rules import read_synonyms
from organizations.desk.forms import DeskForm


class SynonymsField(PersianTextField):
    """Names in common use, one a line or with «،» between."""

    widget = forms.Textarea({"rows": "3"})

    def clean(self, value: Any) -> Any:
        """The names. Raises ValidationError that names the wrong one."""
        return read_synonyms(super().clean(value))


class AddSynonymsForm(DeskForm):
    """Further names."""

    names = SynonymsField(
        label="نام‌های تازه",
        max_length=1000,
        help_text="نام‌هایی که مردم می‌گویند، هر کدام در یک سطر یا با «،»؛ مانند «کافه» برای کافی‌شاپ.",
    )


class RemoveSynonymsForm(DeskForm):
    """Names that mislead."""

    chosen = forms.ModelMultipleChoiceField(
        CategorySynonym.objects.none(), label="نام‌هایی که برداشته می‌شود", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.queryset = self.row.synonyms.all()
