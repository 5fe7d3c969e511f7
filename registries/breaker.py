"""A circuit breaker: a register that keeps failing is not asked for a while."""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Opens after `threshold` failures in a row; after `open_seconds` lets one trial call through at a time.

    A trial that succeeds closes it again, one that fails opens it anew. One per process and register.
    """

    def __init__(
        self, *, threshold: int = 5, open_seconds: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._threshold = threshold
        self._open_seconds = open_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_trial_at = 0.0

    def allows(self) -> bool:
        """Whether a call may go out now. Taking the trial's turn keeps the others waiting `open_seconds`
        more."""
        with self._lock:
            if self._failures < self._threshold:
                return True
            if self._clock() < self._next_trial_at:
                return False
            self._next_trial_at = self._clock() + self._open_seconds
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The register did not answer, or not as agreed."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._threshold:
                self._next_trial_at = self._clock() + self._open_seconds
