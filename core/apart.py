"""Processes beside this one, for what may go wrong with what people wrote: our own code and the same interpreter, but
no settings, no database and no secret.
"""

import os
import sys

from django.conf import settings

#: All that such a process needs to know of this one's surroundings.
_NEEDED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
)


def command(module: str, function: str, *arguments: str) -> list[str]:
    """The command that calls `function` of `module` there; it finds `arguments` at the end of `sys.argv`."""
    code = f"import sys; sys.path.insert(0, sys.argv[1]); from {module} import {function}; {function}()"
    return [sys.executable, "-I", "-c", code, str(settings.BASE_DIR), *arguments]


def surroundings() -> dict[str, str]:
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}
