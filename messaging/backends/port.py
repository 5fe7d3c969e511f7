"""What a gateway can do for us and the ways it can fail. Errors carry a short code, never a person's data."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Receipt:
    """The gateway took the message; `reference` is its own number for it, or empty."""

    reference: str = ""


class Fate(Enum):
    """What a gateway says became of a message it was, perhaps, given."""

    TAKEN = "taken"
    NEVER_SEEN = "never seen"
    CANNOT_TELL = "cannot tell"


class GatewayError(Exception):
    """Something went wrong. The text is a short technical code fit for the staff's list."""


class GatewayBusy(GatewayError):
    """The message was surely not taken; it may be offered again later."""


class GatewayRefused(GatewayError):
    """The message was not taken and never will be."""


class GatewaySilent(GatewayError):
    """Nobody knows whether it was taken: ask before offering it again."""


class SmsBackend(Protocol):
    """A gateway. Both calls leave the process and belong outside any transaction."""

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        """Hand over one message.

        Args:
            mobile: eleven ASCII digits beginning 09.
            text: what the person will read; lines separated by line feeds.
            key: the same for every try of one message, so that the gateway can refuse doubles.

        Raises:
            GatewayBusy, GatewayRefused, GatewaySilent: see there.
        """

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        """What became of the message once offered under `key`; the arguments are those of `send`.

        Raises:
            GatewayBusy: the question itself did not get through.
        """


def get_backend() -> SmsBackend:
    """The back end named by the setting SMS_BACKEND.

    Raises:
        ImproperlyConfigured: it lacks a setting, or would show codes outside development.
        ImportError: there is no such back end.
    """
    backend: SmsBackend = import_string(settings.SMS_BACKEND)()
    return backend
