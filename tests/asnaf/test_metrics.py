"""Figures for Prometheus: what is counted, what is looked up, who may ask, and that every alarm rests on one of them."""

import json
import logging
import os
import re
import subprocess
from datetime import timedelta

import httpx
import pytest
import respx
import yaml
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from asnaf import figures
from core import heartbeat, metrics
from core.logs import JsonFormatter
from core.models import Heartbeat
from core.tasks import heartbeat_task
from messaging import services as messaging
from messaging.backends import GatewayBusy, Receipt
from messaging.models import Sms
from registries.backends.http import IdentityRegister
from registries.ports import RegisterUnavailable
from tests.factories import issued_licence
from tools.processes import ROOT, VENV_PYTHON
from tools.services import free_port

pytestmark = pytest.mark.django_db
MOBILE = "09121234567"


def page(client, **more) -> str:
    """The figures, as somebody inside asks for them."""
    answer = client.get("/metrics", **more)
    assert answer.status_code == 200
    return answer.content.decode()


def value(text: str, name: str, **labels: str) -> float:
    """The number of one line; 0 while nothing was counted under these labels."""
    inside = ",".join(f'{label}="{labels[label]}"' for label in sorted(labels))
    found = re.search(rf"^{name}{re.escape(f'{{{inside}}}') if inside else ''} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0


class TestWhoMayAsk:
    def test_program_inside_the_private_network_gets_figures(self, client):
        assert "asnaf_database_up 1.0" in page(client, REMOTE_ADDR="172.18.0.5")

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
    def test_whoever_comes_through_a_proxy_finds_nothing(self, client, header):
        assert client.get("/metrics", headers={header: "10.0.0.1"}).status_code == 404

    @pytest.mark.parametrize("address", ["93.184.216.34", "", "2606:2800:220:1::1"])
    def test_stranger_finds_nothing(self, client, address):
        assert client.get("/metrics", REMOTE_ADDR=address).status_code == 404


class TestWhatIsCounted:
    def test_answers_by_view_and_status_and_no_token_of_anybody(self, client):
        licence = issued_licence()
        before = page(client)
        for address in (f"/v/{licence.token}/", "/no-such-page-09121234567/", "/sign-in/"):
            client.get(address)

        after = page(client)

        for view, status in (("verify_licence", "200"), ("none", "404"), ("sign_in", "200")):
            labels = {"method": "GET", "status": status, "view": view}
            assert (
                value(after, "asnaf_requests_total", **labels)
                == value(before, "asnaf_requests_total", **labels) + 1
            )
        assert value(after, "asnaf_request_seconds_count", door="codes") > value(
            before, "asnaf_request_seconds_count", door="codes"
        )
        assert licence.token not in after
        assert "09121234567" not in after

    def test_gateway_by_outcome(self, client, monkeypatch):
        class Gateway:
            def send(self, *_: object) -> Receipt:
                raise GatewayBusy("later")

        monkeypatch.setattr(messaging, "get_backend", Gateway)
        sms = messaging.send_sms(mobile=MOBILE, text="سلام", kind="test")
        before = page(client)

        messaging.deliver(sms.pk)

        after = page(client)
        labels = {"kind": "text", "outcome": "GatewayBusy"}
        assert (
            value(after, "asnaf_gateway_calls_total", **labels)
            == value(before, "asnaf_gateway_calls_total", **labels) + 1
        )
        assert value(after, "asnaf_sms_moves_total", status="QUEUED") > value(
            before, "asnaf_sms_moves_total", status="QUEUED"
        )

    @respx.mock
    @pytest.mark.django_db(transaction=True)
    def test_register_that_fails_and_is_then_no_longer_asked(self, client, settings):
        settings.REGISTRY_HTTP_URL, settings.REGISTRY_HTTP_TOKEN = "https://registers.example", "key"
        respx.post(url__startswith="https://registers.example").mock(return_value=httpx.Response(500))
        register = IdentityRegister()
        before = page(client)
        for _ in range(7):
            with pytest.raises(RegisterUnavailable):
                register.mobile_owner(MOBILE, "0012345679")
        register.close()

        after = page(client)

        def more(outcome: str) -> float:
            labels = {"outcome": outcome, "register": "identity"}
            return value(after, "asnaf_register_calls_total", **labels) - value(
                before, "asnaf_register_calls_total", **labels
            )

        assert (more("_Failure"), more("not asked")) == (5, 2)

    def test_timed_work_by_outcome(self, client):
        before = page(client)

        heartbeat_task.apply()

        labels = {"outcome": "done", "task": "core.heartbeat"}
        assert (
            value(page(client), "asnaf_tasks_total", **labels)
            == value(before, "asnaf_tasks_total", **labels) + 1
        )


class TestWhatIsLookedUp:
    def test_unfinished_messages_and_the_age_of_the_oldest(self, client):
        messaging.send_sms(mobile=MOBILE, text="سلام", kind="test")
        Sms.objects.update(queued_at=timezone.now() - timedelta(minutes=20))
        messaging.send_sms(mobile=MOBILE, text="سلام", kind="test")

        text = page(client)

        assert value(text, "asnaf_sms_waiting", kind="text", status="QUEUED") == 2
        assert 1195 < value(text, "asnaf_sms_oldest_seconds", kind="text", status="QUEUED") < 1300
        assert value(text, "asnaf_sms_oldest_seconds", kind="code", status="QUEUED") == 0

    def test_backup_that_was_noted_survives_a_new_start(self, client):
        assert 'process="backup"' not in page(client)
        call_command("note_backup")
        heartbeat.beat(heartbeat.Process.WORKER)
        Heartbeat.objects.update(at=timezone.now() - timedelta(hours=27))
        heartbeat.forget()

        text = page(client)

        assert value(text, "asnaf_seen_seconds", process="backup") > 26 * 3600
        assert 'process="worker"' not in text

    def test_figures_go_on_while_the_database_is_away(self, client, monkeypatch):
        def away() -> None:
            raise OperationalError

        monkeypatch.setattr(figures, "_FIGURES", (away,))

        text = page(client)

        assert "asnaf_database_up 0.0" in text
        assert value(text, "asnaf_disk_size_bytes") > 0
        assert "asnaf_requests_total" in text


def test_processes_without_pages_answer_on_a_port_of_their_own(settings):
    settings.METRICS_PORT = free_port()

    metrics.serve()

    assert "asnaf_tasks_total" in httpx.get(f"http://127.0.0.1:{settings.METRICS_PORT}/metrics").text


def test_folder_that_is_set_but_empty_leaves_no_file_where_somebody_stands(tmp_path):
    count = (
        "import django; django.setup(); from core.metrics import TASKS; TASKS.labels('task', 'done').inc()"
    )
    environment = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": "", "PYTHONPATH": str(ROOT), "DEBUG": "1",
        "ASNAF_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "asnaf.settings",
    }  # fmt: skip

    subprocess.run([VENV_PYTHON, "-c", count], cwd=tmp_path, env=environment, check=True)

    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_every_alarm_rests_on_figures_that_exist(client):
    call_command("note_backup")
    known = set(re.findall(r"^# HELP (\w+)", page(client), re.MULTILINE))
    groups = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]

    for rule in rules:
        used = {name.removesuffix("_bucket") for name in re.findall(r"asnaf_\w+", rule["expr"])}
        assert used, rule["alert"]
        assert used <= known, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith(".")


def test_line_for_programs_is_one_object_with_the_number_of_the_request():
    record = logging.LogRecord("asnaf", logging.ERROR, __file__, 1, "کار %s", ("بد\nشد",), None)
    record.request_id = "0123abcd"
    try:
        raise ValueError("why")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)

    line = JsonFormatter().format(record)

    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["request"], told["message"]) == ("ERROR", "0123abcd", "کار بد\nشد")
    assert "ValueError: why" in told["traceback"]
