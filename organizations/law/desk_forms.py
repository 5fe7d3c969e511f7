"""The form of a number of the law."""

from organizations.desk.forms import DeskModelForm
from organizations.law.models import LegalValue


class LegalValueForm(DeskModelForm):
    """A number the law sets from a day on."""

    class Meta:
        model = LegalValue
        fields = ("key", "title", "value", "unit", "valid_from", "basis")
        help_texts = {
            "key": "همان کلید عدد پیشین، تا عدد تازه جای آن را بگیرد.",
            "valid_from": "از این روز عدد تازه به کار می‌رود؛ روزهای پیش از آن عدد پیشین را دارند.",
            "unit": "rials، percent، times، years، months، days، members، units یا terms.",
            "basis": "شمارهٔ ماده، مصوبه یا بخشنامه.",
        }
