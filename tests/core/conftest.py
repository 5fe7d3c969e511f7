"""Fixtures of the core tests."""

import pytest
from django.conf import settings

from core import fonts


@pytest.fixture(scope="session")
def prepared_fonts():
    """The font folder of the test settings, filled."""
    fonts.prepare(settings.FONTS_ROOT)
    return settings.FONTS_ROOT
