"""Instructions for guild units and their versions (R262)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import messaging.models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_content_stands"),
        ("organizations", "0003_numbers_of_the_law_and_standing_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InstructionDoc",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="عنوان")),
                ("summary", models.TextField(verbose_name="چکیده")),
                (
                    "file",
                    models.FileField(upload_to=messaging.models.instruction_file, verbose_name="فایل PDF"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="اندازه (بایت)")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="نسخه")),
                (
                    "published_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="انتشار"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="برداشته در")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="ناشر",
                    ),
                ),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="organizations.category", verbose_name="رسته\u200cها"
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="منتشرکننده",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="messaging.instructiondoc",
                        verbose_name="به جای",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="بردارنده",
                    ),
                ),
            ],
            options={
                "verbose_name": "دستورالعمل",
                "verbose_name_plural": "دستورالعمل\u200cها",
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["county", "-id"],
                        name="instruction_present",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="instruction_withdrawn_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces__isnull", True), ("version", 1)),
                            models.Q(("replaces__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="instruction_first_version_replaces_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            models.Q(("file", ""), _negated=True),
                        ),
                        name="instruction_says_something",
                    ),
                ],
            },
        ),
    ]
