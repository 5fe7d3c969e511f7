"""What was written in a ticket stands."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import core.searched
import support.models
from support import guards


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.protect(schema_editor)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.unprotect(schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search", models.CharField(default="", editable=False, max_length=400)),
                ("number", models.CharField(max_length=9, unique=True, verbose_name="شماره")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="accounts.person",
                        verbose_name="نویسنده",
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="موضوع")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("SIGN_IN", "ورود و ثبت\u200cنام"),
                            ("UNIT", "واحد صنفی"),
                            ("REQUEST", "درخواست پروانه"),
                            ("PAYMENT", "پرداخت"),
                            ("OTHER", "سایر"),
                        ],
                        max_length=10,
                        verbose_name="بخش",
                    ),
                ),
                (
                    "tracking_code",
                    models.CharField(blank=True, max_length=16, verbose_name="کد رهگیری درخواست"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "باز"), ("ANSWERED", "پاسخ داده شد"), ("CLOSED", "بسته")],
                        default="OPEN",
                        max_length=8,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="در انتظار پاسخ از"),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="در دست",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="در دست از")),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="آخرین تغییر"),
                ),
            ],
            options={
                "verbose_name": "تیکت",
                "verbose_name_plural": "تیکت\u200cها",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["waiting_since", "id"],
                        name="ticket_queue",
                    ),
                    models.Index(fields=["state", "-id"], name="ticket_state"),
                    models.Index(
                        condition=models.Q(("tracking_code", ""), _negated=True),
                        fields=["tracking_code"],
                        name="ticket_about",
                    ),
                    core.searched.PartsIndex(
                        fields=["author", "search"],
                        name="ticket_search",
                        opclasses=["int8_ops", "gin_trgm_ops"],
                    ),
                    models.Index(fields=["author", "-id"], name="ticket_author"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "form_key"), name="one_ticket_of_one_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "OPEN"), ("waiting_since__isnull", False)),
                            models.Q(
                                models.Q(("state", "OPEN"), _negated=True), ("waiting_since__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="open_ticket_waits_since_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                            models.Q(
                                ("held_at__isnull", False),
                                ("held_by__isnull", False),
                                models.Q(("state", "CLOSED"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_held_at_and_by_until_it_is_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__regex", "^[0-9]{9}$"), models.Q(("subject", ""), _negated=True)
                        ),
                        name="ticket_can_be_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="support.ticket",
                        verbose_name="تیکت",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="نویسنده",
                    ),
                ),
                ("by_staff", models.BooleanField(default=False, verbose_name="از پشتیبانی")),
                ("text", models.TextField(verbose_name="متن")),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان"
                    ),
                ),
            ],
            options={
                "verbose_name": "نوشتهٔ تیکت",
                "verbose_name_plural": "نوشته\u200cهای تیکت",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="post_of_ticket"),
                    models.Index(fields=["author", "at"], name="post_pace"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "author", "form_key"), name="one_post_of_one_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="post_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketAttachment",
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
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment",
                        to="support.ticketpost",
                        verbose_name="نوشته",
                    ),
                ),
                (
                    "file",
                    models.FileField(blank=True, upload_to=support.models.random_name, verbose_name="فایل"),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True, upload_to=support.models.random_name, verbose_name="تصویر کوچک"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="اندازه (بایت)")),
            ],
            options={
                "verbose_name": "پیوست تیکت",
                "verbose_name_plural": "پیوست\u200cهای تیکت",
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan", "HELD"), models.Q(("file", ""), _negated=True)),
                        fields=["scan_next_at"],
                        name="attachment_held",
                    ),
                    models.Index(fields=["file"], name="attachment_file"),
                    models.Index(fields=["thumbnail"], name="attachment_thumbnail"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), _negated=True),
                            models.Q(("scan", "INFECTED"), ("thumbnail", "")),
                            _connector="OR",
                        ),
                        name="attachment_has_a_file",
                    )
                ],
            },
        ),
        migrations.RunPython(protect, lift),
    ]
