"""Frames of public pages: drawn once, for nobody."""

import pytest
from django.test import Client

from core import frames
from core.templatetags.ui import facts_list
from tests.factories import account_of, issued_licence, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_frame_yet(monkeypatch):
    monkeypatch.setattr(frames, "_frames", {})


def test_frame_first_drawn_for_a_signed_in_visitor_holds_nothing_of_theirs():
    licence = issued_licence()
    owner = signed_in(account_of(licence.holder))

    theirs = owner.get(licence.get_absolute_url())
    ours = Client().get(licence.get_absolute_url())

    assert theirs.content == ours.content
    assert frames.HOLE not in ours.content.decode()
    assert licence.holder_name not in "".join(frames._frames["licensing/verify_licence.html"])


def test_second_licence_stands_in_the_same_frame_with_its_own_facts():
    first, second = issued_licence(), issued_licence()

    Client().get(first.get_absolute_url())
    page = Client().get(second.get_absolute_url()).content.decode()

    assert second.holder_name in page
    assert len(frames._frames) == 1


def test_frame_is_drawn_anew_while_templates_are_edited(settings):
    settings.DEBUG = True

    frames.render_in_frame("licensing/verify_licence.html", "_checked.html", {"facts": []})

    assert not frames._frames


def test_frame_without_a_hole_is_refused():
    with pytest.raises(ValueError, match="no <!-- middle -->"):
        frames.render_in_frame("licensing/verify_unknown.html", "_checked.html", {})


def test_facts_are_escaped_wherever_they_stand():
    evil = "<b>&"
    html = facts_list(
        [
            {"key": evil, "value": evil, "tone": "info"},
            {"key": evil, "value": evil, "ltr": True, "note": evil},
            {"key": evil, "value": evil, "url": '"><script>', "action": evil},
            {"key": "خالی", "value": ""},
        ]
    )

    assert "<b>" not in html
    assert "<script>" not in html
    assert "<dd>—</dd>" in html
