"""The database is away, or there is more to do than can be done: what people see and what the log says."""

import io
import logging
import time

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from core.failures import NotReadyFilter, OneLineASecondFilter, is_database_away
from core.middleware import RequestIdFilter
from tests.factories import CitizenFactory

pytestmark = pytest.mark.django_db
NGINX = "X-Forwarded-For"


def no_answer(execute, sql, params, many, context):
    """A server that is gone."""
    raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def citizen(client):
    """A signed-in browser; failures are answered, not raised into the test."""
    client.force_login(CitizenFactory())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", ["/", "/panel/", "/admin/", "/track/", "/panel/messages/"])
def test_signed_in_person_gets_the_waiting_page_while_the_database_is_away(citizen, path):
    with connection.execute_wrapper(no_answer):
        answer = citizen.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert "سامانه برای مدت کوتاهی در دسترس نیست" in page
    assert answer["X-Request-ID"] in page
    assert answer["Content-Security-Policy"]


def test_form_sent_while_the_database_is_away_gets_the_waiting_page(citizen):
    with connection.execute_wrapper(no_answer):
        answer = citizen.post("/session/keep/")

    assert answer.status_code == 503


def test_process_is_alive_for_a_browser_with_a_session_too(citizen):
    with connection.execute_wrapper(no_answer):
        assert citizen.get("/healthz").content == b"ok"
        ready = citizen.get("/readyz")

    assert ready.status_code == 503
    assert ready.json()["checks"]["database"] == "پایگاه داده پاسخ نمی‌دهد."


def test_next_request_after_the_database_is_back_is_answered(citizen):
    with connection.execute_wrapper(no_answer):
        citizen.get("/")

    assert citizen.get("/").status_code == 200


@pytest.fixture
def log():
    """The lines of a log kept as production keeps it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NotReadyFilter())
    handler.addFilter(OneLineASecondFilter())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


def test_log_has_one_line_a_second_without_traceback_however_many_ask(citizen, log):
    with connection.execute_wrapper(no_answer):
        began = time.monotonic()
        for _ in range(20):
            citizen.get("/")
        seconds = time.monotonic() - began

    assert 1 <= len(log()) <= seconds + 1
    assert all(line.startswith("Database away; ") for line in log())


def test_log_counts_those_turned_away_in_one_line_too(client, log, settings):
    settings.CLIENT_ADDRESS_HEADER = NGINX

    for _ in range(5):
        client.get("/", headers=waited(3))

    assert log()[0].startswith("Turned away for now; 0 more")
    assert len(log()) < 5


def test_portal_that_is_not_ready_yet_fills_no_log(client, log):
    answer = client.get(reverse("readyz"))

    assert answer.status_code == 503
    assert log() == []
    assert logging.getLogger("django").handlers == []


def test_failure_of_ours_keeps_its_traceback(log):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logging.getLogger("django.request").exception("broken")

    assert "ZeroDivisionError" in "\n".join(log())


def test_error_that_an_absent_database_has_caused_is_known_as_such():
    broken = RuntimeError("while drawing")
    broken.__cause__ = OperationalError("gone")

    assert is_database_away(broken)
    assert not is_database_away(ValueError("ours"))
    assert not is_database_away(None)


def waited(seconds: float) -> dict[str, str]:
    """What nginx writes for a request that has stood in the queue so long."""
    return {"X-Request-Start": f"t={time.time() - seconds:.3f}"}


class TestOverload:
    @pytest.fixture(autouse=True)
    def _behind_nginx(self, settings):
        settings.CLIENT_ADDRESS_HEADER = NGINX

    def test_newcomer_who_waited_too_long_gets_a_page_that_says_when_to_come_back(self, client):
        answer = client.get("/", headers=waited(3))

        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "سامانه الان شلوغ است" in answer.content.decode()
        assert answer["Content-Security-Policy"]

    def test_person_inside_a_form_is_answered_when_a_newcomer_is_not(self, citizen):
        assert citizen.get("/", headers=waited(3)).status_code == 200
        assert citizen.get("/", headers=waited(7)).status_code == 503

    def test_one_time_code_is_answered_when_nobody_else_is(self, client):
        assert client.get("/sign-in/", headers=waited(7)).status_code == 200

    def test_request_in_time_is_answered(self, client):
        assert client.get("/", headers=waited(0.2)).status_code == 200

    @pytest.mark.parametrize("header", ["", "t=", "t=abc", "nan", "t=-1e300", "t=1e300", "9" * 400])
    def test_header_that_means_nothing_turns_nobody_away(self, client, header):
        assert client.get("/", headers={"X-Request-Start": header}).status_code == 200

    def test_header_of_a_stranger_without_a_server_in_front_is_ignored(self, client, settings):
        settings.CLIENT_ADDRESS_HEADER = ""

        assert client.get("/", headers=waited(60)).status_code == 200


def test_token_of_a_licence_or_door_does_not_reach_the_log(client):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)
    try:
        for path in ("/v/secret-token/", "/q/secret-token/more/"):
            client.get(path)
    finally:
        logging.getLogger().removeHandler(handler)

    assert "Not Found: /v/*" in stream.getvalue()
    assert "secret-token" not in stream.getvalue()
