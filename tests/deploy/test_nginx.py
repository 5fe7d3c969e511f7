"""The server in front, a real nginx with our own configuration: every kind of answer carries the headers of the bar once."""

import io
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pikepdf
import pytest
from django.conf import settings as django_settings

from messaging import services
from messaging.models import InstructionDoc
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Level, Role
from tests.factories import CitizenFactory, MembershipFactory, issued_licence, signed_in
from tools.processes import ROOT
from tools.services import free_port
from tools.system_packages import nginx

pytestmark = [pytest.mark.real_services, pytest.mark.django_db(transaction=True)]

BAR = (
    "content-security-policy",
    "strict-transport-security",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
)


@dataclass(frozen=True)
class Front:
    """A running nginx: its two addresses, and what it wrote into its log."""

    http: str
    https: str
    port: int
    log: Path


def configuration(folder: Path, *, upstream: str, http: int, https: int) -> Path:
    """Our own configuration with the places of a container exchanged for `folder`, and nothing else."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"resolver [^;]*;", "", text)
    text = text.replace("server web:8000 resolve;", f"server {upstream};")
    for place, ours in {
        " /tmp/": f" {folder}/",
        "/etc/nginx/headers.conf": ROOT / "deploy" / "headers.conf",
        "/etc/nginx/pages": ROOT / "deploy",
        "/etc/nginx/tls": folder,
        "/srv/static/": f"{folder}/static/",
        "/srv/media/": f"{django_settings.MEDIA_ROOT}/",
        "access_log /dev/stdout": f"access_log {folder}/access.log",
        "/dev/stderr": folder / "error.log",
        "listen 8080": f"listen 127.0.0.1:{http}",
        "listen 8443 ssl": f"listen 127.0.0.1:{https} ssl",
        "http2 on;": "",
    }.items():
        text = text.replace(place, str(ours))
    text = "daemon off;\nuser root;\n" + text
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    """A certificate of our own, static files, and room for logs."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    static = tmp_path / "static"
    static.mkdir()
    (static / "app.0123456789ab.css").write_text("body{}")
    (static / "plain.css").write_text("body{}")
    return tmp_path


def running(folder: Path, *, upstream: str) -> Iterator[Front]:
    """nginx in front of `upstream` until the test ends."""
    http, https = free_port(), free_port()
    path = configuration(folder, upstream=upstream, http=http, https=https)
    process = subprocess.Popen([nginx() or "nginx", "-c", path, "-p", folder], stderr=subprocess.PIPE)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", https)) == 0:
                break
        assert process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.05)
    yield Front(f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}", https, folder / "access.log")
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture
def portal(settings, request, tmp_path) -> str:
    """The portal itself behind it, answering as in production; returns host and port."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ADDRESS = "/private-media/"
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.ALLOWED_HOSTS = ["*"]
    return str(request.getfixturevalue("live_server").url.removeprefix("http://"))


@pytest.fixture
def front(folder, portal) -> Iterator[Front]:
    yield from running(folder, upstream=portal)


@pytest.fixture
def front_of_nothing(folder, settings, tmp_path) -> Iterator[Front]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield from running(folder, upstream=f"127.0.0.1:{free_port()}")


def ask(method: str, address: str, **more: object) -> httpx.Response:
    """One request, whatever certificate answers."""
    return httpx.request(method, address, verify=False, timeout=20, **more)  # noqa: S501 our own certificate


def check_bar(answer: httpx.Response) -> None:
    """Every header of the bar, each exactly once, and neither version nor software."""
    counts = {name: len(answer.headers.get_list(name)) for name in BAR}
    assert counts == dict.fromkeys(BAR, 1), (answer.url, answer.status_code)
    assert len(answer.headers.get_list("cache-control")) <= 1
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["server"] == "nginx"


def test_pages_and_refusals_of_the_portal_carry_each_header_once(front):
    for path, status in (("/", 200), ("/no-such-page/", 404), ("/panel/", 302), ("/v/no-such-token/", 404)):
        answer = ask("GET", front.https + path)
        assert answer.status_code == status
        check_bar(answer)


def test_static_files_and_missing_ones_carry_them_and_hashed_names_are_kept_for_ever(front):
    hashed = ask("GET", f"{front.https}/static/app.0123456789ab.css")
    plain = ask("GET", f"{front.https}/static/plain.css")
    missing = ask("GET", f"{front.https}/static/no.css")

    assert [answer.status_code for answer in (hashed, plain, missing)] == [200, 200, 404]
    for answer in (hashed, plain, missing):
        check_bar(answer)
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "public, max-age=300"


def instruction() -> InstructionDoc:
    """An instruction of the secretariat that every owner may read."""
    body, _ = Body.objects.get_or_create(kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانه")
    secretary = MembershipFactory(body=body, role=Role.SECRETARIAT).user
    content = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(content)
    doc = services.publish_instruction(
        title="راهنما", summary="چگونه", content=content.getvalue(), categories=(), body=body, by=secretary
    )
    services.scan_instruction(doc.pk)
    doc.refresh_from_db()
    return doc


def test_private_file_sent_on_the_portals_word_carries_them_and_is_kept_nowhere(front):
    doc = instruction()
    browser = signed_in(CitizenFactory())
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}

    answer = ask("GET", f"{front.https}/panel/instructions/{doc.pk}/file/", cookies=cookies)

    assert answer.status_code == 200
    check_bar(answer)
    assert {"private", "no-store"} <= set(answer.headers["cache-control"].split(", "))
    assert "attachment" in answer.headers["content-disposition"]
    assert ask("GET", f"{front.https}/private-media/{doc.file.name}").status_code == 404


def test_refusals_of_the_server_itself_carry_them_in_persian(front):
    too_large = ask(
        "POST",
        f"{front.https}/sign-in/",
        content=b"x" * ((django_settings.UPLOAD_REQUEST_MEGABYTES + 2) << 20),
    )
    traced = ask("TRACE", front.https + "/")
    plain = ask("GET", f"http://127.0.0.1:{front.port}/")

    assert (too_large.status_code, traced.status_code, plain.status_code) == (413, 405, 400)
    for answer in (too_large, traced, plain):
        check_bar(answer)
    assert "بزرگ" in too_large.text


def test_portal_that_is_away_is_told_in_persian_with_the_moment_to_come_back(front_of_nothing):
    answer = ask("GET", front_of_nothing.https + "/")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "چند لحظهٔ دیگر" in answer.text
    check_bar(answer)


def test_plain_http_leads_to_https(front):
    answer = ask("GET", front.http + "/track/?a=1")

    assert answer.status_code == 308
    assert answer.headers["location"].startswith("https://")


def test_tokens_of_licences_and_doors_do_not_reach_the_log(front):
    token = issued_licence().token

    ask("GET", f"{front.https}/v/{token}/")
    ask("GET", f"{front.https}/q/{token}/?code=1234567890123456")
    ask("GET", f"{front.https}/track/?code=1234567890123456")

    time.sleep(0.2)
    log = front.log.read_text()
    assert log.count("GET /v/*") == 1
    assert log.count("GET /q/*") == 1
    assert token not in log
    assert "1234567890123456" not in log
