"""What the applicant sends of papers."""

from django import forms

from core.fields import PersianTextField
from core.forms import PersianForm
from core.uploads.fields import SeveralUploadsField


class UploadForm(PersianForm):
    """Pages of one paper."""

    file = SeveralUploadsField(label="فایل مدرک")


class PostForm(PersianForm):
    """The number on the receipt of the post office (R70)."""

    postal_number = PersianTextField(
        label="شمارهٔ مرسولهٔ پستی",
        max_length=30,
        help_text="از روی رسید پست؛ با رقم یا حرف.",
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
