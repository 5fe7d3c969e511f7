"""Argon2id with a limit on concurrent hashes: one takes 0.4 s of processor and 100 MB, and anybody may ask for one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts import texts
from core.refusals import RuleBroken

_is_known: ContextVar[bool] = ContextVar("asker_is_known", default=False)


class Turns:
    """Room for so many hashes in this process.

    Whoever finds none waits a moment; as many may wait as may hash, everybody else is refused at once: no queue grows,
    no thread of the web process is held. One more place is kept for askers who are known.
    """

    def __init__(self, at_once: int) -> None:
        """`at_once`: how many hashes run at the same time."""
        self._open = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(at_once)
        self._kept = threading.BoundedSemaphore(1)

    @contextmanager
    def take(self, *, seconds: float) -> Iterator[None]:
        """Hold a place for the time of one hash, having waited for it `seconds` at most.

        Raises:
            RuleBroken: "busy".
        """
        place = self._place(seconds)
        if place is None:
            raise RuleBroken(texts.BUSY_PASSWORDS, code="busy")
        try:
            yield
        finally:
            place.release()

    def _place(self, seconds: float) -> threading.BoundedSemaphore | None:
        if self._open.acquire(blocking=False):
            return self._open
        if _is_known.get():
            return self._kept if self._kept.acquire(timeout=seconds) else None
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            return self._open if self._open.acquire(timeout=seconds) else None
        finally:
            self._waiting.release()


turns = Turns(settings.PASSWORDS_AT_ONCE)


@contextmanager
def asked_by_known(is_known: bool = True) -> Iterator[None]:
    """Within it passwords are hashed for somebody signed in, or in a browser their owner has signed in with before."""
    token = _is_known.set(is_known)
    try:
        yield
    finally:
        _is_known.reset(token)


class BoundedArgon2Hasher(Argon2PasswordHasher):
    """Django's Argon2id, never more often at one time than the machine can bear."""

    def encode(self, password: str, salt: str) -> str:
        """The hash to keep. Raises RuleBroken "busy"."""
        with turns.take(seconds=settings.PASSWORD_WAIT_SECONDS):
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password is the one kept. Raises RuleBroken "busy"."""
        with turns.take(seconds=settings.PASSWORD_WAIT_SECONDS):
            return bool(super().verify(password, encoded))
