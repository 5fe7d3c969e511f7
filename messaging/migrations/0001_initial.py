"""What a message says stands."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import messaging.models
from messaging import guards


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.protect(schema_editor)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.unprotect(schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mobile", models.CharField(max_length=11, verbose_name="تلفن همراه")),
                ("kind", models.CharField(max_length=20, verbose_name="نوع")),
                ("secret", models.BooleanField(default=False, verbose_name="محرمانه")),
                ("text", models.TextField(blank=True, default="", verbose_name="متن")),
                ("sealed_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("QUEUED", "در صف ارسال"),
                            ("SENDING", "در حال ارسال"),
                            ("SENT", "ارسال شد"),
                            ("FAILED", "ارسال نشد"),
                            ("EXPIRED", "مهلت گذشت"),
                            ("UNKNOWN", "نامعلوم"),
                        ],
                        default="QUEUED",
                        max_length=8,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="کلید یکتا"
                    ),
                ),
                (
                    "queued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "next_try_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="تلاش بعدی"),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="در دست از")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="تلاش\u200cها")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="ارسال در")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="معتبر تا")),
                ("asked_from", models.CharField(blank=True, default="", editable=False, max_length=45)),
                (
                    "provider_ref",
                    models.CharField(
                        blank=True, default="", max_length=64, verbose_name="شمارهٔ ارائه\u200cدهنده"
                    ),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="آخرین خطا"),
                ),
            ],
            options={
                "verbose_name": "پیامک",
                "verbose_name_plural": "پیامک\u200cها",
                "indexes": [
                    models.Index(fields=["status", "-secret", "next_try_at"], name="sms_due"),
                    models.Index(fields=["status", "-id"], name="sms_status"),
                    models.Index(fields=["status", "expires_at"], name="sms_expiry"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("sealed_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        fields=["queued_at"],
                        name="sms_text_kept",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mobile__regex", "^09[0-9]{9}$")), name="sms_mobile_is_canonical"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed_text", ""), ("secret", False)),
                            models.Q(("expires_at__isnull", False), ("secret", True), ("text", "")),
                            _connector="OR",
                        ),
                        name="sms_secret_is_sealed_and_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("SENT", "FAILED", "EXPIRED")), _negated=True),
                            models.Q(("asked_from", ""), ("sealed_text", "")),
                            _connector="OR",
                        ),
                        name="sms_finished_keeps_no_secret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "SENT"), ("sent_at__isnull", False)),
                            models.Q(models.Q(("status", "SENT"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="sms_sent_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "SENDING"), ("claimed_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "SENDING"), _negated=True), ("claimed_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="sms_claimed_only_while_sending",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox",
                        to="accounts.person",
                        verbose_name="گیرنده",
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="نوع")),
                ("subject", models.CharField(max_length=160, verbose_name="موضوع")),
                ("body", models.TextField(verbose_name="متن")),
                (
                    "link",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="نشانی موضوع"),
                ),
                ("is_quiet", models.BooleanField(default=False, verbose_name="بی\u200cصدا")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان"
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="خوانده در")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="بایگانی در")),
            ],
            options={
                "verbose_name": "پیام",
                "verbose_name_plural": "پیام\u200cها",
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="message_box"),
                    models.Index(
                        condition=models.Q(("archived_at__isnull", True), ("read_at__isnull", True)),
                        fields=["recipient"],
                        name="message_unread",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="message_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("link", ""), ("link__regex", "^/[^/\\\\]"), _connector="OR"),
                        name="message_links_into_the_portal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstructionDoc",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[("HELD", "در حال بررسی"), ("CLEAN", "بررسی شد"), ("INFECTED", "آلوده")],
                        db_default="HELD",
                        default="CLEAN",
                        max_length=8,
                        verbose_name="ویروس\u200cیابی",
                    ),
                ),
                (
                    "scan_tries",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="دفعه\u200cهای ویروس\u200cیابی"
                    ),
                ),
                (
                    "scan_next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                        verbose_name="ویروس\u200cیابی بعد",
                    ),
                ),
                (
                    "infection",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=80, verbose_name="نام آلودگی"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="عنوان")),
                ("summary", models.TextField(verbose_name="چکیده")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=messaging.models.instruction_file, verbose_name="فایل PDF"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="اندازه (بایت)")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="نسخه")),
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="ناشر",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="انتشار"),
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
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="برداشته در")),
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
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="organizations.category", verbose_name="رسته\u200cها"
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
                    ),
                    models.Index(
                        condition=models.Q(("scan", "HELD"), models.Q(("file", ""), _negated=True)),
                        fields=["scan_next_at"],
                        name="instruction_held",
                    ),
                    models.Index(fields=["file"], name="instruction_file"),
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
                            models.Q(("replaces__isnull", True), ("scan", "INFECTED")),
                            _connector="OR",
                        ),
                        name="instruction_first_version_replaces_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            models.Q(
                                models.Q(("file", ""), _negated=True), ("scan", "INFECTED"), _connector="OR"
                            ),
                        ),
                        name="instruction_says_something",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, lift),
    ]
