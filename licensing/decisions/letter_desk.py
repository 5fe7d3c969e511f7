"""Letters of a request at the union's desk."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from core.private_files import send_private
from licensing.cases.models import LicenceRequest


class LetterViews:
    """The letter of an acceptance by silence, for the desk's admin class."""

    if TYPE_CHECKING:
        admin_site: Any

        def _find(self, request: HttpRequest, pk: int) -> LicenceRequest: ...

    def letter_urls(self) -> list[URLPattern]:
        """The address of the letter."""
        view = self.admin_site.admin_view(self.silence_letter_view)
        return [path("<number:pk>/silence-letter/", view, name="licensing_request_silence_letter")]

    def letter_url(self, case: LicenceRequest) -> str:
        """Where the letter of this request is; empty when there is none or it is not drawn yet."""
        letter = getattr(case, "silence_letter", None)
        if letter is None or not letter.document:
            return ""
        return reverse("admin:licensing_request_silence_letter", args=[case.pk])

    def silence_letter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter as a file, for those who may see the request."""
        letter = getattr(self._find(request, pk), "silence_letter", None)
        if letter is None:
            raise Http404
        return send_private(letter.document, name=f"letter-{letter.case.tracking_code}")
