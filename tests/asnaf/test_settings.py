"""Starting with a bad environment: the portal refuses and says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from asnaf.settings import DEVELOPMENT_KEY

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "a-key-of-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PERSON_DATA_KEY": "another-key-of-this-test-only-0123456789-abcdefghijklmnopqrs",
    "ALLOWED_HOSTS": "asnaf.example",
    "SITE_URL": "https://asnaf.example",
    "DATABASE_URL": "postgres://portal:password@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "REGISTRY_BACKEND": "http",
    "REGISTRY_HTTP_URL": "https://registers.example",
    "REGISTRY_HTTP_TOKEN": "token",
    "SMS_BACKEND": "messaging.backends.kavenegar.KavenegarBackend",
    "KAVENEGAR_URL": "https://gateway.example",
    "KAVENEGAR_KEY": "key",
    "KAVENEGAR_SENDER": "10000",
    "KAVENEGAR_CODE_TEMPLATE": "code",
    "SCANNER_BACKEND": "core.scanning.clamd.ClamdScanner",
}


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a fresh process with just this environment."""
    code = (
        "from asnaf.start import load_settings; load_settings()\n"
        "import django; django.setup(); from django.urls import reverse, NoReverseMatch\n"
        "for name in ('demo', 'components'):\n"
        "    try: print(reverse(name))\n"
        "    except NoReverseMatch: print('no', name)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "asnaf.settings",
            "ASNAF_VAR": str(tmp_path),
            **environment,
        },
    )


def test_portal_without_a_secret_key_refuses_to_start_and_says_why(tmp_path):
    result = start(tmp_path, **{**GOOD, "SECRET_KEY": ""})

    assert result.returncode != 0
    assert "SECRET_KEY is missing" in result.stderr


def test_portal_with_a_short_secret_key_refuses_to_start(tmp_path):
    result = start(tmp_path, **{**GOOD, "SECRET_KEY": "short"})

    assert result.returncode != 0
    assert "shorter than 50" in result.stderr


def test_demo_and_gallery_do_not_exist_in_production_even_when_asked_for(tmp_path):
    result = start(tmp_path, **GOOD, DEMO="1")

    assert result.returncode == 0, result.stderr
    assert result.stdout.split("\n")[:2] == ["no demo", "no components"]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DEBUG", "perhaps", "DEBUG must be 0 or 1"),
        ("OTP_VALID_SECONDS", "900", "must not be above 600"),
        ("OTP_VALID_SECONDS", "soon", "must be a whole number"),
        ("DATABASE_URL", "mysql://x", "must begin with postgres://"),
        ("SECRET_KEY", DEVELOPMENT_KEY, "the one of development"),
        ("PERSON_DATA_KEY", "short", "at least 43 characters"),
        ("PERSON_DATA_KEY", GOOD["SECRET_KEY"], "a key of its own"),
        ("PERSON_DATA_KEY", "a" * 60, "not easily guessed"),
        ("SECRET_KEY", "a" * 60, "easily guessed"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must name"),
        ("DATABASE_URL", "", "DATABASE_URL must be the address of PostgreSQL"),
        ("DATABASE_URL", "sqlite:///x", "DATABASE_URL must be the address of PostgreSQL"),
        ("DATABASE_URL", "postgres://host:port/name", "DATABASE_URL must be"),
        ("REDIS_URL", "", "REDIS_URL must be"),
        ("REDIS_URL", "http://host", "REDIS_URL must be"),
        ("REGISTRY_HTTP_URL", "", "REGISTRY_HTTP_URL must be"),
        ("REGISTRY_HTTP_TOKEN", "", "REGISTRY_HTTP_TOKEN must be"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be one of line, json"),
        ("METRICS_PORT", "70000", "must not be above 65535"),
        ("CITIZEN_IDLE_SECONDS", "-1", "must not be below 1"),
        ("STAFF_IDLE_SECONDS", "0", "must not be below 1"),
        ("SMS_BACKEND", "", "SMS_BACKEND must be a gateway"),
        ("KAVENEGAR_KEY", "", "KAVENEGAR_KEY is missing"),
        ("REGISTRY_BACKEND", "sample", "must be http"),
        ("SCANNER_BACKEND", "", "must name a virus scanner"),
        ("SCANNER_BACKEND", "core.scanning.none.NoScanner", "must name a virus scanner"),
        ("SITE_URL", "http://asnaf.example", "public https:// address"),
    ],
)
def test_portal_with_a_bad_value_refuses_to_start_and_names_it(tmp_path, name, value, why):
    result = start(tmp_path, **{**GOOD, name: value})

    assert result.returncode == 1
    assert why in result.stderr
    assert result.stderr.startswith("The portal does not start:")
    assert "Traceback" not in result.stderr


def test_everything_that_is_missing_is_said_at_once(tmp_path):
    result = start(tmp_path)

    for name in ("SECRET_KEY", "PERSON_DATA_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
        assert name in result.stderr


@pytest.mark.parametrize(
    "process",
    [
        ("manage.py", "check"),
        ("-m", "celery", "--app", "asnaf", "report"),
        ("-m", "gunicorn", "--check-config", "asnaf.wsgi:application"),
    ],
)
def test_no_process_of_the_portal_starts_with_a_traceback(tmp_path, process):
    environment = {"PATH": os.environ["PATH"], "ASNAF_VAR": str(tmp_path), **GOOD, "REDIS_URL": ""}

    done = subprocess.run(
        [sys.executable, *process], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )

    assert done.returncode != 0
    assert "REDIS_URL must be the address of Redis" in done.stderr
    assert "Traceback" not in done.stderr


def test_portal_without_a_scanner_starts_only_when_scanning_is_waived_in_so_many_words(tmp_path):
    result = start(tmp_path, **{**GOOD, "SCANNER_BACKEND": "", "UNSCANNED_UPLOADS": "1"})

    assert result.returncode == 0, result.stderr
