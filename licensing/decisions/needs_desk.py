"""Needs the board listed, at the desk: what the applicant said of them, and what the board finds (R81)."""

from django import forms

from accounts.models import User
from core.fields import PersianTextField
from core.refusals import why_not
from licensing.cases.desk_forms import MinuteForm, StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import needs, texts
from organizations.desk.cards import Card, Place
from organizations.desk.steps import Step


class AskAgainForm(MinuteForm):
    """The needs are not met: what is still missing, under the board's minute."""

    field_order = ("text",)

    text = PersianTextField(
        label="چه چیزی هنوز کم است؟",
        max_length=needs.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


def _may_judge(case: LicenceRequest, user: User) -> bool:
    return not why_not(needs.check_may_judge, case, user) and bool(needs.needs_of(case))


def _may_settle(case: LicenceRequest, user: User) -> bool:
    return case.status == Status.IN_PROGRESS and _may_judge(case, user)


def _may_ask_again(case: LicenceRequest, user: User) -> bool:
    return case.needs_met_at is not None and _may_judge(case, user)


STEPS = (
    Step(
        name="needs_settle",
        path="needs/settle",
        service=needs.settle_needs,
        form=StepForm,
        button="نیازها برطرف شده است",
        done=texts.DONE_SETTLED,
        offered=_may_settle,
        is_panel=False,
    ),
    Step(
        name="needs_again",
        path="needs/again",
        service=needs.ask_again,
        form=AskAgainForm,
        button="اعلام به متقاضی",
        done=texts.DONE_ASKED,
        offered=_may_ask_again,
        kind="secondary",
        is_panel=False,
    ),
)


def cards(case: LicenceRequest, user: User) -> list[Card]:
    """What the applicant said of the needs, and the findings this person may write down now."""
    shown = []
    if case.needs_met_at and (found := needs.needs_of(case)):
        words = {"title": "متقاضی: نیازها برطرف شد", "needs": found, "at": case.needs_met_at}
        shown.append(Card("licensing/_needs_said.html", words, Place.STEPS))
    if _may_settle(case, user) or _may_ask_again(case, user):
        shown.append(Card("admin/licensing/_needs_found.html", {"case": case}, Place.STEPS))
    return shown
