"""The filters of templates."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template


def show(expression: str, value: Any) -> str:
    return Template("{% load fa %}{{ value|" + expression + " }}").render(Context({"value": value}))


FILTERS = (
    "fa", "fa_int", "rials", "toman", "jdate", "jdate_numeric", "jdatetime", "masked_national_code",
    "masked_mobile", "grouped_code",
)  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_prints_nothing(name: str, nothing: Any) -> None:
    assert show(name, nothing) == ""


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("fa", 1234, "۱۲۳۴"),
        ("fa", 0, "۰"),
        ("fa", "کد 12", "کد ۱۲"),
        ("fa", 2.5, "۲٫۵"),
        ("fa", Decimal("12.50"), "۱۲٫۵۰"),
        ("fa_int", 12345, "۱۲٬۳۴۵"),
        ("fa_int", "0", "۰"),
        ("rials", 3_000_000, "۳٬۰۰۰٬۰۰۰ ریال"),
        ("rials", 0, "۰ ریال"),
        ("toman", 3_000_000, "۳۰۰٬۰۰۰ تومان"),
        ("jdate", dt.date(2024, 9, 22), "۱ مهر ۱۴۰۳"),
        ("jdate", dt.datetime(2024, 9, 21, 21, tzinfo=dt.UTC), "۱ مهر ۱۴۰۳"),
        ("jdate_numeric", dt.date(2024, 9, 22), "۱۴۰۳/۰۷/۰۱"),
        ("jdatetime", dt.datetime(2024, 10, 9, 10, 35, tzinfo=dt.UTC), "۱۸ مهر ۱۴۰۳، ساعت ۱۴:۰۵"),
        ("masked_national_code", "0012345679", "۰۰۱•••••۷۹"),
        ("masked_mobile", "09121234567", "۰۹۱۲•••۴۵۶۷"),
        ("grouped_code", "1234567890123450", "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰"),
    ],
)
def test_a_value_is_shown_as_people_read_it(name: str, value: Any, shown: str) -> None:
    assert show(name, value) == shown


def test_markup_in_a_value_stays_text() -> None:
    assert show("fa", "<b>1</b>") == "&lt;b&gt;۱&lt;/b&gt;"
