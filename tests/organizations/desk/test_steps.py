"""A step of the desk: done, refused, late, stale, on a page of its own; nothing typed is lost."""

from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import admin, messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from django.test import RequestFactory

from core.refusals import RuleBroken
from organizations.desk.cards import Card, Row, notice
from organizations.desk.forms import DeskForm
from organizations.desk.pages import Desk
from organizations.desk.steps import Step
from organizations.roles.groups import CHAIN
from organizations.tariffs.models import FeeItem
from organizations.tariffs.services import enter_tariff
from tests.organizations.factories import account, line

pytestmark = pytest.mark.django_db
NEWS = "پس از شما چیزی عوض شد."


class NoteForm(DeskForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="علت", max_length=40)


class FeeDesk(Desk):
    """`void` is an address every fee has; what it does is the test's."""

    read_roles = CHAIN

    def facts(self, row, user) -> list[Row]:
        return [{"key": "بابت", "value": row.title}]

    def changes_since(self, row, seen) -> Card:
        return notice(NEWS, tone="warning")


@pytest.fixture
def world(nation):
    """A fee, its chamber's officer, and how a step is sent."""
    row = enter_tariff(nation.union, "MEMBERSHIP_ANNUAL", line(account(nation.union)), by=nation.by_chamber)

    def request_of(data=None):
        factory = RequestFactory()
        request = factory.get("/admin/") if data is None else factory.post("/admin/", data)
        nation.by_chamber.is_verified = lambda: True
        request.user = nation.by_chamber
        request._messages = CookieStorage(request)
        return request

    def send(step, data):
        desk = FeeDesk(FeeItem, admin.site)
        desk.steps = (step,)
        request = request_of(data)
        answer = desk.step_view(request, row.pk, step.name)
        return answer, answer.content.decode(), [str(said) for said in messages.get_messages(request)]

    return SimpleNamespace(row=row, send=send, by=nation.by_chamber)


def refuse(words, code=""):
    def service(row, **told):
        raise RuleBroken(words, code=code)

    return service


def typed(row, note="به اشتباه ثبت شد", version=None):
    return {"seen_version": row.version if version is None else version, "note": note}


def test_service_gets_row_person_and_what_was_typed_and_its_word_is_said(world):
    done = []
    step = Step(
        "void",
        lambda row, *, by, seen_version, note: done.append((row, by, note)) or note,
        "ابطال",
        done=lambda result: f"باطل شد: {result}",
        form=NoteForm,
    )

    answer, _, said = world.send(step, typed(world.row))

    assert answer.status_code == 302
    assert answer.url.endswith(f"/{world.row.pk}/change/")
    assert done == [(world.row, world.by, "به اشتباه ثبت شد")]
    assert said == ["باطل شد: به اشتباه ثبت شد"]


def test_refusal_stands_in_the_form_beside_what_was_typed(world):
    step = Step("void", refuse("امروز نمی‌شود."), "ابطال", form=NoteForm)

    answer, page, said = world.send(step, typed(world.row))

    assert answer.status_code == 400
    assert "امروز نمی‌شود." in page
    assert 'value="به اشتباه ثبت شد"' in page
    assert NEWS not in page
    assert said == []


def test_stale_form_stands_again_with_the_news_and_the_version_of_now(world):
    step = Step("void", refuse("کهنه است.", "stale"), "ابطال", form=NoteForm)

    answer, page, _ = world.send(step, typed(world.row, version=world.row.version + 7))

    assert answer.status_code == 409
    assert NEWS in page
    assert f'name="seen_version" value="{world.row.version}"' in page
    assert 'value="به اشتباه ثبت شد"' in page
    assert "آنچه نوشته بودید" not in page


def test_what_was_typed_into_a_step_that_is_closed_meanwhile_stands_on_a_card(world):
    closed = Step("void", refuse("هرگز"), "ابطال", form=NoteForm, why=lambda row, user: "پیش‌تر باطل شد.")

    answer, page, _ = world.send(closed, typed(world.row))

    assert answer.status_code == 409
    assert "پیش‌تر باطل شد." in page
    assert "آنچه نوشته بودید" in page
    assert "به اشتباه ثبت شد" in page
    assert "هرگز" not in page


def test_step_that_is_not_offered_is_never_tried(world):
    hidden = Step("void", refuse("هرگز"), "ابطال", form=DeskForm, offered=lambda row, user: False)

    answer, _, said = world.send(hidden, {})

    assert answer.status_code == 302
    assert said == ["این کار دیگر برای شما باز نیست؛ وضعیت عوض شده است."]


def test_refusal_of_a_mere_button_is_said_on_the_rows_page(world):
    button = Step("void", refuse("در دست دیگری است."), "ابطال", reads=lambda sent: {"at": sent["at"]})

    answer, _, said = world.send(button, {"at": "1"})

    assert answer.status_code == 302
    assert said == ["در دست دیگری است."]


def test_step_with_a_page_of_its_own_shows_it_while_it_is_open(world):
    step = Step("void", refuse("امروز نمی‌شود."), "ابطال", form=NoteForm, own_page=True)
    closed = Step(
        "void", refuse(""), "ابطال", form=NoteForm, own_page=True, why=lambda row, user: "بسته است."
    )

    shown, page, _ = world.send(step, None)
    refused, again, _ = world.send(step, typed(world.row))
    back, _, said = world.send(closed, None)

    assert (shown.status_code, refused.status_code, back.status_code) == (200, 400, 302)
    assert f'name="seen_version" value="{world.row.version}"' in page
    assert "امروز نمی‌شود." in again
    assert "بابت" not in again  # still the step's page, not the row's
    assert said == ["بسته است."]


def test_step_without_a_page_answers_posts_alone_and_an_unknown_one_is_not_found(world):
    step = Step("void", refuse(""), "ابطال", form=NoteForm)

    answer, _, _ = world.send(step, None)
    desk = FeeDesk(FeeItem, admin.site)

    assert answer.status_code == 405
    with pytest.raises(Http404):
        desk.step("burn")
