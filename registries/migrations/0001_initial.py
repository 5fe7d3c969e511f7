import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SamplePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("national_code", models.CharField(max_length=10, unique=True)),
                ("first_name", models.CharField(max_length=60)),
                ("last_name", models.CharField(max_length=60)),
                ("father_name", models.CharField(max_length=60)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("gender", models.CharField(choices=[("FEMALE", "زن"), ("MALE", "مرد")], max_length=6)),
                ("deceased_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "شخص نمونه",
                "verbose_name_plural": "اشخاص نمونه",
            },
        ),
        migrations.CreateModel(
            name="SampleAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("postal_code", models.CharField(max_length=10, unique=True)),
                ("province", models.CharField(max_length=60)),
                ("county_code", models.CharField(max_length=8)),
                ("town", models.CharField(max_length=60)),
                ("street", models.CharField(max_length=200)),
                ("number", models.CharField(blank=True, default="", max_length=12)),
                ("floor", models.CharField(blank=True, default="", max_length=12)),
            ],
            options={
                "verbose_name": "نشانی نمونه",
                "verbose_name_plural": "نشانی\u200cهای نمونه",
            },
        ),
        migrations.CreateModel(
            name="SampleOutage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("identity", "ثبت احوال و مالکیت سیم\u200cکارت"),
                            ("licences", "پروانه\u200cهای کسب"),
                            ("social_security", "تأمین اجتماعی"),
                            ("health", "سلامت و واکسیناسیون"),
                            ("post", "نشانی\u200cهای پستی"),
                        ],
                        max_length=20,
                        unique=True,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("DOWN", "قطع"), ("SLOW", "کند")], default="DOWN", max_length=4
                    ),
                ),
                ("seconds", models.PositiveSmallIntegerField(default=3, help_text="مدت کندی به ثانیه")),
            ],
            options={
                "verbose_name": "اختلال نمونه",
                "verbose_name_plural": "اختلال\u200cهای نمونه",
            },
        ),
        migrations.CreateModel(
            name="SampleSim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mobile", models.CharField(max_length=11, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sims",
                        to="registries.sampleperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "سیم\u200cکارت نمونه",
                "verbose_name_plural": "سیم\u200cکارت\u200cهای نمونه",
            },
        ),
        migrations.CreateModel(
            name="SampleLicence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("guild_id", models.CharField(max_length=10, unique=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="licences",
                        to="registries.sampleperson",
                    ),
                ),
                ("unit_name", models.CharField(blank=True, default="", max_length=120)),
                ("union_name", models.CharField(max_length=200)),
                ("category_isic", models.CharField(max_length=10)),
                ("category_name", models.CharField(max_length=200)),
                ("county_code", models.CharField(max_length=8)),
                ("address", models.CharField(max_length=300)),
                ("postal_code", models.CharField(max_length=10)),
                ("issued_on", models.DateField()),
                ("valid_to", models.DateField()),
            ],
            options={
                "verbose_name": "پروانهٔ نمونه",
                "verbose_name_plural": "پروانه\u200cهای نمونه",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("issued_on"))),
                        name="sample_licence_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleVaccination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vaccination",
                        to="registries.sampleperson",
                    ),
                ),
                ("doses", models.PositiveSmallIntegerField()),
                ("last_dose_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "واکسیناسیون نمونه",
                "verbose_name_plural": "واکسیناسیون\u200cهای نمونه",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("doses__lte", 4)), name="sample_vaccination_up_to_four_doses"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("doses", 0), ("last_dose_on__isnull", True)),
                            models.Q(("doses__gt", 0), ("last_dose_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="sample_vaccination_dose_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleWorkshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("workshop_code", models.CharField(max_length=10, unique=True)),
                ("branch_code", models.CharField(max_length=4)),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="workshops",
                        to="registries.samplelicence",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="workshops",
                        to="registries.sampleperson",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "کارگاه نمونه",
                "verbose_name_plural": "کارگاه\u200cهای نمونه",
            },
        ),
        migrations.CreateModel(
            name="SampleInsured",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="insured",
                        to="registries.sampleworkshop",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="insured",
                        to="registries.sampleperson",
                    ),
                ),
                ("month", models.CharField(max_length=6)),
            ],
            options={
                "verbose_name": "بیمه\u200cشدهٔ نمونه",
                "verbose_name_plural": "بیمه\u200cشدگان نمونه",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "month", "person"), name="sample_insured_once_a_month"
                    )
                ],
            },
        ),
    ]
