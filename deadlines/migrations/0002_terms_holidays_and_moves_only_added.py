"""Seeds the terms of handbook 8 and the holidays of 1390–1420; protects the recorded moves."""

from uuid import uuid4

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.append_only import protect_append_only, unprotect
from deadlines.holiday_table import official_holidays
from deadlines.seeds import seed_terms

MOVES = "deadlines_deadlinemove"


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed_terms(apps.get_model("deadlines", "Term"))
    holiday = apps.get_model("deadlines", "Holiday")
    holiday.objects.bulk_create(
        holiday(date=row.date, title=row.title, is_estimated=row.is_estimated, source="PACKAGE")
        for row in official_holidays(1390, 1420)
    )
    apps.get_model("deadlines", "CalendarVersion").objects.create(pk=1, token=uuid4().hex)


def unseed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("CalendarVersion", "Holiday", "Term"):
        apps.get_model("deadlines", name).objects.all().delete()


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    protect_append_only(schema_editor, MOVES)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unprotect(schema_editor, MOVES)


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed), migrations.RunPython(protect, lift)]
