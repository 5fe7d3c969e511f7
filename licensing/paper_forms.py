"""What the applicant sends of papers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import PersianForm, PersianTextField
from core.uploads import LARGEST_BYTES, REFUSALS


class UploadForm(PersianForm):
    """One file."""

    file = forms.FileField(
        label="فایل مدرک",
        allow_empty_file=True,
        help_text="عکس JPEG یا PNG، یا PDF تا ۳۰ صفحه؛ حداکثر ۵ مگابایت. از مکان و دستگاه شما چیزی نگه داشته نمی‌شود.",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def clean_file(self) -> Any:
        """The file, if it is small enough to be read.

        Raises:
            ValidationError: "size".
        """
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise ValidationError(REFUSALS["size"], code="size")
        return file


class PostForm(PersianForm):
    """The number on the receipt of the post office (R70)."""

    postal_number = PersianTextField(
        label="شمارهٔ مرسولهٔ پستی",
        max_length=30,
        help_text="از روی رسید پست؛ با رقم یا حرف.",
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
