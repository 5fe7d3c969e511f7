"""What the processes of a running portal may do in PostgreSQL: read and write rows, and nothing with the tables.

The owner of the tables runs the migrations and then `manage.py grant_roles`. Whoever breaks into a web process can so
neither drop the triggers of the audit trail nor change, remove or add to anything behind their back.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from core.append_only import protected_tables

#: The roles of the web processes, and of worker, timetable and sender of codes.
WEB, WORKER = "portal_web", "portal_worker"
ROLES = (WEB, WORKER)
#: Written by migrations alone.
ONLY_READ = ("django_migrations",)


def grant(connection: BaseDatabaseWrapper, role: str, password: str) -> None:
    """Make `role` if it is missing, set its password, and give it just the rows. Safe to repeat, after every migration.

    Args:
        connection: to PostgreSQL, as the owner of the tables with the right to make roles.
        role: one of ROLES.
        password: what it signs in with; empty leaves the one it has.

    Raises:
        ValueError: `role` is none of ours.
    """
    if role not in ROLES:
        raise ValueError(f"{role} is no role of the portal")
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {name}")
        cursor.execute(f"ALTER ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS")
        if password:
            cursor.execute(f"ALTER ROLE {name} PASSWORD %s", [password])
        cursor.execute("SELECT current_database(), current_schema()")
        database, schema = map(connection.ops.quote_name, cursor.fetchone())
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM {name}, PUBLIC")
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM {name}, PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        for table in protected_tables(connection):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {name}")
        for table in ONLY_READ:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {name}")
