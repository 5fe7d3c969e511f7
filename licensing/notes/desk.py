"""Writing to the applicant at the union's desk (R73)."""

from django import forms

from core.fields import PersianTextField
from licensing.cases.desk import allowed_by
from licensing.cases.desk_forms import MinuteForm
from licensing.cases.rules import check_works_impartially
from licensing.notes import services
from licensing.notes.models import LONGEST_NOTE
from organizations.desk.steps import Step


class NoteForm(MinuteForm):
    """A message to the applicant, under the minute that holds it."""

    text = PersianTextField(
        label="متن پیام", max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": "4"})
    )
    field_order = ("seen_version", "text", "minute")


STEP = Step(
    name="note",
    service=services.post_note,
    form=NoteForm,
    button="فرستادن پیام",
    done="پیام برای متقاضی فرستاده شد.",
    offered=allowed_by(check_works_impartially),
    is_panel=False,
)
