"""Handing over or posting the issued licence at the union's desk (R80)."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.forms import JalaliDateField, PersianTextField
from core.jalali import tehran_today
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest
from licensing.licences import delivery
from licensing.licences.states import DeliveryMethod


class DeliveryForm(StepForm):
    """How, when, and what goes with the way chosen."""

    method = forms.ChoiceField(
        label="راه تحویل",
        choices=DeliveryMethod.choices,
        widget=forms.RadioSelect,
        initial=DeliveryMethod.HAND,
    )
    on = JalaliDateField(label="روز تحویل یا پست", past_only=True, initial=tehran_today)
    originals_seen = forms.BooleanField(label="تحویل حضوری: اصل مدارک دیده شد", required=False)
    received_by = PersianTextField(
        label="تحویل‌گیرنده",
        required=False,
        max_length=160,
        help_text="تحویل حضوری، اگر کسی جز صاحب پروانه است.",
    )
    number = PersianTextField(
        label="شمارهٔ مرسولهٔ سفارشی",
        required=False,
        max_length=30,
        help_text="برای پست لازم است.",
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Each way with what it needs, said beside the field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("method") == DeliveryMethod.POST and not cleaned.get("number"):
            self.add_error("number", "شمارهٔ مرسولهٔ سفارشی را بنویسید.")
        if cleaned.get("method") == DeliveryMethod.HAND and not cleaned.get("originals_seen"):
            self.add_error("originals_seen", "پروانه هنگام تحویل با دیدن اصل مدارک داده می‌شود.")
        return cleaned


class DeliveryViews:
    """The delivery, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _act: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

    def delivery_urls(self) -> list[URLPattern]:
        """The address the delivery is sent to."""
        view = self.admin_site.admin_view(require_POST(self.deliver_view))
        return [path("<number:pk>/deliver/", view, name="licensing_request_deliver")]

    def delivery_step(self, case: LicenceRequest, bound: StepForm | None) -> dict[str, Any]:
        """Button, address and form; the form just refused is shown again as typed."""
        form = (
            bound if isinstance(bound, DeliveryForm) else DeliveryForm(initial={"seen_version": case.version})
        )
        return {
            "button": "ثبت تحویل پروانه",
            "hint": "حضوری با دیدن اصل مدارک، یا با پست سفارشی وقتی همهٔ مدارک مطابق اصل است",
            "form": form,
            "url": reverse("admin:licensing_request_deliver", args=[case.pk]),
        }

    def deliver_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The licence left the union."""
        case, form = self._find(request, pk), DeliveryForm(request.POST)

        def act() -> object:
            return delivery.deliver(case, by=cast("User", request.user), **form.cleaned_data)

        return cast(
            "HttpResponse", self._act(request, case, form, act, "تحویل پروانه ثبت و به متقاضی اعلام شد.")
        )
