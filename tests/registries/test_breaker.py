"""A register that keeps failing is left alone for half a minute."""

from registries.breaker import CircuitBreaker


class Clock:
    """A clock that moves when told to."""

    now = 1000.0

    def __call__(self):
        return self.now


def opened(clock):
    breaker = CircuitBreaker(clock=clock)
    for _ in range(5):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_four_failures_are_borne_the_fifth_opens():
    breaker = CircuitBreaker(clock=Clock())

    for _ in range(4):
        breaker.failed()
    assert breaker.allows()
    breaker.failed()

    assert not breaker.allows()


def test_success_in_between_starts_the_count_anew():
    breaker = CircuitBreaker(clock=Clock())

    for _ in range(4):
        breaker.failed()
    breaker.succeeded()
    for _ in range(4):
        breaker.failed()

    assert breaker.allows()


def test_after_thirty_seconds_one_trial_goes_out_and_no_second():
    clock = Clock()
    breaker = opened(clock)

    clock.now += 29.9
    assert not breaker.allows()
    clock.now += 0.1

    assert [breaker.allows() for _ in range(3)] == [True, False, False]


def test_trial_that_succeeds_closes():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 30
    breaker.allows()

    breaker.succeeded()

    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_trial_that_fails_opens_for_another_thirty_seconds():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 30
    breaker.allows()
    clock.now += 5

    breaker.failed()

    clock.now += 29.9
    assert not breaker.allows()
    clock.now += 0.1
    assert breaker.allows()


def test_trial_that_never_ended_blocks_the_next_for_thirty_seconds_only():
    clock = Clock()
    breaker = opened(clock)
    clock.now += 30
    assert breaker.allows()

    clock.now += 30

    assert breaker.allows()
