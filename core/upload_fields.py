"""The form fields of files that people send. What is in a file is judged by `core.uploads`, not here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from core.upload_texts import HINT, PDF_HINT, REFUSALS
from core.uploads import largest_bytes, words

PICTURES = "image/jpeg,image/png,image/heic,image/heif,.heic,.heif"

_lazy_words = lazy(words, str)


class UploadField(forms.FileField):
    """One file. Its limits and the words about them come from the settings."""

    def __init__(self, *, only_pdf: bool = False, **kwargs: Any) -> None:
        accept = "application/pdf" if only_pdf else f"{PICTURES},application/pdf"
        kwargs.setdefault("help_text", _lazy_words(PDF_HINT if only_pdf else HINT))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file. Raises ValidationError "size"."""
        file = super().clean(data, initial)
        if file and file.size > largest_bytes():
            raise ValidationError(words(REFUSALS["size"]), code="size")
        return file
