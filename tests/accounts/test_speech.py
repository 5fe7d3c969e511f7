"""The captcha for people who cannot see it."""

import os
import shutil
import subprocess
import wave
from pathlib import Path

import pytest
from captcha.conf import settings as captcha_settings
from captcha.models import CaptchaStore
from django.conf import settings
from django.urls import reverse

from accounts import limits, speech

PROGRAM = Path(settings.BASE_DIR) / "accounts" / "speech.py"
speaks = pytest.mark.skipif(
    not (shutil.which("espeak-ng") and shutil.which("sox")), reason="espeak-ng and sox are not installed"
)


@pytest.fixture
def challenge(db):
    return CaptchaStore.objects.create(challenge="۴۶۷۸۹", response="46789")


def test_digits_are_read_as_persian_words():
    assert speech.words("۴, ۶, ۷") == "چهار، شش، هفت"


def test_program_can_be_run_by_the_library():
    assert os.access(PROGRAM, os.X_OK)


@speaks
def test_program_writes_a_sound_of_some_seconds(tmp_path):
    subprocess.run([PROGRAM, "-t", "۴, ۶, ۷", "-o", tmp_path / "code.wav"], check=True)

    with wave.open(str(tmp_path / "code.wav")) as sound:
        assert 1 < sound.getnframes() / sound.getframerate() < 12


@speaks
def test_listener_hears_the_code_in_the_browser_with_noise_in_it(client, challenge):
    answer = client.get(reverse("captcha-audio", args=[challenge.hashkey]))
    sound = b"".join(answer.streaming_content)
    answer.ranged_file.f.close()

    assert answer["Content-Type"] == "audio/wav"
    assert answer["Content-Disposition"] == "inline"
    assert sound[:4] == b"RIFF"
    assert len(sound) > 30_000
    assert CaptchaStore.objects.filter(pk=challenge.pk).exists(), "listening does not use the code up"


@speaks
def test_sign_in_page_offers_to_listen(client, db):
    assert "شنیدن کد" in client.get(reverse("sign_in")).content.decode()


def test_portal_without_the_programs_offers_nothing_and_answers_404(client, challenge, monkeypatch):
    monkeypatch.setattr(captcha_settings, "CAPTCHA_FLITE_PATH", None)

    assert "شنیدن کد" not in client.get(reverse("sign_in")).content.decode()
    assert client.get(f"/captcha/audio/{challenge.hashkey}.wav").status_code == 404


def test_used_picture_cannot_be_listened_to(client, db):
    assert client.get("/captcha/audio/nosuchkey.wav").status_code in {404, 410}


def test_address_that_listens_too_often_is_asked_to_come_back(client, challenge):
    for _ in range(300):
        limits.count(limits.Limit("captcha-audio:127.0.0.1", 300, 3600))

    answer = client.get(f"/captcha/audio/{challenge.hashkey}.wav")

    assert answer.status_code == 429
    assert "زیاد خواسته شد" in answer.content.decode()
