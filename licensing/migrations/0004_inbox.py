"""The inbox: who holds a file, what was read, kept filters, and the column searched by unit name."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.text import search_key


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    requests = apps.get_model("licensing", "LicenceRequest").objects
    batch = []
    for row in requests.exclude(unit_name="").only("pk", "unit_name").iterator(chunk_size=1000):
        row.unit_search = search_key(row.unit_name)[:120]
        batch.append(row)
        if len(batch) == 1000:
            requests.bulk_update(batch, ["unit_search"])
            batch.clear()
    requests.bulk_update(batch, ["unit_search"])


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes."""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("licensing", "0003_silence_warnings_and_letters"),
        ("organizations", "0003_numbers_of_the_law_and_standing_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="نسخهٔ خوانده\u200cشده")),
            ],
            options={
                "verbose_name": "نشان خواندن",
                "verbose_name_plural": "نشان\u200cهای خواندن",
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="نام")),
                ("query", models.CharField(max_length=300, verbose_name="پالایه")),
            ],
            options={
                "verbose_name": "پالایهٔ نگه\u200cداشته",
                "verbose_name_plural": "پالایه\u200cهای نگه\u200cداشته",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="licencerequest",
            name="held_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="در دست از"),
        ),
        migrations.AddField(
            model_name="licencerequest",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held_requests",
                to=settings.AUTH_USER_MODEL,
                verbose_name="در دست",
            ),
        ),
        migrations.AddField(
            model_name="licencerequest",
            name="unit_search",
            field=models.CharField(default="", editable=False, max_length=120),
        ),
        migrations.RunPython(fill, empty),
        migrations.AddConstraint(
            model_name="licencerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                    models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                    _connector="OR",
                ),
                name="request_held_by_and_at_together",
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="licensing.licencerequest",
                verbose_name="درخواست",
            ),
        ),
        migrations.AddField(
            model_name="reading",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="خواننده",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="صاحب",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("user", "request"), name="one_reading_per_person"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="filter_name_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)
                ),
                name="saved_filter_is_not_empty",
            ),
        ),
    ]
