import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.tokens import new_token

AT_ONCE = 5000


def give_codes(apps, schema_editor):
    """A code for every unit that stands. Drawing one takes 10 ms, hours for all: each is drawn at its first need
    (`drawing_of`), at the latest with its poster, by the sweep."""
    GuildUnit, QrCode = apps.get_model("guild_units", "GuildUnit"), apps.get_model("guild_units", "QrCode")
    without = GuildUnit.objects.filter(removed_at=None, codes=None)
    last = 0
    while keys := list(without.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        QrCode.objects.bulk_create([QrCode(unit_id=key, token=new_token()) for key in keys])
        last = keys[-1]


class Migration(migrations.Migration):
    dependencies = [
        ("guild_units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QrCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=32, unique=True)),
                ("svg", models.TextField(editable=False)),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="صدور"
                    ),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="بی\u200cاعتبار از"
                    ),
                ),
                (
                    "revoked_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REISSUED", "صدور کد تازه"),
                            ("REMOVED", "حذف واحد"),
                            ("LICENCE", "باطل شدن پروانه"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="دلیل بی\u200cاعتباری",
                    ),
                ),
                ("poster", models.FileField(blank=True, upload_to="posters/%Y/%m/", verbose_name="پوستر")),
                (
                    "poster_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان آماده\u200cشدن پوستر"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="صادرکننده",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="guild_units.guildunit",
                        verbose_name="واحد صنفی",
                    ),
                ),
            ],
            options={
                "verbose_name": "QR کد واحد صنفی",
                "verbose_name_plural": "QR کدهای واحدهای صنفی",
            },
        ),
        migrations.CreateModel(
            name="ScanLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("PUBLIC", "مردم"), ("STAFF", "بازرس")],
                        default="PUBLIC",
                        max_length=6,
                        verbose_name="چه کسی",
                    ),
                ),
                (
                    "qr",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="guild_units.qrcode",
                        verbose_name="QR کد",
                    ),
                ),
            ],
            options={
                "verbose_name": "اسکن QR کد",
                "verbose_name_plural": "اسکن\u200cهای QR کد",
            },
        ),
        migrations.AddIndex(
            model_name="qrcode",
            index=models.Index(fields=["unit", "-id"], name="qr_of_unit"),
        ),
        migrations.AddIndex(
            model_name="qrcode",
            index=models.Index(
                condition=models.Q(("poster", ""), ("revoked_at__isnull", True)),
                fields=["issued_at"],
                name="qr_without_poster",
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("unit",),
                name="one_active_qr_of_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_reason", "")),
                    models.Q(
                        ("revoked_at__gte", models.F("issued_at")),
                        ("revoked_at__isnull", False),
                        models.Q(("revoked_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="qr_revoked_later_and_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="qrcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("token__regex", "^[A-Za-z0-9_-]{24}$")), name="qr_token_of_144_bits"
            ),
        ),
        migrations.AddIndex(
            model_name="scanlog",
            index=models.Index(fields=["qr", "-at"], name="scans_of_qr"),
        ),
        # the way back drops the tables, and the codes with them
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
