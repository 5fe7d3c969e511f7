"""What commands of manage.py share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from core.refusals import RuleBroken


@contextmanager
def telling_refusals() -> Iterator[None]:
    """What a service refuses inside the block ends the command with its sentence instead of a traceback.

    Raises:
        CommandError: the service raised RuleBroken or ValidationError.
    """
    try:
        yield
    except RuleBroken as refusal:
        raise CommandError(str(refusal)) from refusal
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
