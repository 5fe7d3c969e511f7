"""So many passwords are hashed at one time; whoever finds no room waits a moment and is told to come back."""

import threading
import time

import pytest
from django.contrib.auth import hashers as django_hashers
from django.test import Client

from accounts import hashers, texts
from accounts.hashers import BoundedArgon2Hasher, Turns, asked_by_known
from accounts.limits import QUARTER, Limit, so_far
from accounts.services import staff
from core.refusals import RuleBroken
from tests.accounts.test_staff import clerk_with_device, enter, token
from tests.races import at_once


class Crowd:
    """Hashes that go on until they are let go, and how many there are at one time."""

    def __init__(self, turns):
        self.turns, self.lock, self.go = turns, threading.Lock(), threading.Event()
        self.now = self.most = 0

    def hash_one(self, *, seconds=0.05, known=False):
        with asked_by_known(known), self.turns.take(seconds=seconds):
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            self.go.wait(5)
            with self.lock:
                self.now -= 1
        return "hashed"

    def begin(self, times, **kinds):
        threads = [threading.Thread(target=self.hash_one, kwargs=kinds) for _ in range(times)]
        for thread in threads:
            thread.start()
        while self.now < times:
            time.sleep(0.005)
        return threads


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_no_more_hash_than_there_is_room_for_and_the_others_are_refused():
    crowd = Crowd(Turns(2))
    threading.Timer(3, crowd.go.set).start()  # twenty connections take a while

    results = at_once(20, lambda: crowd.hash_one(seconds=0.1))

    assert crowd.most == 2
    assert results.count("hashed") == 2
    assert results.count("busy") == 18


def wait_in_vain(crowd):
    with pytest.raises(RuleBroken):
        crowd.hash_one(seconds=0.5)


def test_nobody_waits_longer_than_the_moment_and_the_crowd_not_at_all():
    crowd = Crowd(Turns(1))
    crowd.begin(1)
    waiting = threading.Thread(target=wait_in_vain, args=[crowd])
    waiting.start()
    time.sleep(0.1)
    started = time.monotonic()

    with pytest.raises(RuleBroken) as refusal:
        crowd.hash_one(seconds=5)

    assert time.monotonic() - started < 0.3
    assert refusal.value.code == "busy"
    waiting.join(2)
    assert not waiting.is_alive()
    crowd.go.set()


def test_a_place_is_free_again_after_a_hash_that_failed():
    turns = Turns(1)
    with pytest.raises(ValueError, match="broken"), turns.take(seconds=0):
        raise ValueError("broken")

    with turns.take(seconds=0):
        pass


def test_known_asker_finds_a_place_when_strangers_hold_all_others():
    crowd = Crowd(Turns(1))
    crowd.begin(1)

    with asked_by_known(), crowd.turns.take(seconds=0):
        found = True
    crowd.go.set()

    assert found


@pytest.fixture
def full(settings, monkeypatch):
    """The portal's own hasher, without room."""
    settings.PASSWORD_HASHERS = ["accounts.hashers.BoundedArgon2Hasher"]
    settings.PASSWORD_WAIT_SECONDS = 0.01
    django_hashers.get_hashers.cache_clear()
    turns = Turns(1)
    monkeypatch.setattr(hashers, "turns", turns)
    return turns


def test_both_making_and_comparing_a_hash_take_a_place(full):
    hasher = BoundedArgon2Hasher()
    kept = hasher.encode("گذرواژه", hasher.salt())
    assert hasher.verify("گذرواژه", kept)
    assert not hasher.verify("دیگر", kept)

    with full.take(seconds=0):
        for act in (lambda: hasher.encode("گذرواژه", hasher.salt()), lambda: hasher.verify("گذرواژه", kept)):
            with pytest.raises(RuleBroken) as refusal:
                act()
            assert refusal.value.code == "busy"


def test_sign_in_without_room_is_asked_to_come_back_and_counts_as_no_try(db, full):
    user = clerk_with_device()
    with full.take(seconds=0):
        pages = [enter(Client(), otp=token(user)) for _ in range(7)]
        unknown = enter(Client(), username="nobody")

    for page in [*pages, unknown]:
        assert page.context["form"].non_field_errors() == [texts.BUSY_PASSWORDS]
    assert so_far(Limit("staff:from:a:127.0.0.1", 0, QUARTER)) == 0
    assert enter(Client(), otp=token(user)).status_code == 302


def test_own_password_is_changed_at_the_place_kept_for_those_signed_in(db, full):
    user = clerk_with_device()
    with full.take(seconds=0):
        changed = staff.change_password(user, old="چهار اسب آرام در باران", new="نان و پنیر و سبزی تازه")

    assert changed.check_password("نان و پنیر و سبزی تازه")


def test_own_password_without_any_room_counts_as_no_try(db, full):
    user = clerk_with_device()
    with full.take(seconds=0), asked_by_known(), full.take(seconds=0):
        for _ in range(7):
            with pytest.raises(RuleBroken) as refusal:
                staff.change_password(user, old="wrong", new="نان و پنیر و سبزی تازه")
            assert refusal.value.code == "busy"

    assert so_far(Limit(f"staff:password:{user.pk}", 0, QUARTER)) == 0
