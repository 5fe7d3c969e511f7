"""The form fields of files that people send. What is in a file is judged by `core.uploads.checking`, not here."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from core.text import normalise
from core.uploads.checking import MEGABYTE, largest_bytes, words
from core.uploads.texts import HINT, PDF_HINT, REFUSALS, SEVERAL, TOO_LARGE_TOGETHER, TOO_MANY

PICTURES = "image/jpeg,image/png,image/heic,image/heif,.heic,.heif"
LONGEST_NAME = 60
_lazy_words = lazy(words, str)


class UploadField(forms.FileField):
    """One file. Its limits and the words about them come from the settings."""

    def __init__(self, *, only_pdf: bool = False, **kwargs: Any) -> None:
        accept = "application/pdf" if only_pdf else f"{PICTURES},application/pdf"
        kwargs.setdefault("help_text", _lazy_words(PDF_HINT if only_pdf else HINT))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        self.shrinks = not only_pdf
        super().__init__(allow_empty_file=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        if not self.shrinks:
            return attrs
        return attrs | {
            "data-uploads": True,
            "data-largest": largest_bytes(),
            "data-together": settings.UPLOAD_REQUEST_MEGABYTES * MEGABYTE,
            "data-at-once": settings.UPLOAD_FILES_AT_ONCE,
            "data-too-large": words(REFUSALS["size"]),
            "data-too-large-together": words(TOO_LARGE_TOGETHER),
            "data-too-many": words(TOO_MANY),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > largest_bytes():
            raise ValidationError(words(REFUSALS["size"]), code="size")
        return file


class _SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if files else []


class SeveralUploadsField(UploadField):
    """Several files at once; the clean value is a list. A phone is offered its camera beside the files."""

    camera = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _lazy_words(f"{HINT} {SEVERAL}"))
        kwargs["widget"] = _SeveralFilesInput(
            attrs={"accept": f"{PICTURES},application/pdf", "multiple": True}
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data or []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > settings.UPLOAD_FILES_AT_ONCE:
            raise ValidationError(words(TOO_MANY), code="too_many_at_once")
        large = [file for file in files if file.size > largest_bytes()]
        if large:
            raise ValidationError([about(file.name, words(REFUSALS["size"])) for file in large], code="size")
        return list(files)


def about(name: str, said: str) -> str:
    """What is said of one file of several, whose name may run in either direction."""
    return f"«\u2068{normalise(name)[:LONGEST_NAME]}\u2069»: {said}"
