"""Gives the roles of the running portal what they need in the database, and nothing else."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from core import database_roles


class Command(BaseCommand):
    """Run as the owner of the tables after `migrate`; POSTGRES_WEB_PASSWORD and POSTGRES_WORKER_PASSWORD are set."""

    help = "Let the web and worker roles read and write rows, and nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles exist in PostgreSQL only; SQLite is for development.")
        passwords = {
            database_roles.WEB: os.environ.get("POSTGRES_WEB_PASSWORD", ""),
            database_roles.WORKER: os.environ.get("POSTGRES_WORKER_PASSWORD", ""),
        }
        with transaction.atomic():
            for role, password in passwords.items():
                database_roles.grant(connection, role, password)
                self.stdout.write(f"{role} may read and write rows")
