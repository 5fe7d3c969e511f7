import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("national_code", models.CharField(max_length=10, unique=True, verbose_name="کد ملی")),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="نام")),
                ("last_name", models.CharField(blank=True, max_length=80, verbose_name="نام خانوادگی")),
                ("father_name", models.CharField(blank=True, max_length=60, verbose_name="نام پدر")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="تاریخ تولد")),
                (
                    "mobile",
                    models.CharField(blank=True, db_index=True, max_length=11, verbose_name="تلفن همراه"),
                ),
                ("deceased_on", models.DateField(blank=True, null=True, verbose_name="تاریخ فوت")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=160)),
                ("name_search", models.CharField(default="", editable=False, max_length=160)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "شخص",
                "verbose_name_plural": "اشخاص",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("national_code__regex", "^[0-9]{10}$")),
                        name="person_national_code_is_ten_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mobile", ""), ("mobile__regex", "^09[0-9]{9}$"), _connector="OR"
                        ),
                        name="person_mobile_is_canonical",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtpChallenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("SIGN_IN", "ورود"),
                            ("TRACK", "پیگیری درخواست"),
                            ("CHANGE_MOBILE", "تغییر شماره همراه"),
                            ("DELETE_UNIT", "حذف واحد صنفی"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mobile", models.CharField(max_length=11)),
                ("national_code", models.CharField(max_length=10)),
                ("session_key", models.CharField(max_length=64)),
                ("by_known_browser", models.BooleanField(default=False)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resend_allowed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "کد یک\u200cبارمصرف",
                "verbose_name_plural": "کدهای یک\u200cبارمصرف",
                "indexes": [
                    models.Index(fields=["mobile", "purpose", "-sent_at"], name="otp_mobile"),
                    models.Index(fields=["expires_at"], name="otp_expiry"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", 5)), name="otp_attempts_at_most_five"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("dead_at__isnull", True), _connector="OR"
                        ),
                        name="otp_used_or_dead_not_both",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dead_at__isnull", True), ("used_at__isnull", True)),
                        fields=("mobile", "purpose"),
                        name="one_live_code_per_mobile_and_purpose",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "شمارنده",
                "verbose_name_plural": "شمارنده\u200cها",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=64, unique=True, verbose_name="نام کاربری")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="accounts.person",
                        verbose_name="شخص",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
                ("is_staff", models.BooleanField(default=False, verbose_name="همکار")),
                (
                    "must_change_password",
                    models.BooleanField(default=False, verbose_name="گذرواژه باید عوض شود"),
                ),
                (
                    "first_password_until",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="گذرواژهٔ نخست معتبر تا"
                    ),
                ),
                ("rights_version", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "حساب کاربری",
                "verbose_name_plural": "حساب\u200cهای کاربری",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_staff", True)), fields=["username"], name="staff_account"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_staff", False)),
                        fields=("person",),
                        name="one_citizen_account_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_staff", True), ("person__isnull", False), _connector="OR"),
                        name="citizen_account_has_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("password", models.CharField(max_length=128)),
                ("was_first", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "گذرواژهٔ پیشین",
                "verbose_name_plural": "گذرواژه\u200cهای پیشین",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agent", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "verbose_name": "نشست",
                "verbose_name_plural": "نشست\u200cها",
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("first_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            name="BackupCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="backup_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
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
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="انجام در")),
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
                            models.Q(("state", "DONE"), ("done_at__isnull", False)),
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
