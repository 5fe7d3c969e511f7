import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.jalali


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("licensing", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuildUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="accounts.person",
                        verbose_name="صاحب پروانه",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("REGISTER", "سامانهٔ پروانه\u200cهای پیشین"), ("PORTAL", "همین سامانه")],
                        max_length=8,
                        verbose_name="منبع پروانه",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="licensing.licence",
                        verbose_name="پروانهٔ صادرشده در سامانه",
                    ),
                ),
                ("licence_number", models.CharField(max_length=20, verbose_name="شمارهٔ پروانه کسب")),
                ("guild_id", models.CharField(max_length=10, verbose_name="شناسهٔ واحد صنفی")),
                ("unit_name", models.CharField(blank=True, max_length=120, verbose_name="نام واحد صنفی")),
                ("category_isic", models.CharField(max_length=10, verbose_name="کد آیسیک")),
                ("category_name", models.CharField(max_length=200, verbose_name="رسته")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.category",
                        verbose_name="رسته در سامانه",
                    ),
                ),
                ("union_name", models.CharField(max_length=200, verbose_name="اتحادیه")),
                (
                    "union",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organizations.union",
                        verbose_name="اتحادیه در سامانه",
                    ),
                ),
                ("county_code", models.CharField(max_length=8, verbose_name="کد شهرستان")),
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
                ("address", models.CharField(max_length=300, verbose_name="نشانی")),
                ("postal_code", models.CharField(max_length=10, verbose_name="کد پستی")),
                ("issued_on", models.DateField(verbose_name="تاریخ صدور")),
                ("valid_to", models.DateField(verbose_name="اعتبار تا")),
                (
                    "told_on",
                    models.DateField(
                        default=core.jalali.tehran_today, editable=False, verbose_name="روز پاسخ ثبت"
                    ),
                ),
                (
                    "employment_form",
                    models.CharField(
                        choices=[("FORMAL", "بنگاه رسمی"), ("SELF_EMPLOYED", "خویش\u200cفرما")],
                        max_length=13,
                        verbose_name="نوع کاربری",
                    ),
                ),
                (
                    "workshop_code",
                    models.CharField(blank=True, max_length=10, verbose_name="کد کارگاه واحد صنفی"),
                ),
                (
                    "branch_code",
                    models.CharField(blank=True, max_length=4, verbose_name="کد شعبه تأمین اجتماعی"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="حذف در")),
            ],
            options={
                "verbose_name": "واحد صنفی",
                "verbose_name_plural": "واحدهای صنفی",
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=["owner", "-id"],
                        name="unit_owner",
                    ),
                    models.Index(
                        condition=models.Q(("removed_at__isnull", True), ("source", "REGISTER")),
                        fields=["told_on", "id"],
                        name="unit_told_by_register",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("guild_id",),
                        name="licence_attached_to_one_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("employment_form", "FORMAL"),
                                ("workshop_code__regex", "^[0-9]{10}$"),
                                ("branch_code__regex", "^[0-9]{4}$"),
                            ),
                            models.Q(
                                ("branch_code", ""),
                                ("employment_form", "SELF_EMPLOYED"),
                                ("workshop_code", ""),
                            ),
                            _connector="OR",
                        ),
                        name="unit_codes_fit_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("licence__isnull", False), ("source", "PORTAL")),
                            models.Q(("licence__isnull", True), ("source", "REGISTER")),
                            _connector="OR",
                        ),
                        name="unit_of_the_portal_has_its_licence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("guild_id__regex", "^[0-9]{10}$")),
                        name="unit_guild_id_ten_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("issued_on"))),
                        name="unit_licence_ends_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            ("removed_at__gte", models.F("registered_at")),
                            _connector="OR",
                        ),
                        name="unit_removed_after_registration",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrationDraft",
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
                        related_name="registration",
                        to="accounts.person",
                    ),
                ),
                (
                    "licence_number",
                    models.CharField(blank=True, max_length=20, verbose_name="شمارهٔ پروانه کسب"),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="تاریخ تولد")),
                ("found", models.JSONField(blank=True, default=dict)),
                (
                    "employment_form",
                    models.CharField(
                        blank=True,
                        choices=[("FORMAL", "بنگاه رسمی"), ("SELF_EMPLOYED", "خویش\u200cفرما")],
                        max_length=13,
                        verbose_name="نوع کاربری",
                    ),
                ),
                (
                    "workshop_code",
                    models.CharField(blank=True, max_length=10, verbose_name="کد کارگاه واحد صنفی"),
                ),
                (
                    "branch_code",
                    models.CharField(blank=True, max_length=4, verbose_name="کد شعبه تأمین اجتماعی"),
                ),
                ("insured", models.JSONField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("skipped_at", models.DateTimeField(blank=True, null=True, verbose_name="ادامه بدون پروانه")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="آغاز"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="آخرین تغییر")),
            ],
            options={
                "verbose_name": "ثبت\u200cنام نیمه\u200cتمام",
                "verbose_name_plural": "ثبت\u200cنام\u200cهای نیمه\u200cتمام",
            },
        ),
        migrations.CreateModel(
            name="QrCode",
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
                        related_name="codes",
                        to="guild_units.guildunit",
                        verbose_name="واحد صنفی",
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
            ],
            options={
                "verbose_name": "QR کد واحد صنفی",
                "verbose_name_plural": "QR کدهای واحدهای صنفی",
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="qr_of_unit"),
                    models.Index(
                        condition=models.Q(("poster", ""), ("revoked_at__isnull", True)),
                        fields=["issued_at"],
                        name="qr_without_poster",
                    ),
                    models.Index(fields=["poster"], name="qr_poster"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("unit",),
                        name="one_active_qr_of_a_unit",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("token__regex", "^[A-Za-z0-9_-]{24}$")),
                        name="qr_token_of_144_bits",
                    ),
                ],
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
                    "qr",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="guild_units.qrcode",
                        verbose_name="QR کد",
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
            ],
            options={
                "verbose_name": "اسکن QR کد",
                "verbose_name_plural": "اسکن\u200cهای QR کد",
                "indexes": [models.Index(fields=["qr", "-at"], name="scans_of_qr")],
            },
        ),
    ]
