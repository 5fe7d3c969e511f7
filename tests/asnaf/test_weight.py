"""What a page weighs on the wire (performance bar P10)."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import GuildUnitFactory, account_of, issued_licence, signed_in

pytestmark = pytest.mark.django_db


#: Bytes of compressed HTML.
MOST = 4 * 1024


def pages():
    licence = issued_licence()
    unit = GuildUnitFactory(owner=licence.holder)
    stranger = Client()
    return {
        "landing": (stranger, reverse("home")),
        "track": (stranger, reverse("track")),
        "verify": (stranger, reverse("verify")),
        "licence": (stranger, licence.get_absolute_url()),
        "scan": (stranger, unit.codes.get().get_absolute_url()),
        "dashboard": (signed_in(account_of(licence.holder)), reverse("dashboard")),
    }


def on_the_wire(content: bytes) -> int:
    return len(gzip.compress(content, 5))


def test_pages_weigh_at_most_four_kilobytes():
    weights = {}
    for name, (client, address) in pages().items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        weights[name] = on_the_wire(answer.content)

    assert {name: weight for name, weight in weights.items() if weight > MOST} == {}
