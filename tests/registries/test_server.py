"""The served contract, its written form and the client's dataclasses are one and the same."""

import dataclasses
from pathlib import Path

import httpx
import pytest
import yaml

from registries import ports
from registries.models import SampleOutage
from registries.texts import REGISTERS
from tools.sample_registers import ROUTES, SampleServer
from tools.serve_registers import main

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "docs" / "registries.openapi.yaml").read_text())
QUESTION = {"mobile": "09121234567", "national_code": "0012345679"}
HEADERS = {"Authorization": "Bearer a-token-for-the-tests-only", "Idempotency-Key": "k"}


def question_of(path):
    body = CONTRACT["paths"][path]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]


def post(server, path="/v1/identity/mobile-owner", headers=HEADERS, **body):
    url = f"http://127.0.0.1:{server.server_port}{path}"
    with httpx.Client(trust_env=False) as client:
        return client.post(url, headers=headers, **(body or {"json": QUESTION}))


def test_every_question_of_the_contract_is_served_and_no_other():
    assert set(CONTRACT["paths"]) == set(ROUTES)


@pytest.mark.parametrize("path", ROUTES)
def test_question_has_the_same_fields_in_contract_and_server(path):
    written = {name: field["pattern"] for name, field in question_of(path)["properties"].items()}

    assert written == {name: f"^{pattern}$" for name, pattern in ROUTES[path].fields.items()}
    assert set(question_of(path)["required"]) == set(written)


@pytest.mark.parametrize(
    "name", ["PersonFacts", "LicenceFacts", "InsuredPerson", "VaccinationFacts", "PostalFacts"]
)
def test_answer_has_the_same_fields_in_contract_and_client(name):
    schema = CONTRACT["components"]["schemas"][name]
    fields = {field.name: field for field in dataclasses.fields(getattr(ports, name))}

    assert set(schema["properties"]) == set(fields)
    optional = {field for field, facts in schema["properties"].items() if "null" in facts.get("type", [])}
    assert set(schema["required"]) == set(fields) - optional


def test_every_register_has_a_persian_name_and_can_be_made_to_fail():
    assert SampleOutage.Register.values == list(REGISTERS)
    assert SampleOutage.Register.labels == list(REGISTERS.values())


def test_stranger_is_refused(server):
    assert post(server, headers={"Idempotency-Key": "k"}).status_code == 401
    assert post(server, headers={**HEADERS, "Authorization": "Bearer other"}).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"{"},
        {"content": b"[]"},
        {"json": {}},
        {"json": {**QUESTION, "more": "1"}},
        {"json": {**QUESTION, "mobile": "۰۹۱۲۱۲۳۴۵۶۷"}},
        {"json": {**QUESTION, "mobile": 9121234567}},
    ],
)
def test_malformed_question_is_refused_without_repeating_it(server, body):
    answer = post(server, **body)

    assert answer.status_code == 400
    assert "0012345679" not in answer.text


def test_date_that_does_not_exist_is_refused(server):
    body = {"national_code": "0012345679", "birth_date": "2025-02-30"}

    answer = post(server, "/v1/identity/person", json=body)

    assert (answer.status_code, answer.json()) == (400, {"error": "birth_date is not a date"})


def test_question_without_a_key_of_an_unknown_kind_or_too_long_is_refused(server):
    assert post(server, headers={"Authorization": HEADERS["Authorization"]}).status_code == 400
    assert post(server, "/v1/everything").status_code == 404
    assert post(server, content=b" " * 10_001).status_code == 413


def test_register_that_is_down_answers_503_and_when_to_come_back(server):
    SampleOutage.objects.create(register="identity", mode=SampleOutage.Mode.DOWN)

    answer = post(server)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["X-Trace-Id"]


def test_short_token_stops_the_server(settings):
    settings.REGISTRY_HTTP_TOKEN = "short"

    with pytest.raises(SystemExit, match="16 characters"):
        main(["--port", "0"])


def test_command_serves_until_interrupted(settings, monkeypatch, capsys):
    settings.REGISTRY_HTTP_TOKEN = "a-token-for-the-tests-only"

    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(SampleServer, "serve_forever", interrupted)

    main(["--port", "0"])

    assert "Sample registers at http://127.0.0.1:" in capsys.readouterr().out
