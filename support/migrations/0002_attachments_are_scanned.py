"""Attachments are held for the virus scanner; the database still refuses to exchange one.

Until now rows were only added. From now on a verdict is written down, and an infected file is emptied.
"""

import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

import support.models
from core.append_only import protect_append_only, unprotect

TABLE = "support_ticketattachment"
NAME = "support_attachment_stands"
_CHANGED = (
    "OLD.post_id <> NEW.post_id OR OLD.size <> NEW.size OR (OLD.file <> NEW.file AND NEW.file <> '')"
    " OR (OLD.thumbnail <> NEW.thumbnail AND NEW.thumbnail <> '')"
)
_POSTGRES = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an attachment is not exchanged' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({_CHANGED}) EXECUTE FUNCTION {NAME}()
"""
_SQLITE = f"""
CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN {_CHANGED}
BEGIN SELECT RAISE(ABORT, 'an attachment is not exchanged'); END
"""


def open_rows(apps, schema_editor):
    unprotect(schema_editor, TABLE)


def close_rows(apps, schema_editor):
    protect_append_only(schema_editor, TABLE)


def keep_files(apps, schema_editor):
    """Add the trigger. A later migration that alters the table on SQLite loses it: call this again there."""
    schema_editor.execute(_POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE)


def let_files_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0001_tickets"),
    ]

    operations = [
        migrations.RunPython(open_rows, close_rows),
        migrations.RemoveConstraint(
            model_name="ticketattachment",
            name="attachment_has_a_file",
        ),
        migrations.AddField(
            model_name="ticketattachment",
            name="infection",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="نام آلودگی"
            ),
        ),
        migrations.AddField(
            model_name="ticketattachment",
            name="scan",
            field=models.CharField(
                choices=[("HELD", "در حال بررسی"), ("CLEAN", "بررسی شد"), ("INFECTED", "آلوده")],
                db_default="HELD",
                default="CLEAN",
                max_length=8,
                verbose_name="ویروس\u200cیابی",
            ),
        ),
        migrations.AddField(
            model_name="ticketattachment",
            name="scan_next_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                verbose_name="ویروس\u200cیابی بعد",
            ),
        ),
        migrations.AddField(
            model_name="ticketattachment",
            name="scan_tries",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="دفعه\u200cهای ویروس\u200cیابی"
            ),
        ),
        migrations.AlterField(
            model_name="ticketattachment",
            name="file",
            field=models.FileField(blank=True, upload_to=support.models.random_name, verbose_name="فایل"),
        ),
        migrations.AddIndex(
            model_name="ticketattachment",
            index=models.Index(
                condition=models.Q(("scan", "HELD"), models.Q(("file", ""), _negated=True)),
                fields=["scan_next_at"],
                name="attachment_held",
            ),
        ),
        migrations.AddIndex(
            model_name="ticketattachment",
            index=models.Index(fields=["file"], name="attachment_file"),
        ),
        migrations.AddIndex(
            model_name="ticketattachment",
            index=models.Index(fields=["thumbnail"], name="attachment_thumbnail"),
        ),
        migrations.AddConstraint(
            model_name="ticketattachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), _negated=True),
                    models.Q(("scan", "INFECTED"), ("thumbnail", "")),
                    _connector="OR",
                ),
                name="attachment_has_a_file",
            ),
        ),
        migrations.RunPython(keep_files, let_files_go),
    ]
