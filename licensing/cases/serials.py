"""Running numbers, given once."""

from django.db import connection

RAISE_SQL = """
    INSERT INTO licensing_serial (key, last) VALUES (%s, 1)
    ON CONFLICT (key) DO UPDATE SET last = licensing_serial.last + 1
    RETURNING last
"""


def next_serial(key: str) -> int:
    """The next number of `key`, from 1, in the caller's transaction: given back if that fails."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE_SQL, [key])
        return int(cursor.fetchone()[0])
