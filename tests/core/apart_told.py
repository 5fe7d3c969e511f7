"""What a process beside the portal says of itself, for `test_apart`."""

import os
import sys


def tell() -> None:
    sys.stdout.write(f"{sys.argv[-1]} {'SECRET_KEY' in os.environ}\n")
