"""The audit trail is only added to."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.append_only import protect_append_only, unprotect

TABLE = "core_auditentry"


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    protect_append_only(schema_editor, TABLE)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unprotect(schema_editor, TABLE)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("shard", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("head_hash", models.CharField(blank=True, default="", max_length=64)),
                ("count", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "سر زنجیرهٔ رویدادها",
                "verbose_name_plural": "سرهای زنجیرهٔ رویدادها",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shard", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_label", models.CharField(blank=True, default="", max_length=150)),
                ("subject_type", models.CharField(max_length=100)),
                ("subject_id", models.CharField(max_length=64)),
                ("action", models.CharField(max_length=100)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
                ("previous_hash", models.CharField(blank=True, default="", max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "رویداد",
                "verbose_name_plural": "رویدادها",
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "at"], name="audit_of_subject"),
                    models.Index(fields=["actor_id", "at"], name="audit_of_actor"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("shard", "sequence"), name="audit_place_in_chain")
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "تپش کارگر",
                "verbose_name_plural": "تپش کارگر",
            },
        ),
        migrations.CreateModel(
            name="FileCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=100, unique=True)),
                ("after", models.CharField(blank=True, default="", max_length=200)),
                ("missing", models.PositiveIntegerField(default=0)),
                ("missing_before", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "بررسی فایل\u200cها",
                "verbose_name_plural": "بررسی فایل\u200cها",
            },
        ),
        migrations.CreateModel(
            name="UploadDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("files", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "فایل\u200cهای یک روز",
                "verbose_name_plural": "فایل\u200cهای روزها",
                "indexes": [models.Index(fields=["day"], name="upload_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("sender_id", "day"), name="one_count_of_a_day")
                ],
            },
        ),
        migrations.RunPython(protect, lift),
    ]
