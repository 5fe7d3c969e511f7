"""The Kavenegar gateway over HTTPS.

Its address carries our key, so no address and no exception of the HTTP library may reach a log: every failure
is raised anew with a short code. Success is `return.status == 200` in the body, whatever HTTP itself says.
"""

import re
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from messaging.backends.port import Fate, GatewayBusy, GatewayRefused, GatewaySilent, Receipt

_TIMEOUT = httpx.Timeout(10, connect=3)
_OK = 200
_NO_SUCH_ID = 100
_RETRY = {409, 429, 451}
_CODE_LINE = re.compile(r"\n@[^ \n]+ #([0-9]{4,8})\Z")


class KavenegarBackend:
    """Sends by `sms/send` under our own id, or a code by `verify/lookup` when a template is set."""

    def __init__(self) -> None:
        self._key: str = getattr(settings, "KAVENEGAR_KEY", "")
        self._base: str = getattr(settings, "KAVENEGAR_URL", "")
        self._sender: str = getattr(settings, "KAVENEGAR_SENDER", "")
        self._template: str = getattr(settings, "KAVENEGAR_CODE_TEMPLATE", "")
        if not self._key or not self._base:
            raise ImproperlyConfigured("Kavenegar needs KAVENEGAR_URL and KAVENEGAR_KEY.")

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        code = self._code_for_template(text)
        if code:
            body = self._call(
                "verify/lookup", {"receptor": mobile, "token": code, "template": self._template}
            )
        else:
            fields = {"receptor": mobile, "message": text, "localid": _local_id(key)}
            body = self._call("sms/send", fields | ({"sender": self._sender} if self._sender else {}))
        status = _status(body)
        if status == _OK:
            return Receipt(_message_number(body))
        raise _failure(status)

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        """See `SmsBackend.ask`. Messages sent by template have no id of ours and cannot be asked about."""
        if self._code_for_template(text):
            return Fate.CANNOT_TELL
        try:
            body = self._call("sms/statuslocalmessageid", {"localid": _local_id(key)})
        except GatewaySilent as error:
            raise GatewayBusy(str(error)) from None
        if _status(body) != _OK:
            return Fate.CANNOT_TELL
        entries = body.get("entries") or []
        known = entries[0].get("status") if isinstance(entries, list) and entries else None
        if known is None:
            return Fate.CANNOT_TELL
        return Fate.NEVER_SEEN if known == _NO_SUCH_ID else Fate.TAKEN

    def _code_for_template(self, text: str) -> str:
        found = _CODE_LINE.search(text) if self._template else None
        return found.group(1) if found else ""

    def _call(self, method: str, fields: dict[str, str]) -> dict[str, Any]:
        """POST and return the body. Raises GatewayBusy or GatewaySilent, whose words lack the address."""
        url = f"{self._base.rstrip('/')}/v1/{self._key}/{method}.json"
        try:
            response = httpx.post(url, data=fields, timeout=_TIMEOUT, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise GatewayBusy(f"kavenegar {type(error).__name__}") from None
        except httpx.HTTPError as error:
            raise GatewaySilent(f"kavenegar {type(error).__name__}") from None
        return _body(response)


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if isinstance(body, dict) and isinstance(body.get("return"), dict):
        return body
    if response.status_code >= 500 or response.status_code in _RETRY:
        raise GatewayBusy(f"kavenegar http {response.status_code}")
    raise GatewaySilent(f"kavenegar http {response.status_code} without an answer")


def _status(body: dict[str, Any]) -> int:
    status = body["return"].get("status")
    return status if isinstance(status, int) else 0


def _failure(status: int) -> GatewayBusy | GatewayRefused | GatewaySilent:
    words = f"kavenegar {status}"
    if not status:
        return GatewaySilent(words)
    return GatewayBusy(words) if status in _RETRY or status >= 500 else GatewayRefused(words)


def _message_number(body: dict[str, Any]) -> str:
    entries = body.get("entries")
    first = entries[0] if isinstance(entries, list) and entries else entries
    return str(first.get("messageid", "")) if isinstance(first, dict) else ""


def _local_id(key: UUID) -> str:
    """Kavenegar takes a positive 63-bit number as our id; the same key always gives the same one."""
    return str(key.int >> 65)
