from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.models import Person, User
from messaging import services
from messaging.backends import Fate, Receipt
from messaging.models import Sms

MOBILE = "09121234567"


@dataclass
class Gateway:
    """A gateway that does what the test says: `answers` are taken in turn, then everything succeeds."""

    answers: list[Exception] = field(default_factory=list)
    fate: Fate | Exception = Fate.CANNOT_TELL
    sent: list[tuple[str, str, UUID]] = field(default_factory=list)
    asked: list[UUID] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def send(self, mobile: str, text: str, key: UUID) -> Receipt:
        self.meanwhile()
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append((mobile, text, key))
        return Receipt("ref-1")

    def ask(self, mobile: str, text: str, key: UUID) -> Fate:
        self.asked.append(key)
        if isinstance(self.fate, Exception):
            raise self.fate
        return self.fate


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """Stands in for whatever SMS_BACKEND names."""
    fake = Gateway()
    monkeypatch.setattr(services, "get_backend", lambda: fake)
    return fake


@pytest.fixture(autouse=True)
def sms_folder(settings, tmp_path: Path) -> Iterator[Path]:
    """Every test has a file of sent messages of its own."""
    settings.SMS_FOLDER = tmp_path / "sms"
    return settings.SMS_FOLDER


@pytest.fixture
def clock(time_machine):
    """The wall clock, standing still at a real moment; `clock.shift(seconds)` moves it."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def queue_status_sms(db) -> Callable[..., Sms]:
    return lambda text="درخواست شما ثبت شد.": services.send_sms(mobile=MOBILE, text=text, kind="M6")


@pytest.fixture
def queue_code(db) -> Callable[..., Sms]:
    def queue(text: str = "کد شما: 123456", seconds: int = 300) -> Sms:
        expires_at = timezone.now() + timezone.timedelta(seconds=seconds)
        return services.send_sms(mobile=MOBILE, text=text, kind="M1", secret=True, expires_at=expires_at)

    return queue


@pytest.fixture
def citizen(db) -> User:
    return make_citizen("0012345679")


def make_citizen(national_code: str, mobile: str = MOBILE) -> User:
    """A citizen with an account."""
    person = Person.objects.create(national_code=national_code, first_name="زهرا", mobile=mobile)
    return User.objects.create(username=f"c{national_code}", person=person)
