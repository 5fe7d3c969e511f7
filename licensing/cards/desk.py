"""The guild card on the review desk: form sent, account opened, card issued (annex 21, R104)."""

from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import User
from core.fields import CardField, JalaliDateField, PersianTextField
from core.refusals import why_not
from licensing.cards import services
from licensing.cards.models import GuildCard
from licensing.cards.rules import check_prints_form, check_writes_card
from licensing.cards.states import TAKES_CARD, CardWay
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor
from organizations.desk.cards import Card
from organizations.desk.steps import Step


class CardStepForm(StepForm):
    """What is written of the card stands beside the version of the case."""

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}


class FormSentForm(CardStepForm):
    """How the form went."""

    way = forms.ChoiceField(label="فرم چگونه رفت", choices=CardWay.choices, widget=forms.RadioSelect)


class AccountForm(CardStepForm):
    """The account the bank opened."""

    account = PersianTextField(
        label="شمارهٔ حساب یا شبا",
        max_length=40,
        help_text="شمارهٔ حساب ۱۰ تا ۱۶ رقم، یا شبا با IR.",
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class CardForm(CardStepForm):
    """The card the bank issued."""

    card_number = CardField(label="شمارهٔ کارت", help_text="فقط چهار رقم پایانی نگه داشته می‌شود.")
    issued_on = JalaliDateField(label="روز صدور کارت", past_only=True)


def _card_of(case: LicenceRequest) -> GuildCard | None:
    found: GuildCard | None = getattr(case, "guild_card", None)
    return found


def _awaits(case: LicenceRequest, user: User, name: str) -> bool:
    """Whether this person writes that step of the card now; an account may be corrected until the card is there."""
    if case.status not in TAKES_CARD or why_not(check_writes_card, case, user):
        return False
    card = _card_of(case)
    if card is None or card.card_last_four:
        return card is None and name == "form"
    return name == "account" or (name == "issued" and bool(card.account))


def _refusal_of_print(case: LicenceRequest, user: User) -> str:
    return why_not(check_prints_form, case, _card_of(case), user)


STEPS = (
    Step(
        name="card_form",
        path="card/form",
        service=services.record_form,
        form=FormSentForm,
        button="ثبت رفتن فرم",
        done="رفتن فرم ثبت شد.",
        offered=lambda case, user: _awaits(case, user, "form"),
        kind="secondary",
        is_panel=False,
    ),
    Step(
        name="card_account",
        path="card/account",
        service=services.record_account,
        form=AccountForm,
        button="ثبت شمارهٔ حساب",
        done="شمارهٔ حساب ثبت و به متقاضی اعلام شد.",
        offered=lambda case, user: _awaits(case, user, "account"),
        kind="secondary",
        is_panel=False,
    ),
    Step(
        name="card_issued",
        path="card/issued",
        service=services.record_card,
        form=CardForm,
        button="ثبت صدور کارت",
        done="صدور کارت ثبت و به متقاضی اعلام شد.",
        offered=lambda case, user: _awaits(case, user, "issued"),
        kind="secondary",
        is_panel=False,
    ),
    Step(
        name="card_print",
        path="card/print",
        service=services.print_form,
        button="چاپ فرم اصناف کارت",
        why=_refusal_of_print,
        goes_to=lambda case, batch: reverse("admin:licensing_inquiry_letters", args=[batch.pk]),
        is_panel=False,
    ),
)


def cards(case: LicenceRequest, user: User) -> list[Card]:
    """What is known of the card, and the form of its next step for the union; nothing before acceptance."""
    if case.status not in TAKES_CARD:
        return []
    known = {"card": _card_of(case), "of_union": Actor.UNION_OPERATOR in case.actors_of(user)}
    return [Card("admin/licensing/_guild_card.html", known, anchor="guild-card", tab="اصناف کارت")]
