"""What only the database can promise: a write past every service is refused, by the constraint that is meant."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused_by(name: str) -> Iterator[None]:
    """The database itself refuses what is written inside, by the constraint or trigger of this name or wording.

    SQLite tells the columns of a unique constraint instead of its name.
    """
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed"), transaction.atomic():
        yield
