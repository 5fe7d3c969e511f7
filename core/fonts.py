"""Prepares Vazirmatn from an installed package: small files for browsers, whole ones for PDFs and pictures.

`<folder>/Vazirmatn-<Weight>.woff2` is a subset: Persian and Arabic letters as Persian writes them, digits,
punctuation and ASCII signs, without Latin letters. Regular and Bold together weigh 30 kB; with the letters
A–Z they would weigh 37 kB, above what the first visit may carry, so Latin words are drawn in the system's
own face. `<folder>/ttf/Vazirmatn-<Weight>.ttf` is the whole font: TTF is three times as fast as WOFF2 in a
PDF.

Needs no Django settings: it runs in the build, before the portal is set up.
"""

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

PACKAGE = "django-daisy-theme"
SOURCES: Mapping[str, str] = {  # SHA-256 of the release's own files, Vazirmatn 33.003
    "Vazirmatn-Regular.woff2": "e382101336c6eb32cfb31381c027d02d2e0354bad08f6a395d4088beb3db3d91",
    "Vazirmatn-Medium.woff2": "3333e31188a2b628db8780ca22fd5aad85bc083ccee9beb8d4d52db18cb98d48",
    "Vazirmatn-Bold.woff2": "836fae7d42d83faa249bc00e0099592be98a1fa260d22d82f269b6091e585627",
}
NOTICE = "OFL.txt"
_STAMP = "prepared.json"
_RECIPE = 1  # raise it when the subset below changes, so that prepared folders are made anew
_LETTERS = "آأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگیۀء"
_MARKS = "ًٌٍَُِّْٰٕٔٓـ"
_DIGITS_AND_SIGNS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩،؛؟٪٫٬﷼«»‹›…–—•·×÷−\u00a0\u200c\u200d\u200e\u200f"
_ASCII = "".join(chr(code) for code in range(0x20, 0x7F) if not chr(code).isalpha())
SUBSET = frozenset(_LETTERS + _MARKS + _DIGITS_AND_SIGNS + _ASCII)
_FEATURES = ["ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "liga", "calt", "mark", "mkmk", "kern"]
_NOTICE_TEXT = """{copyright}

{licence}
{address}

The .woff2 files beside this notice are subsets of Vazirmatn 33.003, the .ttf files the same fonts in another
container. Both were made from the original files without any other change and stay under the same licence.
"""


class FontsBroken(Exception):
    """A font file is not the one that was released, or is missing from its package. The build stops."""


class FontState(Enum):
    """How the build step ended."""

    PREPARED = "prepared"
    UNCHANGED = "unchanged"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    content: bytes

    @property
    def ttf_name(self) -> str:
        return f"{Path(self.name).stem}.ttf"


def prepare(folder: Path) -> FontState:
    """Fill `folder`. Does nothing when it is already right; FALLBACK when the package is not installed.

    Raises FontsBroken when the package is there but its fonts are not the expected ones.
    """
    if _is_prepared(folder):
        return FontState.UNCHANGED
    sources = _sources()
    if sources is None:
        return FontState.FALLBACK
    made: dict[str, bytes] = {NOTICE: _notice(sources[0])}
    for source in sources:
        made[source.name] = _subset(source)
        made[f"ttf/{source.ttf_name}"] = _ttf(source)
    for name, content in made.items():
        _write(folder / name, content)
    stamp = {"recipe": _RECIPE, "files": {name: _sha256(content) for name, content in made.items()}}
    _write(folder / _STAMP, json.dumps(stamp, indent=1).encode())
    return FontState.PREPARED


def ttf_files(folder: Path) -> list[Path]:
    """The whole fonts under `folder`: Regular, Medium, Bold."""
    return [folder / "ttf" / f"{Path(name).stem}.ttf" for name in SOURCES]


def fonts_problem(folder: Path) -> str | None:
    """What the readiness page says about the fonts, in Persian; None when all are there."""
    wanted = [*ttf_files(folder), *(folder / name for name in SOURCES)]
    if all(path.is_file() for path in wanted):
        return None
    return (
        "قلم وزیرمتن آماده نشده است؛ صفحه‌ها با قلم‌های سیستم نمایش داده می‌شوند. "
        "بستهٔ قلم را نصب و گام آماده‌سازی قلم‌ها را دوباره اجرا کنید."
    )


def _is_prepared(folder: Path) -> bool:
    try:
        stamp = json.loads((folder / _STAMP).read_bytes())
        files: Mapping[str, str] = stamp["files"]
        same = all(_sha256((folder / name).read_bytes()) == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return same and stamp.get("recipe") == _RECIPE and set(SOURCES) <= set(files)


def _sources() -> list[_Source] | None:
    try:
        listed = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    places = {path.name: Path(str(path.locate())) for path in listed if path.name in SOURCES}
    return [_checked(name, digest, places.get(name)) for name, digest in SOURCES.items()]


def _checked(name: str, digest: str, place: Path | None) -> _Source:
    if place is None or not place.is_file():
        raise FontsBroken(f"{PACKAGE} is installed but has no {name}.")
    content = place.read_bytes()
    if _sha256(content) != digest:
        raise FontsBroken(f"{name} in {PACKAGE} is not the released file: its SHA-256 is {_sha256(content)}.")
    return _Source(name, content)


def _subset(source: _Source) -> bytes:
    from fontTools import subset

    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=_FEATURES, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    font = subset.load_font(io.BytesIO(source.content), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(SUBSET)))
    subsetter.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    return target.getvalue()


def _ttf(source: _Source) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(source.content), recalcTimestamp=False)
    font.flavor = None
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


def _notice(source: _Source) -> bytes:
    from fontTools.ttLib import TTFont

    names = TTFont(io.BytesIO(source.content))["name"]
    text = _NOTICE_TEXT.format(
        copyright=names.getDebugName(0), licence=names.getDebugName(13), address=names.getDebugName(14)
    )
    return text.encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """All or nothing: a build that is interrupted leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
