"""Serves the contract in docs/registries.openapi.yaml from the sample nation, for tests and trials of the
client."""

import hmac
import json
import logging
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import connections

from registries.backends import sample
from registries.ports import UNKNOWN, PersonFacts, RegisterUnavailable, VaccinationFacts
from registries.wire import to_json

logger = logging.getLogger(__name__)

LARGEST_QUESTION = 10_000  # bytes
SHORTEST_TOKEN = 16

Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Route:
    """What a question must hold (field → pattern) and who answers it."""

    fields: Mapping[str, str]
    answer: Callable[[Mapping[str, str]], Answer]


def _mobile_owner(question: Mapping[str, str]) -> Answer:
    register = sample.IdentityRegister()
    return {"result": register.mobile_owner(question["mobile"], question["national_code"])}


def _person(question: Mapping[str, str]) -> Answer:
    register = sample.IdentityRegister()
    person = register.person(question["national_code"], date.fromisoformat(question["birth_date"]))
    if isinstance(person, PersonFacts):
        return {"result": "FOUND", "person": to_json(person)}
    return {"result": "UNKNOWN" if person is UNKNOWN else "NOT_FOUND"}


def _licence(question: Mapping[str, str]) -> Answer:
    licence = sample.LicenceRegister().licence(question["number"])
    return {"licence": licence and to_json(licence)}


def _insured(question: Mapping[str, str]) -> Answer:
    register = sample.SocialSecurityRegister()
    codes = (question["workshop_code"], question["branch_code"])
    for tie, licence_number, national_code in (
        ("LICENCE", question["licence_number"], ""),
        ("EMPLOYER", "", question["national_code"]),
    ):
        people = register.insured(*codes, licence_number=licence_number, national_code=national_code)
        if people is not None:
            return {"insured": [to_json(person) for person in people], "tied_by": tie}
    return {"insured": None}


def _vaccination(question: Mapping[str, str]) -> Answer:
    facts = sample.HealthRegister().vaccination(question["national_code"])
    return {"vaccination": to_json(facts) if isinstance(facts, VaccinationFacts) else None}


def _address(question: Mapping[str, str]) -> Answer:
    place = sample.PostRegister().postal_code(question["postal_code"])
    return {"address": place and to_json(place)}


_TEN_DIGITS = "[0-9]{10}"
_LICENCE_NUMBER = "[0-9/-]{4,20}"
ROUTES: Mapping[str, Route] = {
    "/v1/identity/mobile-owner": Route({"mobile": "09[0-9]{9}", "national_code": _TEN_DIGITS}, _mobile_owner),
    "/v1/identity/person": Route(
        {"national_code": _TEN_DIGITS, "birth_date": "[0-9]{4}-[0-9]{2}-[0-9]{2}"}, _person
    ),
    "/v1/licences/lookup": Route({"number": _LICENCE_NUMBER}, _licence),
    "/v1/social-security/insured": Route(
        {
            "workshop_code": _TEN_DIGITS,
            "branch_code": "[0-9]{4}",
            "licence_number": _LICENCE_NUMBER,
            "national_code": _TEN_DIGITS,
        },
        _insured,
    ),
    "/v1/health/vaccination": Route({"national_code": _TEN_DIGITS}, _vaccination),
    "/v1/post/address": Route({"postal_code": _TEN_DIGITS}, _address),
}


class _Refused(Exception):
    """The question breaks the contract."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class SampleServer(ThreadingHTTPServer):
    """Listens on this machine only. Port 0 takes a free one; see `server_port`."""

    daemon_threads = True

    def __init__(self, port: int, token: str) -> None:
        """Raises ValueError when `token` is shorter than sixteen characters."""
        if len(token) < SHORTEST_TOKEN:
            raise ValueError(f"The token needs {SHORTEST_TOKEN} characters or more.")
        self.token = token
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: SampleServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        try:
            self._reply(HTTPStatus.OK, self._answer())
        except _Refused as refusal:
            self._reply(refusal.status, {"error": str(refusal)})
        except RegisterUnavailable as outage:
            self._reply(HTTPStatus.SERVICE_UNAVAILABLE, {"error": f"{outage.register} is down"})
        finally:
            connections.close_all()

    def _answer(self) -> Answer:
        content = self._content()
        expected = f"Bearer {self.server.token}".encode()
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected):
            raise _Refused(HTTPStatus.UNAUTHORIZED, "the bearer token is missing or wrong")
        route = ROUTES.get(self.path)
        if route is None:
            raise _Refused(HTTPStatus.NOT_FOUND, "no such question")
        if not self.headers.get("Idempotency-Key"):
            raise _Refused(HTTPStatus.BAD_REQUEST, "Idempotency-Key is missing")
        return route.answer(_checked(content, route))

    def _content(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,6}", length) or int(length) > LARGEST_QUESTION:
            self.close_connection = True
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Content-Length is missing or too large")
        return self.rfile.read(int(length))

    def _reply(self, status: HTTPStatus, answer: Answer) -> None:
        body = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Trace-Id", uuid.uuid4().hex)
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", "30")
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a question, without its content."""
        question = self.path if self.path in ROUTES else "unknown question"
        logger.info("sample register: %s answered %s", question, code)


def _checked(content: bytes, route: Route) -> dict[str, str]:
    """The question's fields. Raises _Refused when one is missing, malformed or not asked for."""
    try:
        question = json.loads(content)
    except ValueError:
        raise _Refused(HTTPStatus.BAD_REQUEST, "not JSON") from None
    if not isinstance(question, dict) or set(question) != set(route.fields):
        raise _Refused(HTTPStatus.BAD_REQUEST, f"the fields are {', '.join(route.fields)}")
    for name, pattern in route.fields.items():
        if not isinstance(question[name], str) or not re.fullmatch(pattern, question[name]):
            raise _Refused(HTTPStatus.BAD_REQUEST, f"{name} is malformed")
        if name.endswith("_date"):
            _check_date(name, question[name])
    return question


def _check_date(name: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise _Refused(HTTPStatus.BAD_REQUEST, f"{name} is not a date") from None
