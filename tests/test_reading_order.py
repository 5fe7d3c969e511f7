"""Every text, message and page keeps the groups of a code in their order."""

import importlib
import inspect
import pkgutil
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from core import bidi
from core.ics import Event, ics_of
from guild_units.models import QrCode
from guild_units.services import posters
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import silence_letter as letters
from licensing.decisions.silence_models import SilenceLetter
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries.models import LetterBatch
from licensing.licences import documents
from licensing.licences.models import Licence
from messaging import services as messaging
from messaging import texts as messaging_texts
from messaging.models import Message, Sms
from organizations.bodies.models import Body
from support.models import Ticket
from tests.factories import (
    CitizenFactory,
    LicenceRequestFactory,
    board_of,
    bring_to,
    issued_licence,
)
from tests.reading_order import misread, misread_on_page
from tests.test_doors import DOORS, verified, world

__all__ = ["world"]

SAMPLE = "۰۰۱۴۰-۱۴۰۵-۰۰۰۰۱"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
APPS = sorted(config.name for config in apps.get_app_configs() if (settings.BASE_DIR / config.name).is_dir())


def text_modules():
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if found.name.endswith("texts"):
                yield importlib.import_module(found.name)


def strings_in(value):
    """Every sentence in a constant, whatever it is packed in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from strings_in(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from strings_in(part)


def all_texts():
    for module in text_modules():
        for name, value in vars(module).items():
            if not name.startswith("__") and not inspect.ismodule(value):
                yield from ((f"{module.__name__}.{name}", text) for text in strings_in(value))


def test_every_text_keeps_the_order_of_a_code_put_into_it():
    texts = list(all_texts())

    wrong = [name for name, text in texts if misread(bidi.keep_order(PLACEHOLDER.sub(SAMPLE, text)))]

    assert len(texts) > 400
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", [SAMPLE, "۱۲۳۴ ۵۶۷۸ ۹۰۱۲ ۳۴۵۰", "۰۹۱۲•••۴۵۶۷", "۰۲۱-۸۸۹۹۰۰۱۱"])
def test_message_and_sms_reach_the_person_with_the_code_in_order(code):
    person = CitizenFactory().person

    messaging.notify(
        person, kind="M1", subject="کد", body=f"شمارهٔ {code} ثبت شد.", sms_text=f"شمارهٔ {code} ثبت شد."
    )

    assert misread(Message.objects.get().body) == []
    assert misread(Sms.objects.get().text) == []
    assert bidi.LRI + code + bidi.PDI in Sms.objects.get().text


@pytest.mark.django_db
def test_every_message_of_a_licence_from_submission_to_issue_keeps_its_codes_in_order():
    licence = issued_licence()

    written = [*Message.objects.values_list("body", flat=True), *Sms.objects.values_list("text", flat=True)]

    assert any(bidi.shown_code(licence.number) in text for text in written)
    assert [text for text in written if misread(text)] == []


def test_texts_of_accounts_and_suggestions_keep_masked_numbers_in_order():
    built = [
        *messaging_texts.mobile_changed(old="09121234567", new="09351234567"),
        messaging_texts.old_number_warned("09351234567"),
        messaging_texts.suggestion_code("1234 5678 9012 3450"),
        *messaging_texts.suggestion_answered(
            code="1234 5678 9012 3450",
            county="تفرش",
            category="نانوایی",
            answer="تلفن 021-8899",
            start_url="https://a.example/n-1",
        ),
    ]

    assert [text for text in built if misread(bidi.keep_order(text))] == []
    assert "https://a.example/n-1" in bidi.keep_order(built[-2])


def test_calendar_file_keeps_the_order_of_a_code_in_place_and_description():
    now = datetime(2026, 11, 1, 9, tzinfo=UTC)
    event = Event(
        uid="interview-1@a.example",
        sequence=0,
        stamped_at=now,
        starts_at=now,
        lasts=timedelta(hours=1),
        summary="مصاحبه",
        location="تلفن ۰۲۱-۸۸۹۹۰۰۱۱",
        description=f"پروندهٔ {SAMPLE}",
    )

    lines = ics_of(event).decode().replace("\r\n ", "").split("\r\n")

    assert [
        line for line in lines if line.startswith(("LOC", "DESC")) and misread(line.partition(":")[2])
    ] == []
    assert "UID:interview-1@a.example" in lines


def with_codes():
    """Codes with hyphens wherever a person or a body may write one."""
    Body.objects.update(phone="021-88990011", address="خیابان ۱، پلاک ۱۲-۳، تلفن ۰۲۱-۸۸۹۹۰۰۱۱")
    LicenceRequest.objects.update(address="خیابان ۱، پلاک ۱۲-۳", unit_name="کافه 24-7")
    Licence.objects.update(address="خیابان ۱، پلاک ۱۲-۳", unit_name="کافه 24-7")
    Ticket.objects.update(subject="پروانهٔ 00140-1405-00001")


@pytest.mark.django_db
def test_every_page_keeps_its_codes_in_order_and_lets_no_first_letter_turn_a_name(world):
    with_codes()
    wrong = {}

    for name in DOORS:
        address = reverse(name, args=world["arguments"].get(name, []))
        for visitor in world["visitors"]:
            response = visitor.get(address)
            html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
            found = misread_on_page(response.content.decode()) if html else []
            if found:
                wrong[name] = found

    assert wrong == {}


@pytest.mark.django_db
def test_every_page_of_the_desk_keeps_its_codes_in_order(world):
    licence = Licence.objects.get()
    case = bring_to(LicenceRequestFactory(submitted=True, applicant=licence.holder), Status.IN_PROGRESS)
    board = board_of(case.union)
    with_codes()
    desk = verified(board)
    pages = [
        reverse("admin:index"),
        reverse("admin:licensing_licence_changelist"),
        reverse("admin:licensing_inquiry_changelist"),
        reverse("admin:licensing_licencerequest_changelist"),
        reverse("admin:licensing_licencerequest_change", args=[case.pk]),
        reverse("admin:licensing_inquiry_change", args=[case.inquiries.first().pk]),
    ]

    answers = {page: desk.get(page) for page in pages}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(pages, 200)
    wrong = {page: misread_on_page(answer.content.decode()) for page, answer in answers.items()}
    assert {page: found for page, found in wrong.items() if found} == {}


@pytest.mark.django_db
def test_every_printed_paper_keeps_its_codes_in_order(world):
    with_codes()
    licence = Licence.objects.get()
    batch = LetterBatch.objects.filter(card_of__isnull=False).get()
    silent = SilenceLetter(
        case=batch.card_of, decision=batch.card_of.decisions.get(), created_at=batch.made_at
    )
    pages = {
        "licence": documents.licence_html(licence),
        "label": documents.label_html(licence),
        "letters and card form": inquiry_letters.letters_html(batch),
        "silence": letters.silence_letter_html(silent),
        "poster": posters.poster_html(QrCode.objects.get()),
    }

    assert "\u2066" in pages["letters and card form"]
    assert {name: found for name, page in pages.items() if (found := misread_on_page(page))} == {}


def test_no_template_lets_the_first_letter_choose_the_direction():
    loose = re.compile(r'<bdi(?![^>]*\bdir="(?:ltr|rtl)")|dir="auto"')

    wrong = [str(path) for path in Path("templates").rglob("*.html") if loose.search(path.read_text())]

    assert wrong == []
