"""The guild card on the review desk: form sent, account opened, card issued (annex 21, R104)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.forms import CardField, JalaliDateField, PersianTextField
from core.refusals import RuleBroken, why_not
from licensing.cards import services as guild_cards
from licensing.cards.rules import check_prints_form, check_writes_card
from licensing.cards.states import TAKES_CARD, CardWay
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor


class FormSentForm(StepForm):
    """How the form went."""

    way = forms.ChoiceField(label="فرم چگونه رفت", choices=CardWay.choices, widget=forms.RadioSelect)


class AccountForm(StepForm):
    """The account the bank opened."""

    account = PersianTextField(
        label="شمارهٔ حساب یا شبا",
        max_length=40,
        help_text="شمارهٔ حساب ۱۰ تا ۱۶ رقم، یا شبا با IR.",
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class CardForm(StepForm):
    """The card the bank issued."""

    card_number = CardField(label="شمارهٔ کارت", help_text="فقط چهار رقم پایانی نگه داشته می‌شود.")
    issued_on = JalaliDateField(label="روز صدور کارت", past_only=True)


_STEPS: dict[str, tuple[type[StepForm], str]] = {
    "form": (FormSentForm, "ثبت رفتن فرم"),
    "account": (AccountForm, "ثبت شمارهٔ حساب"),
    "issued": (CardForm, "ثبت صدور کارت"),
}


class GuildCardViews:
    """What the review desk shows and does about the guild card."""

    if TYPE_CHECKING:
        admin_site: Any
        _find: Any
        _act: Any

    def card_urls(self) -> list[URLPattern]:
        """One address a step."""
        acts: list[tuple[str, Callable[..., HttpResponse]]] = [
            ("form", self.card_form_view),
            ("account", self.card_account_view),
            ("issued", self.card_issued_view),
            ("print", self.card_print_view),
        ]
        return [
            path(
                f"<number:pk>/card/{name}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"licensing_card_{name}",
            )
            for name, view in acts
        ]

    def card_of(
        self, case: LicenceRequest, user: User, bound: StepForm | None = None
    ) -> dict[str, Any] | None:
        """What is known, and the form of the next step for the union; None before acceptance."""
        if case.status not in TAKES_CARD:
            return None
        card = getattr(case, "guild_card", None)
        of_union = Actor.UNION_OPERATOR in case.actors_of(user)
        may_write = not why_not(check_writes_card, case, user)
        names = ["form"] if may_write and card is None else []
        if may_write and card is not None and not card.card_last_four:
            names = ["issued", "account"] if card.account else ["account"]
        steps = []
        for name in names:
            kind, label = _STEPS[name]
            form = bound if type(bound) is kind else kind(initial={"seen_version": case.version})
            url = reverse(f"admin:licensing_card_{name}", args=[case.pk])
            mends = name == "account" and bool(card and card.account)
            steps.append({"form": form, "label": label, "url": url, "mends": mends and not form.is_bound})
        may_print = not why_not(check_prints_form, case, card, user)
        return {"case": case, "card": card, "of_union": of_union, "steps": steps, "may_print": may_print}

    def card_print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for the bank as a PDF."""
        case = self._find(request, pk)
        try:
            batch = guild_cards.print_form(case, by=cast("User", request.user))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:licensing_licencerequest_change", case.pk)
        return redirect("admin:licensing_inquiry_letters", batch.pk)

    def card_form_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form went to the bank."""
        return self._card_step(request, pk, FormSentForm, guild_cards.record_form, "رفتن فرم ثبت شد.")

    def card_account_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The account came back."""
        act = guild_cards.record_account
        return self._card_step(request, pk, AccountForm, act, "شمارهٔ حساب ثبت و به متقاضی اعلام شد.")

    def card_issued_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The card came back."""
        act = guild_cards.record_card
        return self._card_step(request, pk, CardForm, act, "صدور کارت ثبت و به متقاضی اعلام شد.")

    def _card_step(
        self,
        request: HttpRequest,
        pk: int,
        kind: type[StepForm],
        service: Callable[..., object],
        done: str,
    ) -> HttpResponse:
        case, form = self._find(request, pk), kind(request.POST)

        def act() -> object:
            asked = {name: value for name, value in form.cleaned_data.items() if name != "seen_version"}
            return service(case, by=cast("User", request.user), **asked)

        return cast("HttpResponse", self._act(request, case, form, act, done))
