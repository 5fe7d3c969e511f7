"""Prepares the fonts: `python tools/fonts.py [FOLDER]`, by default var/fonts (or under ASNAF_VAR)."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from core.fonts import PACKAGE, FontsBroken, FontState, prepare  # noqa: E402


def main() -> int:
    """Status 1 when a font file is not the released one."""
    default = Path(os.environ.get("ASNAF_VAR") or ROOT / "var") / "fonts"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    try:
        state = prepare(folder)
    except FontsBroken as problem:
        print(f"Fonts: {problem}", file=sys.stderr)
        return 1
    if state is FontState.FALLBACK:
        print(f"Fonts: {PACKAGE} is not installed; pages use system fonts, PDFs cannot be drawn.")
    else:
        print(f"Fonts: {state.value}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
