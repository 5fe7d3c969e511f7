"""Seeds the numbers of the law; from here on published texts and entered tariffs stand."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from organizations.guards import protect, unprotect
from organizations.legal_values import first_values


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    values = apps.get_model("organizations", "LegalValue")
    for row in first_values():
        values.objects.get_or_create(key=row["key"], valid_from=row["valid_from"], defaults=row)


def unseed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The numbers stay: others may rest on them by now."""


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    protect(schema_editor)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unprotect(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_bodies_conditions_and_proposals")]
    operations = [migrations.RunPython(seed, unseed), migrations.RunPython(guard, lift)]
