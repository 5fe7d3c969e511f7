#!/usr/bin/env python3
"""Speaks a captcha in Persian: `speech.py -t "۴, ۷" -o file.wav`, the call django-simple-captcha makes of flite.

Needs espeak-ng and nothing of the portal; it runs as a program of its own.
"""

import argparse
import subprocess  # nosec B404
from collections.abc import Sequence

WORDS = dict(
    zip("۰۱۲۳۴۵۶۷۸۹", ("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"), strict=True)
)
WORDS_A_MINUTE, PAUSE_HUNDREDTHS, SECONDS = 120, 12, 10


def words(text: str) -> str:
    """The digits of `text` as words, each a sentence of its own; everything else is left out."""
    return "، ".join(WORDS[char] for char in text if char in WORDS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the spoken digits to the file that is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-t", dest="text", required=True)
    parser.add_argument("-o", dest="output", required=True)
    asked = parser.parse_args(arguments)
    options = ["-v", "fa", "-s", str(WORDS_A_MINUTE), "-g", str(PAUSE_HUNDREDTHS), "-w", asked.output]
    subprocess.run(  # nosec B603 B607
        ["espeak-ng", *options, words(asked.text)], check=True, timeout=SECONDS
    )


if __name__ == "__main__":
    main()
