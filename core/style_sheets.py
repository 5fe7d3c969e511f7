"""The style sheets browsers get, built from the sources under `styles/` (ADR 16).

`css/<name>.css` among the static files is `styles/<name>.css` with all that it imports: nesting written out for older
browsers, minified. The layers give its rules their order and are left out: a browser that does not know `@layer` would
drop everything inside.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

#: Of two rules that weigh the same, the one in the later layer wins.
LAYERS = ("tokens", "base", "components", "pages")
#: The oldest browsers the sheets are written out for. An older one gets the same sheet and skips what it does not know.
BROWSERS = ["chrome 89", "firefox 78", "safari 15"]


def build(source: Path) -> str:
    """The sheet of `source` for browsers. Raises ValueError for faulty CSS and for rules outside of the layers."""
    import lightningcss

    flat = _without_layers(bundle(source), source.name)
    return lightningcss.process_stylesheet(flat, filename=source.name, browsers_list=BROWSERS)


def bundle(source: Path) -> str:
    """`source` and all it imports in one text, with its layers. Raises ValueError for faulty CSS."""
    import lightningcss

    return lightningcss.bundle_css(str(source), minify=False)


def _without_layers(css: str, name: str) -> str:
    import tinycss2

    parts = dict.fromkeys(LAYERS, "")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "at-rule" or rule.at_keyword != "layer":
            raise ValueError(f"{name} has a rule outside of its layers: {rule.serialize()[:60]}")
        if rule.content is None:  # the statement of their order
            continue
        layer = tinycss2.serialize(rule.prelude).strip()
        if layer not in parts:
            raise ValueError(f"{name} has an unknown layer: {layer}")
        parts[layer] += tinycss2.serialize(rule.content)
    return "".join(parts.values())


class StyleSheetFinder(BaseFinder):
    """Finds `css/<name>.css` for `collectstatic`, and in development for each request, built anew after a change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._built: dict[str, float] = {}

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = self._sources.get(path)
        if source is None:
            return []
        found = str(self._up_to_date(path, source))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path, source in self._sources.items():
            self._up_to_date(path, source)
            yield path, FileSystemStorage(location=self._folder)

    @property
    def _sources(self) -> dict[str, Path]:
        return {f"css/{source.name}": source for source in sorted(settings.STYLES_ROOT.glob("*.css"))}

    @cached_property
    def _folder(self) -> Path:
        """A folder of this process alone: the container's own files are read-only."""
        folder = Path(tempfile.mkdtemp(prefix="style-sheets-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def _up_to_date(self, path: str, source: Path) -> Path:
        target = self._folder / path
        changed = max(part.stat().st_mtime for part in settings.STYLES_ROOT.rglob("*.css"))
        if self._built.get(path) != changed:
            target.parent.mkdir(exist_ok=True)
            unfinished = target.with_suffix(f".{os.urandom(4).hex()}")
            unfinished.write_text(build(source), encoding="utf-8")
            unfinished.replace(target)  # another thread may be reading it
            self._built[path] = changed
        return target
