"""The HTTP client waits a bounded time, repeats only what may be repeated, and keeps people out of logs."""

import logging
import socket
import time
from datetime import date

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from registries.backends.http import IdentityRegister, LicenceRegister, PostRegister, SocialSecurityRegister
from registries.calls import time_budget
from registries.ports import UNKNOWN, Match, RegisterUnavailable
from tests.registries.nation import MARYAM

MOBILE = "09121234567"


@pytest.fixture(autouse=True)
def address(settings):
    settings.REGISTRY_HTTP_URL = "https://registers.example"
    settings.REGISTRY_HTTP_TOKEN = "a-token-for-the-tests-only"


class Provider:
    """Answers from a list, remembers what it was asked, and owns the clock."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.naps = []
        self.now = 1000.0

    def __call__(self, request):
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    def nap(self, seconds):
        self.naps.append(seconds)
        self.now += seconds

    def register(self, kind=IdentityRegister):
        return kind(transport=httpx.MockTransport(self), clock=lambda: self.now, sleep=self.nap)


def yes(**headers):
    return lambda: httpx.Response(200, json={"result": "MATCH"}, headers=headers)


def refused(register):
    with pytest.raises(RegisterUnavailable):
        register.mobile_owner(MOBILE, MARYAM)


def test_question_carries_the_token_and_a_key_and_nobodys_number_in_its_address():
    provider = Provider(yes())

    assert provider.register().mobile_owner(MOBILE, MARYAM) is Match.MATCH

    (request,) = provider.asked
    assert str(request.url) == "https://registers.example/v1/identity/mobile-owner"
    assert request.headers["Authorization"] == "Bearer a-token-for-the-tests-only"
    assert len(request.headers["Idempotency-Key"]) == 36
    assert request.extensions["timeout"] == {"connect": 3.0, "read": 5.0, "write": 5.0, "pool": 3.0}


def test_network_error_is_retried_with_the_same_key_after_a_random_pause():
    provider = Provider(httpx.ConnectError("x"), httpx.ReadError("x"), yes())

    assert provider.register().mobile_owner(MOBILE, MARYAM) is Match.MATCH

    assert len({request.headers["Idempotency-Key"] for request in provider.asked}) == 1
    assert 0.1 <= provider.naps[0] <= 0.3
    assert 0.2 <= provider.naps[1] <= 0.6


def test_third_network_error_is_the_last():
    provider = Provider(httpx.ConnectError("x"))

    refused(provider.register())

    assert len(provider.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_answer_that_is_a_refusal_is_not_repeated(status):
    provider = Provider(lambda: httpx.Response(status, json={"result": "MATCH"}))

    refused(provider.register())

    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"result": "YES"}',
        b'{"result": true}',
        b'{"result": null}',
        b"{}",
        b"\xff\xfe",
    ],
)
def test_answer_that_breaks_the_contract_is_never_a_yes(body):
    provider = Provider(lambda: httpx.Response(200, content=body))

    refused(provider.register())


def person(**changes):
    facts = {
        "national_code": MARYAM,
        "first_name": "مریم",
        "last_name": "رضایی",
        "father_name": "حسن",
        "birth_date": "1985-03-21",
        "gender": "FEMALE",
    }
    return lambda: httpx.Response(200, json={"result": "FOUND", "person": {**facts, **changes}})


@pytest.mark.parametrize(
    "change",
    [
        {"national_code": "0499370899"},
        {"birth_date": "1985-03-22"},
        {"birth_date": "1364/01/01"},
        {"birth_date": None},
        {"gender": "OTHER"},
        {"first_name": 5},
        {"deceased_on": "soon"},
    ],
)
def test_answer_about_somebody_else_or_in_another_shape_is_no_answer(change):
    register = Provider(person(**change)).register()

    with pytest.raises(RegisterUnavailable):
        register.person(MARYAM, date(1985, 3, 21))


def test_field_added_later_by_the_provider_does_no_harm():
    register = Provider(person(blood_group="A")).register()

    assert register.person(MARYAM, date(1985, 3, 21)).full_name == "مریم رضایی"


@pytest.mark.parametrize(
    ("kind", "question", "name"),
    [(LicenceRegister, "licence", "licence"), (PostRegister, "postal_code", "address")],
)
def test_answer_without_its_field_is_not_taken_for_not_found(kind, question, name):
    register = Provider(lambda: httpx.Response(200, json={})).register(kind)

    with pytest.raises(RegisterUnavailable):
        getattr(register, question)("1345678913")


@pytest.mark.parametrize("tie", [{}, {"tied_by": ""}, {"tied_by": "NAME"}])
def test_list_of_a_workshop_that_is_not_tied_to_who_asks_is_no_answer(tie):
    provider = Provider(lambda: httpx.Response(200, json={"insured": []} | tie))

    with pytest.raises(RegisterUnavailable):
        provider.register(SocialSecurityRegister).insured(
            "0123456789", "0012", licence_number="12/345-6", national_code=MARYAM
        )


def test_post_that_cannot_tell_says_unknown_and_neither_yes_nor_no():
    body = {"result": "UNKNOWN", "address": None}
    register = Provider(lambda: httpx.Response(200, json=body)).register(PostRegister)

    assert register.postal_code("1345678913") is UNKNOWN


def test_answer_without_end_is_cut_off():
    register = Provider(lambda: httpx.Response(200, content=b" " * 1_000_001)).register()

    refused(register)


def test_after_five_failures_nobody_is_asked_for_thirty_seconds_and_then_once():
    provider = Provider(lambda: httpx.Response(500))
    register = provider.register()

    for _ in range(7):
        refused(register)
    assert len(provider.asked) == 5
    provider.now += 30
    provider.answers = [yes()]

    assert register.mobile_owner(MOBILE, MARYAM) is Match.MATCH
    assert register.mobile_owner(MOBILE, MARYAM) is Match.MATCH


def test_page_out_of_time_gives_up_instead_of_trying_again():
    provider = Provider(httpx.ReadTimeout("x"))
    register = provider.register()

    with time_budget(0.05, clock=lambda: provider.now):
        refused(register)

    assert len(provider.asked) == 1
    assert provider.asked[0].extensions["timeout"]["read"] == pytest.approx(0.05)


def test_failure_leaves_a_line_with_the_trace_and_without_the_person(caplog):
    answer = httpx.Response(503, json={"error": MARYAM}, headers={"X-Trace-Id": b"ab12\x1b-\xe9!"})
    register = Provider(lambda: answer).register()

    with caplog.at_level(logging.DEBUG):
        refused(register)

    messages = [record.getMessage() for record in caplog.records if record.name.startswith("registries")]
    assert messages == ["Register identity unavailable: status 503, trace ab12-"]
    assert MARYAM not in caplog.text
    assert MOBILE not in caplog.text


@pytest.mark.parametrize(
    "url", ["", "http://registers.example", "ftp://registers.example", "registers.example"]
)
def test_register_without_encryption_is_refused_at_the_start(settings, url):
    settings.REGISTRY_HTTP_URL = url

    with pytest.raises(ImproperlyConfigured, match="https"):
        IdentityRegister()


@pytest.mark.django_db(transaction=True)
def test_question_inside_a_transaction_is_refused():
    register = Provider(yes()).register()

    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        register.mobile_owner(MOBILE, MARYAM)


def test_server_that_never_speaks_is_left_when_the_time_is_up(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REGISTRY_HTTP_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        register = IdentityRegister()
        begun = time.monotonic()

        with time_budget(0.4):
            refused(register)

        register.close()
    assert time.monotonic() - begun < 1.5


def test_server_that_drips_is_left_when_the_time_is_up():
    provider = Provider(yes())

    def drip():
        for _ in range(100):
            provider.now += 1
            yield b" "

    provider.answers = [lambda: httpx.Response(200, content=drip())]

    refused(provider.register())
    assert provider.now <= 1010
