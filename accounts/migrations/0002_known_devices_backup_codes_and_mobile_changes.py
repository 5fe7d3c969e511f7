import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="backup_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "کد پشتیبان",
                "verbose_name_plural": "کدهای پشتیبان",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "code_hash"), name="one_row_per_backup_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "دستگاه آشنا",
                "verbose_name_plural": "دستگاه\u200cهای آشنا",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="one_row_per_user_and_device")
                ],
            },
        ),
        migrations.CreateModel(
            name="MobileChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=10, unique=True, verbose_name="شمارهٔ مرجع")),
                (
                    "lost_sim",
                    models.BooleanField(default=False, verbose_name="سیم\u200cکارت قبلی در دسترس نیست"),
                ),
                ("national_code", models.CharField(max_length=10, verbose_name="کد ملی")),
                (
                    "old_mobile",
                    models.CharField(blank=True, default="", max_length=11, verbose_name="شمارهٔ پیشین"),
                ),
                ("new_mobile", models.CharField(max_length=11, verbose_name="شمارهٔ تازه")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("AWAITING_CHECK", "در انتظار بررسی هویت"),
                            ("AWAITING_CODE", "در انتظار کد شمارهٔ تازه"),
                            ("DONE", "انجام\u200cشده"),
                            ("REFUSED", "رد شده"),
                            ("EXPIRED", "مهلت گذشته"),
                        ],
                        max_length=14,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="معتبر تا")),
                (
                    "seen",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NATIONAL_CARD", "کارت ملی هوشمند"),
                            ("BIRTH_CERTIFICATE", "شناسنامهٔ عکس\u200cدار"),
                            ("PASSPORT", "گذرنامه"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="مدرک دیده\u200cشده",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="شرح بررسی")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="بررسی در")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="انجام در")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="بررسی\u200cکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "تغییر شمارهٔ همراه",
                "verbose_name_plural": "تغییر شماره\u200cهای همراه",
                "indexes": [models.Index(fields=["state", "ends_at"], name="mobile_change_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mobile_change_checked_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lost_sim", False),
                            models.Q(("state__in", ["AWAITING_CODE", "DONE"]), _negated=True),
                            models.Q(("checked_at__isnull", False), models.Q(("seen", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mobile_change_without_sim_is_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "DONE")),
                            models.Q(models.Q(("state", "DONE"), _negated=True), ("done_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="mobile_change_done_has_its_moment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("AWAITING_CHECK", "AWAITING_CODE"))),
                        fields=("national_code", "new_mobile", "lost_sim"),
                        name="one_open_mobile_change",
                    ),
                ],
            },
        ),
    ]
