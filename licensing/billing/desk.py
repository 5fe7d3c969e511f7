"""The bill at the desk: slips verified or refused, and money that goes back (R134, R138, M17)."""

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from core.refusals import why_not
from licensing.billing import payments, refunds
from licensing.billing.desk_forms import ApprovalForm, PaymentForm, SlipRefusalForm, TransferForm
from licensing.billing.models import Invoice
from licensing.billing.refund_models import Refund
from licensing.cases.desk_forms import StepForm
from licensing.cases.models import LicenceRequest


class PaymentViews:
    """Slips and refunds, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any
        _act: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

    def payment_urls(self) -> list[URLPattern]:
        """One address per act."""
        acts = {
            "pay": self.pay_view,
            "refuse_slip": self.refuse_slip_view,
            "refund_approve": self.approve_refund_view,
            "refund_transfer": self.transfer_refund_view,
        }
        return [
            path(
                f"<number:pk>/{name.replace('_', '/')}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"licensing_request_{name}",
            )
            for name, view in acts.items()
        ]

    def payment_context(self, case: LicenceRequest, user: User, bound: StepForm | None) -> dict[str, Any]:
        """The bill, the form for a slip that is not accepted, and the money that goes back."""
        invoice = getattr(case, "invoice", None)
        return {
            "invoice": invoice,
            "is_paid": invoice is not None and all(line.verified_at for line in invoice.lines.all()),
            "slip_refusal": self._slip_refusal(case, invoice, user, bound),
            "refund": self._refund(case, user, bound),
        }

    def _slip_refusal(
        self, case: LicenceRequest, invoice: Invoice | None, user: User, bound: StepForm | None
    ) -> dict[str, Any] | None:
        if invoice is None or why_not(payments.check_may_confirm, case, user):
            return None
        form = bound if isinstance(bound, SlipRefusalForm) else None
        form = form or SlipRefusalForm(
            initial={"seen_version": case.version}, invoice=invoice, auto_id="slip_%s"
        )
        if not form.has_slips:
            return None
        return {"form": form, "url": reverse("admin:licensing_request_refuse_slip", args=[case.pk])}

    def _refund(self, case: LicenceRequest, user: User, bound: StepForm | None) -> dict[str, Any] | None:
        """The refund with the acts its rules allow this person now, or why none is."""
        row = (
            Refund.objects.select_related("payee", "booked_by", "approved_by__person", "paid_by__person")
            .filter(case=case)
            .first()
        )
        if row is None:
            return None
        row.case = case
        initial = {"seen_version": case.version}
        approve = why_not(refunds.check_may_approve, row, user)
        transfer = why_not(refunds.check_may_transfer, row, user)
        form = (
            bound if isinstance(bound, TransferForm) else TransferForm(initial=initial, auto_id="refund_%s")
        )
        return {
            "row": row,
            "approval": ApprovalForm(initial=initial, auto_id="approval_%s") if not approve else None,
            "approve_url": reverse("admin:licensing_request_refund_approve", args=[case.pk]),
            "form": form if not transfer else None,
            "transfer_url": reverse("admin:licensing_request_refund_transfer", args=[case.pk]),
            "why": transfer if approve and row.paid_at is None else "",
        }

    def pay_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm the slips that were seen."""
        case = self._find(request, pk)
        form = PaymentForm(request.POST, invoice=_invoice_of(case))

        def act() -> object:
            return payments.confirm_payments(
                case,
                form.slips(),
                shared=form.shared(),
                by=cast("User", request.user),
                seen_version=form.cleaned_data["seen_version"],
            )

        return cast("HttpResponse", self._act(request, case, form, act, "فیش‌ها تأیید و به متقاضی اعلام شد."))

    def refuse_slip_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One slip is not accepted."""
        case = self._find(request, pk)
        form = SlipRefusalForm(request.POST, invoice=_invoice_of(case), auto_id="slip_%s")

        def act() -> object:
            return payments.refuse_slip(case, by=cast("User", request.user), **form.cleaned_data)

        return cast("HttpResponse", self._act(request, case, form, act, "نپذیرفتن فیش به متقاضی اعلام شد."))

    def approve_refund_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first person: the board agrees."""
        case, form = self._find(request, pk), ApprovalForm(request.POST, auto_id="approval_%s")
        refund = _refund_of(case)

        def act() -> object:
            return refunds.approve(refund, by=cast("User", request.user))

        return cast("HttpResponse", self._act(request, case, form, act, "بازگشت وجه تأیید شد."))

    def transfer_refund_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The second person: the money was sent."""
        case, form = self._find(request, pk), TransferForm(request.POST, auto_id="refund_%s")
        refund = _refund_of(case)

        def act() -> object:
            number = form.cleaned_data["transfer_number"]
            return refunds.record_transfer(refund, transfer_number=number, by=cast("User", request.user))

        return cast(
            "HttpResponse", self._act(request, case, form, act, "بازگشت وجه ثبت و به متقاضی اعلام شد.")
        )


def _invoice_of(case: LicenceRequest) -> Invoice:
    invoice: Invoice | None = getattr(case, "invoice", None)
    if invoice is None:
        raise Http404
    return invoice


def _refund_of(case: LicenceRequest) -> Refund:
    refund: Refund | None = Refund.objects.filter(case=case).first()
    if refund is None:
        raise Http404
    return refund
