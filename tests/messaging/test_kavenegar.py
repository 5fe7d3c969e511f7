"""The Kavenegar adapter against a server on this machine that answers as the provider does."""

import json
import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from messaging.backends import Fate, GatewayBusy, GatewayRefused, GatewaySilent, kavenegar
from messaging.backends.kavenegar import KavenegarBackend

MOBILE, KEY = "09121234567", uuid.UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
API_KEY = "4a-secret-key"
CODE_TEXT = "کد فعال‌سازی سامانه اصناف: 482915\nبرای ورود\n@asnaf.example.ir #482915"


@dataclass
class Provider:
    """What the server answers, and what it was asked."""

    status: int = 200
    body: bytes = b""
    hangs: threading.Event | None = None
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, status: int, entries: object = None, http: int | None = None) -> None:
        """Answer as Kavenegar does: the status stands in the body."""
        self.status = http or (status if status >= 400 else 200)
        self.body = json.dumps({"return": {"status": status, "message": "…"}, "entries": entries}).encode()


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    script = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            script.seen.append((self.path, {name: values[0] for name, values in fields.items()}))
            if script.hangs:
                script.hangs.wait(5)
                self.close_connection = True
                return
            self.send_response(script.status)
            self.send_header("Content-Length", str(len(script.body)))
            self.end_headers()
            self.wfile.write(script.body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.KAVENEGAR_URL = f"http://127.0.0.1:{server.server_port}"
    settings.KAVENEGAR_KEY = API_KEY
    yield script
    if script.hangs:
        script.hangs.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_goes_out_with_our_key_and_comes_back_with_a_number(provider, settings):
    settings.KAVENEGAR_SENDER = "10004346"
    provider.says(200, [{"messageid": 8792343, "status": 1}])

    receipt = KavenegarBackend().send(MOBILE, "درخواست شما ثبت شد.", KEY)

    (path, fields), *_ = provider.seen
    assert receipt.reference == "8792343"
    assert path == f"/v1/{API_KEY}/sms/send.json"
    assert fields == {
        "receptor": MOBILE,
        "message": "درخواست شما ثبت شد.",
        "localid": str(KEY.int >> 65),
        "sender": "10004346",
    }


def test_a_code_goes_by_template_when_one_is_set(provider, settings):
    settings.KAVENEGAR_CODE_TEMPLATE = "asnaf-code"
    provider.says(200, [{"messageid": 1}])

    KavenegarBackend().send(MOBILE, CODE_TEXT, KEY)

    assert provider.seen == [
        (
            f"/v1/{API_KEY}/verify/lookup.json",
            {"receptor": MOBILE, "token": "482915", "template": "asnaf-code"},
        )
    ]


def test_success_is_what_the_body_says_not_what_http_says(provider):
    provider.says(418, http=200)

    with pytest.raises(GatewayRefused, match=r"^kavenegar 418$"):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


@pytest.mark.parametrize("status", [409, 429, 451, 500, 503])
def test_a_passing_trouble_is_tried_again(provider, status):
    provider.says(status)

    with pytest.raises(GatewayBusy):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


@pytest.mark.parametrize("status", [400, 401, 411, 418, 424, 431])
def test_a_refusal_is_final(provider, status):
    provider.says(status)

    with pytest.raises(GatewayRefused):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


def test_a_failing_web_server_in_front_of_the_provider_is_tried_again(provider):
    provider.status, provider.body = 502, b"<html>Bad Gateway</html>"

    with pytest.raises(GatewayBusy):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"return": {}}', b'{"return": null}'])
def test_an_answer_nobody_understands_leaves_the_message_in_doubt(provider, body):
    provider.body = body

    with pytest.raises(GatewaySilent):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


def test_silence_leaves_the_message_in_doubt(provider, monkeypatch):
    provider.hangs = threading.Event()
    monkeypatch.setattr(kavenegar, "_TIMEOUT", httpx.Timeout(0.2))

    with pytest.raises(GatewaySilent, match="ReadTimeout"):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


def test_a_provider_that_cannot_be_reached_surely_took_nothing(settings):
    settings.KAVENEGAR_URL, settings.KAVENEGAR_KEY = "http://127.0.0.1:1", API_KEY

    with pytest.raises(GatewayBusy, match="ConnectError"):
        KavenegarBackend().send(MOBILE, "سلام", KEY)


def test_the_time_limits_are_three_and_ten_seconds():
    assert (kavenegar._TIMEOUT.connect, kavenegar._TIMEOUT.read) == (3, 10)


@pytest.mark.parametrize(
    ("entries", "fate"),
    [
        ([{"messageid": 5, "localid": "1", "status": 10}], Fate.TAKEN),
        ([{"messageid": 0, "localid": "1", "status": 100}], Fate.NEVER_SEEN),
        ([], Fate.CANNOT_TELL),
        (None, Fate.CANNOT_TELL),
    ],
)
def test_the_provider_tells_what_became_of_a_message(provider, entries, fate):
    provider.says(200, entries)

    assert KavenegarBackend().ask(MOBILE, "سلام", KEY) is fate
    assert provider.seen == [
        (f"/v1/{API_KEY}/sms/statuslocalmessageid.json", {"localid": str(KEY.int >> 65)})
    ]


def test_a_question_the_provider_refuses_tells_nothing(provider):
    provider.says(414)

    assert KavenegarBackend().ask(MOBILE, "سلام", KEY) is Fate.CANNOT_TELL


def test_a_question_without_an_answer_is_asked_later(provider):
    provider.body = b"<html>"

    with pytest.raises(GatewayBusy):
        KavenegarBackend().ask(MOBILE, "سلام", KEY)


def test_a_code_sent_by_template_cannot_be_asked_about(provider, settings):
    settings.KAVENEGAR_CODE_TEMPLATE = "asnaf-code"

    assert KavenegarBackend().ask(MOBILE, CODE_TEXT, KEY) is Fate.CANNOT_TELL
    assert provider.seen == []


def test_neither_the_api_key_nor_a_number_nor_a_code_reaches_the_log(provider, caplog):
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    provider.says(401)

    with pytest.raises(GatewayRefused) as refused:
        KavenegarBackend().send(MOBILE, CODE_TEXT, KEY)

    for told in (caplog.text, str(refused.value), repr(refused.value.__cause__)):
        assert not any(secret in told for secret in (API_KEY, MOBILE, "482915"))


@pytest.mark.parametrize("missing", ["KAVENEGAR_URL", "KAVENEGAR_KEY"])
def test_a_missing_setting_is_named_at_once(settings, missing):
    settings.KAVENEGAR_URL, settings.KAVENEGAR_KEY = "https://api.example.ir", API_KEY
    setattr(settings, missing, "")

    with pytest.raises(ImproperlyConfigured, match=missing):
        KavenegarBackend()
