"""Starting with a bad environment: the portal refuses and says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from asnaf.settings import DEVELOPMENT_KEY

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "k" * 60,
    "PERSON_DATA_KEY": "p" * 60,
    "ALLOWED_HOSTS": "asnaf.example",
    "SITE_URL": "https://asnaf.example",
    "REGISTRY_BACKEND": "http",
    "SCANNER_BACKEND": "core.scanning.clamd.ClamdScanner",
}


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a fresh process with just this environment."""
    code = (
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
        ("PERSON_DATA_KEY", "k" * 60, "a key of its own"),
        ("REGISTRY_BACKEND", "sample", "must be http"),
        ("SCANNER_BACKEND", "", "must name a virus scanner"),
        ("SCANNER_BACKEND", "core.scanning.none.NoScanner", "must name a virus scanner"),
        ("SITE_URL", "http://asnaf.example", "public https:// address"),
    ],
)
def test_portal_with_a_bad_value_refuses_to_start_and_names_it(tmp_path, name, value, why):
    result = start(tmp_path, **{**GOOD, name: value})

    assert result.returncode != 0
    assert why in result.stderr


def test_portal_without_a_scanner_starts_only_when_scanning_is_waived_in_so_many_words(tmp_path):
    result = start(tmp_path, **{**GOOD, "SCANNER_BACKEND": "", "UNSCANNED_UPLOADS": "1"})

    assert result.returncode == 0, result.stderr
