"""Fill the database of DATABASE_URL."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asnaf.settings")
django.setup()

from benchmarks.nation.fill import fill  # noqa: E402 - models need the apps

if __name__ == "__main__":
    fill(int(sys.argv[1]), lambda line: print(line, flush=True))
