"""Forms of a board's session: planning it, its sheet of outcomes and votes, the number of its minute."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from django import forms

from accounts.models import User
from core.fields import JalaliDateField, PersianTextField
from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.decisions.desk_forms import GroundsForm
from licensing.decisions.states import ReasonKind
from licensing.sessions.models import AgendaItem
from licensing.sessions.rules import AgendaRefused, outcomes_for
from licensing.sessions.services import Entry
from licensing.sessions.states import REASONS_OF, ItemOutcome, VoteChoice
from organizations.desk.forms import DeskForm
from organizations.models import BoardMember, Union
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role

HOURS = tuple(time(hour, minute) for hour in range(7, 22) for minute in (0, 30))


def _hour(value: str) -> time | None:
    return time.fromisoformat(value) if value else None


class PlanForm(DeskForm):
    """Day, hour and place of a session; the union only when somebody works for several."""

    union = forms.ModelChoiceField(label="اتحادیه", queryset=Union.objects.none())
    held_on = JalaliDateField(label="تاریخ جلسه")
    starts_at = forms.TypedChoiceField(
        label="ساعت آغاز",
        required=False,
        coerce=_hour,
        empty_value=None,
        choices=[("", "گفته نشده"), *((f"{at:%H:%M}", to_persian_digits(f"{at:%H:%M}")) for at in HOURS)],
    )
    place = PersianTextField(label="محل جلسه", required=False, max_length=120)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["union"]
        mine = bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD).values("body_id")
        field.queryset = unions = Union.objects.filter(pk__in=mine)
        if len(unions) == 1:
            field.widget, field.initial = forms.HiddenInput(), unions[0].pk


class SheetForm(DeskForm):
    """Who is present, and for each file of the agenda the outcome and how each member voted."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    #: The buttons that lead on: to the preview, or to the reasons of one file.
    preview = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reasons = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.items: Sequence[AgendaItem] = row.sheet.items
        self.seats: Sequence[BoardMember] = row.sheet.seats
        self.fields["present"] = forms.TypedMultipleChoiceField(
            label="اعضای حاضر",
            required=False,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            choices=[
                (seat.pk, f"{seat.person.full_name} ({seat.get_role_display()})") for seat in self.seats
            ],
        )
        for item in self.items:
            self._add_item(item)

    def _add_item(self, item: AgendaItem) -> None:
        number = to_persian_digits(str(item.order))
        choices = [(outcome.value, outcome.label) for outcome in outcomes_for_item(item)]
        self.fields[f"outcome_{item.pk}"] = forms.ChoiceField(
            label=f"نتیجهٔ ردیف {number}", required=False, choices=[("", "هنوز تصمیمی نیست"), *choices]
        )
        self.fields[f"unanimous_{item.pk}"] = forms.BooleanField(
            label="همهٔ حاضران موافق‌اند (اتفاق آرا)", required=False
        )
        for seat in self.voters(item):
            self.fields[f"vote_{item.pk}_{seat.pk}"] = forms.ChoiceField(
                label=f"رأی {seat.person.full_name} دربارهٔ ردیف {number}",
                required=False,
                choices=VoteChoice.choices,
                widget=forms.RadioSelect,
            )

    def voters(self, item: AgendaItem) -> list[BoardMember]:
        """The members who may vote on this file: not on their own."""
        return [seat for seat in self.seats if seat.person_id != item.case.applicant_id]

    @staticmethod
    def initial_of(items: Sequence[AgendaItem], present: Iterable[int]) -> dict[str, Any]:
        """What is kept already, as this form shows it."""
        kept: dict[str, Any] = {"present": sorted(present)}
        for item in items:
            kept[f"outcome_{item.pk}"] = item.outcome
            for vote in item.votes.all():
                kept[f"vote_{item.pk}_{vote.member_id}"] = vote.choice
        return kept

    def clean(self) -> dict[str, Any]:
        """A vote needs a member who is there, and an outcome to vote on."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        present = set(cleaned.get("present", []))
        for item in self.items:
            votes = {seat: cleaned.get(f"vote_{item.pk}_{seat.pk}") for seat in self.voters(item)}
            any_vote = any(votes.values()) or cleaned.get(f"unanimous_{item.pk}")
            if any_vote and not cleaned.get(f"outcome_{item.pk}") and not item.outcome:
                self.add_error(
                    f"outcome_{item.pk}",
                    f"نتیجه‌ای را که دربارهٔ ردیف {to_persian_digits(str(item.order))} به رأی گذاشته شد انتخاب کنید.",
                )
            kept = {vote.member_id: vote.choice for vote in item.votes.all()}
            absent = [
                seat
                for seat, choice in votes.items()
                if choice and seat.pk not in present and kept.get(seat.pk) != choice
            ]
            if absent:
                names = " و ".join(seat.person.full_name for seat in absent)
                self.add_error("present", f"برای {names} رأی نوشته شده است؛ حضور ایشان را هم علامت بزنید.")
            if cleaned.get(f"unanimous_{item.pk}") and not present:
                self.add_error("present", "برای ثبت اتفاق آرا، نخست حاضران را علامت بزنید.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Outcome and votes by item; votes given on another outcome than the chosen one do not count."""
        told = {name: self.cleaned_data[name] for name in ("seen_version", "present", "preview", "reasons")}
        entries = {item.pk: self._entry(item) for item in self.items}
        return told | {"entries": entries, "revoted": self.revoted}

    def _entry(self, item: AgendaItem) -> Entry:
        asked, present = self.cleaned_data, set(self.cleaned_data["present"])
        outcome = asked[f"outcome_{item.pk}"]
        voters = [seat.pk for seat in self.voters(item) if seat.pk in present]
        if not outcome or outcome == ItemOutcome.POSTPONE:
            return Entry(outcome, {})
        if asked[f"unanimous_{item.pk}"]:
            return Entry(outcome, dict.fromkeys(voters, VoteChoice.FOR))
        if item in self.revoted:
            return Entry(outcome, {})
        votes = {pk: asked[f"vote_{item.pk}_{pk}"] for pk in voters}
        return Entry(outcome, {pk: choice for pk, choice in votes.items() if choice})

    @property
    def revoted(self) -> list[AgendaItem]:
        """Files whose outcome was replaced after votes were kept: those votes were cast on something else."""
        return [
            item
            for item in self.items
            if item.outcome
            and self.cleaned_data[f"outcome_{item.pk}"] != item.outcome
            and not self.cleaned_data[f"unanimous_{item.pk}"]
            and item.votes.all()
        ]

    def cards(self) -> list[dict[str, Any]]:
        """The fields of each file, for the page."""
        return [
            {
                "item": item,
                "outcome": self[f"outcome_{item.pk}"],
                "unanimous": self[f"unanimous_{item.pk}"],
                "votes": [
                    {
                        "name": seat.person.full_name,
                        "field": self[f"vote_{item.pk}_{seat.pk}"],
                        "options": list(self[f"vote_{item.pk}_{seat.pk}"]),
                    }
                    for seat in self.voters(item)
                ],
                "is_own": len(self.voters(item)) < len(self.seats),
            }
            for item in self.items
        ]


def outcomes_for_item(item: AgendaItem) -> list[ItemOutcome]:
    """The choices of one file; one that is kept stays listed even when the file has moved on meanwhile."""
    possible = outcomes_for(item.case.status)
    return (
        possible if not item.outcome or item.outcome in possible else [*possible, ItemOutcome(item.outcome)]
    )


class ReasonsForm(GroundsForm):
    """The coded reasons of one file's outcome."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        kind = REASONS_OF.get(row.outcome, ReasonKind.REFUSAL)  # another outcome closes the step
        super().__init__(*args, row=row.case, kind=kind, **kwargs)

    @staticmethod
    def initial_of(item: AgendaItem) -> dict[str, Any]:
        """The reasons kept, as this form shows them."""
        kept: dict[str, Any] = {}
        for number, ground in enumerate(item.grounds.all(), start=1):
            kept[f"ground_{number}"] = f"{ground.reason_id}:{ground.source}:{ground.article}"
            kept[f"explanation_{number}"] = ground.explanation
        return kept

    def arguments(self) -> dict[str, Any]:
        return {"grounds": self.grounds(), "seen_version": self.cleaned_data["seen_version"]}


class PublishForm(DeskForm):
    """The number of the minute, and the version the preview was drawn from."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    minute_number = PersianTextField(
        label="شمارهٔ صورتجلسه",
        max_length=30,
        help_text="شماره‌ای که هنوز به صورتجلسه‌ای داده نشده، یا شمارهٔ صورتجلسه‌ای که برای همین روز ثبت کرده‌اید.",
    )

    #: The files that stood in the way, each with the reason.
    problems: Sequence[tuple[AgendaItem, str]] = ()

    def refuse(self, refusal: RuleBroken) -> None:
        """Files that stand in the way are named above the form."""
        if isinstance(refusal, AgendaRefused):
            self.problems = refusal.problems
        else:
            self.add_error(None, str(refusal))
