"""The port to an SMS gateway, and the back end chosen by the setting SMS_BACKEND."""

from messaging.backends.port import (
    Fate,
    GatewayBusy,
    GatewayRefused,
    GatewaySilent,
    Receipt,
    SmsBackend,
    get_backend,
)

__all__ = [
    "Fate",
    "GatewayBusy",
    "GatewayRefused",
    "GatewaySilent",
    "Receipt",
    "SmsBackend",
    "get_backend",
]
