"""A gateway that prints messages to the log: the default of `make run`."""

import logging
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from messaging.backends import file
from messaging.backends.port import Fate, Receipt

_SHOWN_ON_DEMO_PAGE = 50

logger = logging.getLogger(__name__)


class ConsoleBackend:
    """Prints the whole text, codes too, and therefore refuses to exist outside development.

    In a demonstration the last fifty messages are kept in a file, so that a page can list them.
    """

    def __init__(self) -> None:
        if not (settings.DEBUG or settings.DEMO):
            raise ImproperlyConfigured("SMS_BACKEND is the console, which prints codes: name a real gateway.")

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        """Print the message; the receipt's reference is its key."""
        logger.info("SMS to %s: %s", mobile, text.replace("\n", " | "))
        if settings.DEMO:
            file.write(mobile, text, key, keep=_SHOWN_ON_DEMO_PAGE)
        return Receipt(str(key))

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        """Known only in a demonstration, from the file."""
        if not settings.DEMO:
            return Fate.CANNOT_TELL
        return Fate.TAKEN if file.is_written(key) else Fate.NEVER_SEEN
