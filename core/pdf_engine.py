"""The part of PDF drawing that loads WeasyPrint. Only `core.pdf` imports it, at the first document."""

import warnings
from functools import cache

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.fonts import ttf_files
from core.pdf import PdfProblem

_SCHEME = "portal-font:"
_WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}


class _Refused(FatalURLFetchingError):
    """Ends the drawing; WeasyPrint lets other errors of a fetcher pass."""


class _Fetcher(URLFetcher):
    """Knows `data:` addresses and the fonts we prepared."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._fonts = {f"{_SCHEME}{path.stem}": path for path in ttf_files(settings.FONTS_ROOT)}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`, or _Refused."""
        if url in self._fonts:
            content = self._fonts[url].read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        if not url.lower().startswith("data:"):
            raise _Refused(f"address not allowed in a PDF: {url.partition(':')[0][:20]}:")
        return super().fetch(url, headers)


def draw(html: str, variant: str | None) -> bytes:
    """`html` as PDF. Not safe for two threads at a time. Raises PdfProblem."""
    fetcher, fonts, style = _prepared()
    try:
        document = HTML(string=html, url_fetcher=fetcher)
        _refuse_attachments(document)
        with warnings.catch_warnings():
            # the library leaves the file of its colour profile to the garbage collector
            warnings.filterwarnings("ignore", r"unclosed file .*sRGB2014\.icc", ResourceWarning)
            pdf: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=variant)
    except FatalURLFetchingError as error:
        raise PdfProblem(str(error)) from error
    return pdf


@cache
def _prepared() -> tuple[_Fetcher, FontConfiguration, CSS]:
    """Made once per process: memory then stays flat however many documents are drawn."""
    fetcher, fonts = _Fetcher(), FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Vazirmatn; font-weight: {weight};"
        f" src: url({_SCHEME}Vazirmatn-{name}) format('truetype') }}\n"
        for name, weight in _WEIGHTS.items()
    )
    root = 'html { font-family: Vazirmatn, "DejaVu Sans", sans-serif }'  # no font at all ends the process
    return fetcher, fonts, CSS(string=faces + root, url_fetcher=fetcher, font_config=fonts)


def _refuse_attachments(document: HTML) -> None:
    for element in document.etree_element.iter():
        if "attachment" in (element.get("rel") or "").lower().split():
            raise PdfProblem("attachments are not allowed in a PDF")
