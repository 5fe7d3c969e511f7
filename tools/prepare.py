"""Bring database and static files up to date before the portal starts; print the sample accounts.

One process for all steps, since starting Django costs more than a step that has nothing to do.
"""

import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection


def main() -> None:
    """Migrate, load the sample nation into an empty database (demo only), collect static files."""
    django.setup()
    from core.heartbeat import forget

    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.exit(f"The database of DATABASE_URL does not answer: {error}")
    _say("Database: bringing tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO:
        _say("Sample nation: loading it if the database is empty")
        call_command("load_sample_nation", if_empty=True, stdout=sys.stderr)
    forget()  # what an earlier run saw of a worker says nothing about this one
    _say("Static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO:
        call_command("sample_accounts")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
