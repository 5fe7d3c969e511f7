"""Forms of provinces and counties."""

from typing import Any

from organizations.desk.forms import DeskModelForm
from organizations.places.models import County, Province


class ReferenceForm(DeskModelForm):
    """One form for adding and correcting a row of a national list."""

    def arguments(self) -> dict[str, Any]:
        return {"row": self.instance} if self.row is None else {"values": self.cleaned_data}


class ProvinceForm(ReferenceForm):
    """A province."""

    class Meta:
        model = Province
        fields = ("name", "code", "iso")
        help_texts = {"code": "کد دو رقمی تقسیمات کشوری.", "iso": "مانند IR-23."}


class CountyForm(ReferenceForm):
    """A county."""

    class Meta:
        model = County
        fields = ("name", "province", "code", "is_centre")
        help_texts = {"code": "کد چهار رقمی: دو رقم استان و دو رقم شهرستان."}
