"""Answers from real registers: JSON over HTTPS by the contract in docs/registries.openapi.yaml.

Every question is a POST, so that no person's number stands in an address, and every question may be
repeated. Logs carry the register, the kind of failure and the provider's trace number; never what was asked
or answered.
"""

import json
import logging
import re
import secrets
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core import metrics
from core.checks import is_same_number
from core.transactions import refuse_inside_transaction
from registries.breaker import CircuitBreaker
from registries.calls import deadline
from registries.ports import (
    UNKNOWN,
    InsuredPerson,
    LicenceFacts,
    Match,
    PersonFacts,
    PostalFacts,
    RegisterUnavailable,
    Unknown,
    VaccinationFacts,
)
from registries.wire import from_json

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
ATTEMPTS = 3
LARGEST_ANSWER = 1_000_000  # bytes
#: What ties a workshop to the person who asks: it stands on their licence, or they are its employer.
WORKSHOP_TIES = ("LICENCE", "EMPLOYER")

_random = secrets.SystemRandom()


class _Failure(Exception):
    """The register answered, but not with the agreed answer. The message holds nothing of a person."""


class _HttpRegister:
    name: str

    def __init__(
        self,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._breaker = CircuitBreaker(clock=clock)
        self._client = httpx.Client(
            base_url=_checked_url(settings.REGISTRY_HTTP_URL),
            headers={"Authorization": f"Bearer {settings.REGISTRY_HTTP_TOKEN}"},
            transport=transport,
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def _ask(self, path: str, question: Mapping[str, str], read: Callable[[Mapping[str, Any]], Any]) -> Any:
        """The answer to `question` as `read` understands it. Raises RegisterUnavailable on every kind of
        failure."""
        refuse_inside_transaction("A question to a register")
        if not self._breaker.allows():
            metrics.REGISTER_CALLS.labels(self.name, "not asked").inc()
            raise RegisterUnavailable(self.name)
        try:
            with metrics.outcome_of(metrics.REGISTER_CALLS, self.name):
                answer = read(self._post_until_answered(path, question))
        except (httpx.HTTPError, _Failure, ValueError, KeyError) as error:
            self._breaker.failed()
            detail = str(error) if isinstance(error, _Failure) else type(error).__name__
            logger.warning("Register %s unavailable: %s", self.name, detail)
            raise RegisterUnavailable(self.name) from None
        self._breaker.succeeded()
        return answer

    def _post_until_answered(self, path: str, question: Mapping[str, str]) -> Mapping[str, Any]:
        """Try up to three times, with the same idempotency key, while network errors and time allow."""
        until = deadline(clock=self._clock)
        key = str(uuid.uuid4())
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._post(path, question, key, until)
            except httpx.TransportError:
                pause = _random.uniform(0.1, 0.3) * 2 ** (attempt - 1)
                if attempt == ATTEMPTS or self._clock() + pause >= until:
                    raise
                self._sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _post(self, path: str, question: Mapping[str, str], key: str, until: float) -> Mapping[str, Any]:
        left = max(0.05, until - self._clock())
        connect, read = min(CONNECT_SECONDS, left), min(READ_SECONDS, left)
        timeout = httpx.Timeout(connect=connect, read=read, write=read, pool=connect)
        headers = {"Idempotency-Key": key}
        with self._client.stream(
            "POST", path, json=dict(question), headers=headers, timeout=timeout
        ) as answer:
            trace = re.sub(r"[^A-Za-z0-9-]", "", answer.headers.get("X-Trace-Id", ""))[:64]
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER or self._clock() > until:
                    raise _Failure(f"answer too large or too slow, trace {trace}")
        if answer.status_code != httpx.codes.OK:
            raise _Failure(f"status {answer.status_code}, trace {trace}")
        content = json.loads(bytes(body))
        if not isinstance(content, dict):
            raise _Failure(f"not an object, trace {trace}")
        return content


class IdentityRegister(_HttpRegister):
    """Civil registry and SIM ownership."""

    name = "identity"

    def mobile_owner(self, mobile: str, national_code: str) -> Match:
        question = {"mobile": mobile, "national_code": national_code}
        answer: Match = self._ask("/v1/identity/mobile-owner", question, lambda body: Match(body["result"]))
        return answer

    def person(self, national_code: str, birth_date: date) -> PersonFacts | Unknown | None:

        def read(body: Mapping[str, Any]) -> PersonFacts | Unknown | None:
            if body["result"] == "UNKNOWN":
                return UNKNOWN
            if body["result"] == "NOT_FOUND":
                return None
            person = from_json(PersonFacts, body["person"])
            _expect(person.national_code == national_code and person.birth_date == birth_date)
            return person

        question = {"national_code": national_code, "birth_date": birth_date.isoformat()}
        answer: PersonFacts | Unknown | None = self._ask("/v1/identity/person", question, read)
        return answer


class LicenceRegister(_HttpRegister):
    """Licences issued before the portal."""

    name = "licences"

    def licence(self, number: str) -> LicenceFacts | None:

        def read(body: Mapping[str, Any]) -> LicenceFacts | None:
            if body["licence"] is None:
                return None
            licence = from_json(LicenceFacts, body["licence"])
            _expect(is_same_number(number, licence.number))
            return licence

        answer: LicenceFacts | None = self._ask("/v1/licences/lookup", {"number": number}, read)
        return answer


class SocialSecurityRegister(_HttpRegister):
    """Insurance lists of workshops."""

    name = "social_security"

    def insured(
        self, workshop_code: str, branch_code: str, *, licence_number: str, national_code: str
    ) -> list[InsuredPerson] | None:
        """See the port. A list that does not say whose workshop it is of is no answer."""

        def read(body: Mapping[str, Any]) -> list[InsuredPerson] | None:
            lines = body["insured"]
            if lines is None:
                return None
            _expect(isinstance(lines, list) and body["tied_by"] in WORKSHOP_TIES)
            return [from_json(InsuredPerson, line) for line in lines]

        question = {
            "workshop_code": workshop_code,
            "branch_code": branch_code,
            "licence_number": licence_number,
            "national_code": national_code,
        }
        answer: list[InsuredPerson] | None = self._ask("/v1/social-security/insured", question, read)
        return answer


class HealthRegister(_HttpRegister):
    """Vaccination records."""

    name = "health"

    def vaccination(self, national_code: str) -> VaccinationFacts | Unknown:

        def read(body: Mapping[str, Any]) -> VaccinationFacts | Unknown:
            if body["vaccination"] is None:
                return UNKNOWN
            facts = from_json(VaccinationFacts, body["vaccination"])
            _expect(0 <= facts.doses <= 4)
            return facts

        question = {"national_code": national_code}
        answer: VaccinationFacts | Unknown = self._ask("/v1/health/vaccination", question, read)
        return answer


class PostRegister(_HttpRegister):
    """The national address file."""

    name = "post"

    def postal_code(self, code: str) -> PostalFacts | Unknown | None:

        def read(body: Mapping[str, Any]) -> PostalFacts | Unknown | None:
            if body.get("result") == "UNKNOWN":
                return UNKNOWN
            if body["address"] is None:
                return None
            place = from_json(PostalFacts, body["address"])
            _expect(place.postal_code == code)
            return place

        answer: PostalFacts | Unknown | None = self._ask("/v1/post/address", {"postal_code": code}, read)
        return answer


def _expect(condition: bool) -> None:
    """An answer about something else than was asked is no answer."""
    if not condition:
        raise _Failure("the answer does not fit the question")


def _checked_url(url: str) -> str:
    """`url` if it is HTTPS, or plain HTTP on this machine. Raises ImproperlyConfigured otherwise."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not local:
        raise ImproperlyConfigured(
            "REGISTRY_HTTP_URL must be an https:// address when REGISTRY_BACKEND is http."
        )
    return url
