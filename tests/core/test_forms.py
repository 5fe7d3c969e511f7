"""Fields and forms: what is typed, what comes out, what is said."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.translation import override

from core import fields
from core.forms import PersianForm, PersianModelForm
from core.jalali import from_jalali
from core.page_faults import fresh_page
from core.widgets import JalaliDateWidget


class Enrolment(PersianForm):
    name = fields.PersonNameField(label="نام")
    mobile = fields.MobileField(label="شمارهٔ تلفن همراه")
    code = fields.NationalCodeField(label="کد ملی")
    birth = fields.JalaliDateField(label="تاریخ تولد", past_only=True)
    fee = fields.RialsField(label="مبلغ", max_value=3_000_000)
    kind = forms.ChoiceField(label="نوع کاربر", choices=[("", ""), ("a", "الف")])
    note = fields.PersianTextField(label="توضیح", required=False, widget=forms.Textarea, max_length=10)


class NameForm(PersianForm):
    """One question."""

    name = fields.PersianTextField(label="نام")


class PlainForm(NameForm):
    """Two questions."""

    count = fields.PersianIntegerField(label="تعداد", required=False)


GOOD = {
    "name": "\u0639\u0644\u064a",
    "mobile": "+98 912 123 4567",
    "code": "۱۲۳۴۵۶۷۹",
    "birth_day": "۳۰",
    "birth_month": "12",
    "birth_year": "۱۳۹۹",
    "fee": "۳٬۰۰۰٬۰۰۰",
    "kind": "a",
    "note": "یک\r\nدو",
}


def errors_of(**changes: str) -> dict[str, list[str]]:
    return {name: list(found) for name, found in Enrolment({**GOOD, **changes}).errors.items()}


def test_what_people_type_comes_out_in_canonical_form() -> None:
    form = Enrolment(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "علی",
        "mobile": "09121234567",
        "code": "0012345679",
        "birth": from_jalali(1399, 12, 30),
        "fee": 3_000_000,
        "kind": "a",
        "note": "یک\nدو",
    }


def test_an_empty_form_names_every_field_in_persian() -> None:
    assert {name: list(found) for name, found in Enrolment({}).errors.items()} == {
        "name": ["نام را بنویسید."],
        "mobile": ["شمارهٔ تلفن همراه را بنویسید."],
        "code": ["کد ملی را بنویسید."],
        "birth": ["تاریخ تولد را بنویسید."],
        "fee": ["مبلغ را بنویسید."],
        "kind": ["نوع کاربر را انتخاب کنید."],
    }


def test_a_form_shown_again_holds_what_was_typed() -> None:
    form = Enrolment({**GOOD, "mobile": "۰۹۱۲-۱۲", "birth_year": "۱۴۰۴x"})
    assert not form.is_valid()
    html = str(form["mobile"]) + str(form["birth"])
    assert 'value="۰۹۱۲-۱۲"' in html
    assert 'value="۱۴۰۴x"' in html
    assert '<option value="12" selected>اسفند</option>' in html


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("", "12", "1399", ["در «تاریخ تولد» روز را بنویسید."]),
        ("1", "", "", ["در «تاریخ تولد» ماه را انتخاب کنید.", "در «تاریخ تولد» سال را بنویسید."]),
        ("30", "12", "1400", ["اسفند ۱۴۰۰ ۲۹ روز دارد؛ روزی از ۱ تا ۲۹ بنویسید."]),
        ("1", "1", "2001", ["سال را شمسی بنویسید، مانند ۱۴۰۳؛ این سال میلادی است."]),
        ("یک", "1", "1400", ["روز عددی از ۱ تا ۳۱ است."]),
        ("1", "1", "1499", ["این روز هنوز نرسیده است؛ تاریخی تا امروز بنویسید."]),
    ],
)
def test_a_wrong_date_is_told_by_its_part(day: str, month: str, year: str, said: list[str]) -> None:
    assert errors_of(birth_day=day, birth_month=month, birth_year=year) == {"birth": said}


def test_a_date_in_one_text_is_understood_too() -> None:
    rest = {name: value for name, value in GOOD.items() if not name.startswith("birth")}
    form = Enrolment({**rest, "birth": "1399/12/30"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth"] == from_jalali(1399, 12, 30)
    assert Enrolment({**rest, "birth": "دیروز"}).errors["birth"] == [
        "تاریخ را به ترتیب سال، ماه و روز بنویسید، مانند ۱۴۰۳/۰۷/۰۱."
    ]


def test_today_is_past_enough_and_tomorrow_is_not() -> None:
    field = fields.JalaliDateField(past_only=True)
    with time_machine.travel(dt.datetime(2024, 9, 22, 12, tzinfo=dt.UTC)):
        assert field.clean(["1", "7", "1403"]) == dt.date(2024, 9, 22)
        with pytest.raises(ValidationError, match="هنوز نرسیده"):
            field.clean(["2", "7", "1403"])


def test_a_date_outside_its_bounds_is_told_the_bound() -> None:
    field = fields.JalaliDateField(
        min_value=from_jalali(1400, 1, 1), max_value=lambda: from_jalali(1403, 12, 30)
    )
    assert field.clean("1400/01/01") == from_jalali(1400, 1, 1)
    with pytest.raises(ValidationError, match="پیش از ۱ فروردین ۱۴۰۰"):
        field.clean("1399/12/30")
    with pytest.raises(ValidationError, match="پس از ۳۰ اسفند ۱۴۰۳"):
        field.clean("1404/01/01")


def test_a_stored_date_fills_the_three_boxes() -> None:
    form = Enrolment(initial={"birth": dt.date(2024, 9, 22), "fee": 1_500_000})
    html = str(form["birth"])
    assert html.index('name="birth_day"') < html.index('name="birth_month"') < html.index('name="birth_year"')
    assert 'value="۱"' in html
    assert 'value="۱۴۰۳"' in html
    assert '<option value="7" selected>مهر</option>' in html
    assert 'value="۱٬۵۰۰٬۰۰۰"' in str(form["fee"])


def test_only_another_date_counts_as_a_change() -> None:
    field = fields.JalaliDateField()
    assert not field.has_changed(dt.date(2024, 9, 22), ["۱", "7", "۱۴۰۳"])
    assert field.has_changed(dt.date(2024, 9, 22), ["2", "7", "1403"])
    assert field.has_changed(None, ["99", "7", "1403"])
    assert not field.has_changed(None, ["", "", ""])


def test_amounts_outside_the_bounds_are_told_in_rials() -> None:
    assert errors_of(fee="3000001") == {"fee": ["مبلغ نمی‌تواند بیش از ۳٬۰۰۰٬۰۰۰ ریال باشد."]}
    assert errors_of(fee="۱۲٫۵")["fee"][0].startswith("مبلغ را با رقم")
    with pytest.raises(ValidationError, match="کمتر از ۱۰ ریال"):
        fields.RialsField(min_value=10).clean("9")
    assert fields.RialsField(required=False).clean("") is None


def test_a_choice_not_offered_and_a_text_too_long_are_told_in_persian() -> None:
    assert errors_of(kind="z") == {"kind": ["نوع کاربر را از میان گزینه‌های همین فهرست انتخاب کنید."]}
    assert errors_of(note="ن" * 11) == {"note": ["توضیح باید حداکثر ۱۰ نویسه داشته باشد."]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mobile", {"dir": "ltr", "inputmode": "tel", "autocomplete": "tel", "maxlength": "20"}),
        ("code", {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "maxlength": "14"}),
        ("fee", {"dir": "ltr", "inputmode": "numeric"}),
    ],
)
def test_inputs_bring_the_right_keyboard_and_direction(name: str, expected: dict[str, str]) -> None:
    attrs = Enrolment().fields[name].widget.attrs
    assert expected.items() <= attrs.items()


def test_no_message_is_left_to_the_browser() -> None:
    assert " required" not in str(Enrolment()["mobile"])
    assert Enrolment().label_suffix == ""


class Plain(PersianForm):
    title = forms.CharField(max_length=20)
    secret = forms.CharField(widget=forms.PasswordInput, strip=False)
    count = forms.IntegerField(label="تعداد", min_value=2, max_value=2000)
    when = forms.DateField(label="روز بازدید")
    custom = forms.CharField(error_messages={"required": "بگویید چرا."})
    agreed = forms.BooleanField()
    paper = forms.FileField(label="مدرک")
    mail = forms.EmailField(label="رایانامه", required=False)


def test_plain_fields_of_django_take_persian_too() -> None:
    data = {
        "title": " \u064a  ۱ ",
        "secret": " \u064a۱ ",
        "count": "۱٬۲۳۴",
        "when": "1403/7/1",
        "custom": "x",
    }
    form = Plain(data)
    form.full_clean()
    assert form.cleaned_data["title"] == "ی 1"
    assert form.cleaned_data["secret"] == " \u064a۱ "
    assert form.cleaned_data["count"] == 1234
    assert form.cleaned_data["when"] == dt.date(2024, 9, 22)
    assert 'type="text"' in str(form["count"])


@pytest.mark.parametrize("language", ["fa", "en"])
def test_plain_fields_speak_persian_and_own_words_are_kept(language: str) -> None:
    with override(language):
        form = Plain({"count": "سه", "mail": "x"})
        assert {name: found[0] for name, found in form.errors.items()} == {
            "title": "این بخش را بنویسید.",
            "secret": "این بخش را بنویسید.",
            "count": "تعداد را با رقم بنویسید، مانند ۱۲.",
            "when": "روز بازدید را بنویسید.",
            "custom": "بگویید چرا.",
            "agreed": "برای ادامه، این گزینه را علامت بزنید.",
            "paper": "مدرک را بارگذاری کنید.",
            "mail": "رایانامه را کامل بنویسید، مانند name@example.ir.",
        }
        assert Plain({"count": "1"}).errors["count"] == ["تعداد باید دست‌کم ۲ باشد."]
        assert Plain({"count": "2001"}).errors["count"] == ["تعداد باید حداکثر ۲٬۰۰۰ باشد."]
        assert Plain({"count": "9" * 5000}).errors["count"] == ["تعداد را با رقم بنویسید، مانند ۱۲."]


def test_two_forms_of_a_class_do_not_share_their_fields() -> None:
    first, second = Plain(), Plain()
    first.fields["title"].label = "عنوان"
    assert second.fields["title"].label is None
    assert type(Plain.base_fields["title"]) is forms.CharField


def test_a_code_by_sms_is_read_in_any_digits() -> None:
    field = fields.DigitsCharField(length=6, autocomplete="one-time-code")
    assert field.clean(" ۱۲۳ ۴۵۶ ") == "123456"
    assert field.widget.attrs["autocomplete"] == "one-time-code"
    assert field.widget.attrs["dir"] == "ltr"
    with pytest.raises(ValidationError, match="باید ۶ رقم باشد، ولی ۵ رقم"):
        field.clean("12345")
    with pytest.raises(ValidationError, match="فقط رقم"):
        field.clean("12345a")
    with pytest.raises(ValidationError, match="فقط رقم"):
        field.clean("12345²")


@pytest.mark.parametrize(
    ("field", "typed", "canonical"),
    [
        (fields.LegalIdField(), "۱۰۲۶۰۰۰۱۲۳۰", "10260001230"),
        (fields.ForeignIdField(), "12 34", "1234"),
        (fields.PostalCodeField(), "11936-53471", "1193653471"),
        (fields.WorkshopCodeField(), "0121234567", "0121234567"),
        (fields.BranchCodeField(), "12", "0012"),
        (fields.GuildIdField(), "0412345678", "0412345678"),
        (fields.LicenceNumberField(), "۱۴۰۳/۱", "1403/1"),
        (fields.ApprovalNumberField(), "۱۲/ب", "12/ب"),
        (fields.IsicCodeField(), "۵۲۱۱۲۸", "521128"),
        (fields.ShebaField(), "ir76 0170000000000000000001", "IR760170000000000000000001"),
        (fields.CardField(), "6037 9900 0000 0014", "6037990000000014"),
        (fields.TrackingCodeField(), "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰", "1234567890123450"),
    ],
)
def test_every_field_of_a_code_returns_it_canonical(
    field: forms.CharField, typed: str, canonical: str
) -> None:
    assert field.clean(typed) == canonical
    assert "maxlength" in field.widget.attrs
    field.required = False
    assert field.clean("  ") == ""


@pytest.mark.parametrize(
    "kind", [fields.MobileField, fields.DigitsCharField, fields.PersianIntegerField, fields.RialsField]
)
def test_a_hidden_input_carries_no_keyboard(kind: Any) -> None:
    assert kind(widget=forms.HiddenInput).widget.attrs == {}


def test_a_number_may_be_left_empty_where_it_is_optional() -> None:
    assert fields.PersianIntegerField(required=False).clean("") is None
    assert fields.PersianIntegerField().clean("−۱۲") == -12


def test_a_date_that_may_not_be_changed_keeps_its_value() -> None:
    class Fixed(PersianForm):
        day = fields.JalaliDateField(disabled=True, initial=dt.date(2024, 9, 22))

    form = Fixed({"day_day": "5", "day_month": "5", "day_year": "1390"})
    assert form.is_valid()
    assert form.cleaned_data == {"day": dt.date(2024, 9, 22)}


def test_an_optional_date_may_be_left_empty() -> None:
    assert fields.JalaliDateField(required=False).clean(["", "", ""]) is None


def test_a_date_not_sent_at_all_is_told_from_an_empty_one() -> None:
    widget = JalaliDateWidget()
    assert widget.value_omitted_from_data({}, {}, "day")
    assert not widget.value_omitted_from_data({"day_day": ""}, {}, "day")
    assert not widget.value_omitted_from_data({"day": "1403/7/1"}, {}, "day")


def test_a_form_made_from_a_model_takes_persian_too() -> None:
    class KindForm(PersianModelForm):
        class Meta:
            model = ContentType
            fields = ("app_label", "model")
            labels = {"model": "نام مدل"}

    form = KindForm()
    assert form.fields["model"].clean(" \u064a ۱") == "ی 1"
    assert form.fields["model"].error_messages["required"] == "نام مدل را بنویسید."


@override_settings(USE_I18N=False)
def test_a_form_works_without_translations() -> None:
    assert Enrolment(QueryDict("name=%D8%B9%D9%84%DB%8C")).errors["mobile"] == [
        "شمارهٔ تلفن همراه را بنویسید."
    ]


class TestFaultyPage:
    """Every line above a form names its field, and the title of the page begins with «خطا:»."""

    def test_line_without_its_field_gets_the_name(self):
        form = PlainForm({})
        form.add_error("count", "یکی از پاسخ‌ها را انتخاب کنید.")

        html = render_to_string("components/error_summary.html", {"form": form})

        assert "تعداد: یکی از پاسخ‌ها را انتخاب کنید." in html
        assert "نام: نام را" not in html
        assert "نام را بنویسید." in html

    @pytest.mark.parametrize("typed", [{}, {"name": "رها"}])
    def test_title_says_so_only_while_something_is_wrong(self, typed):
        with fresh_page():
            NameForm(typed).is_valid()
            page = render_to_string("licensing/verify_unknown.html")

        assert ("<title>خطا: " in page) is not bool(typed)

    def test_next_page_begins_without_a_fault(self):
        with fresh_page():
            NameForm({}).is_valid()

        with fresh_page():
            page = render_to_string("licensing/verify_unknown.html")

        assert "<title>خطا: " not in page
