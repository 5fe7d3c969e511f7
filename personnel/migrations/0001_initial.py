import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("guild_units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Personnel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personnel",
                        to="guild_units.guildunit",
                        verbose_name="واحد صنفی",
                    ),
                ),
                ("national_code", models.CharField(max_length=10, verbose_name="کد ملی")),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="نام")),
                ("last_name", models.CharField(blank=True, max_length=80, verbose_name="نام خانوادگی")),
                ("name_sort", models.CharField(default="", editable=False, max_length=160)),
                (
                    "source",
                    models.CharField(
                        choices=[("SSO_LIST", "فهرست بیمهٔ تأمین اجتماعی"), ("MANUAL", "افزودهٔ صاحب واحد")],
                        max_length=8,
                        verbose_name="منبع",
                    ),
                ),
                ("list_month", models.CharField(blank=True, max_length=6, verbose_name="ماه فهرست بیمه")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="رفته در")),
            ],
            options={
                "verbose_name": "شاغل",
                "verbose_name_plural": "شاغلان",
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_at", None)),
                        fields=["unit", "name_sort", "id"],
                        name="personnel_unit",
                    ),
                    models.Index(fields=["unit"], name="personnel_of_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("unit", "national_code"),
                        name="person_once_at_work_in_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("national_code__regex", "^[0-9]{10}$")),
                        name="personnel_national_code_ten_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("list_month__regex", "^[0-9]{6}$"), ("source", "SSO_LIST")),
                            ("source", "MANUAL"),
                            _connector="OR",
                        ),
                        name="personnel_of_a_list_has_its_month",
                    ),
                ],
            },
        ),
    ]
