"""Looks at a PDF as a printer would."""

import io
import subprocess

from PIL import Image


def first_page(pdf, dpi=150):
    """The first page as a picture."""
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-png"]
    picture = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(picture))
