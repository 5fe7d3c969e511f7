"""Random choices that are the same on every machine."""

from random import Random

SEED = "asnaf-sample-nation"


def dice(*names: object) -> Random:
    """A source of choices that depends on the names alone, never on what was drawn elsewhere before."""
    return Random(":".join([SEED, *map(str, names)]))  # noqa: S311  # nosec B311
