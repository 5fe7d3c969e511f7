"""Checks the settings at the start of every process; a bad one ends it with a sentence and an exit code."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured


def load_settings() -> None:
    """Load the settings that DJANGO_SETTINGS_MODULE names, ours by default.

    Raises:
        SystemExit: they are not fit for a start; what is wrong is said on standard error.
    """
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
    try:
        import_module(module)
    except ImproperlyConfigured as error:
        sys.exit(f"The portal does not start:\n{error}")
