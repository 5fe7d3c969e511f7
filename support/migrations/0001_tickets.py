"""Tickets, their messages and files; the database refuses to change or delete what was written."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import support.models
from core.append_only import protect_append_only, unprotect

ONLY_ADDED = ("support_ticketpost", "support_ticketattachment")


def protect(apps, schema_editor):
    for table in ONLY_ADDED:
        protect_append_only(schema_editor, table)


def lift(apps, schema_editor):
    for table in ONLY_ADDED:
        unprotect(schema_editor, table)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_known_devices_backup_codes_and_mobile_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                ("number", models.CharField(max_length=9, unique=True, verbose_name="شماره")),
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
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="accounts.person",
                        verbose_name="نویسنده",
                    ),
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
            ],
            options={
                "verbose_name": "تیکت",
                "verbose_name_plural": "تیکت\u200cها",
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
                ("by_staff", models.BooleanField(default=False, verbose_name="از پشتیبانی")),
                ("text", models.TextField(verbose_name="متن")),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان"
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
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="support.ticket",
                        verbose_name="تیکت",
                    ),
                ),
            ],
            options={
                "verbose_name": "نوشتهٔ تیکت",
                "verbose_name_plural": "نوشته\u200cهای تیکت",
                "ordering": ["pk"],
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
                ("file", models.FileField(upload_to=support.models.random_name, verbose_name="فایل")),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True, upload_to=support.models.random_name, verbose_name="تصویر کوچک"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="اندازه (بایت)")),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment",
                        to="support.ticketpost",
                        verbose_name="نوشته",
                    ),
                ),
            ],
            options={
                "verbose_name": "پیوست تیکت",
                "verbose_name_plural": "پیوست\u200cهای تیکت",
            },
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state", "OPEN")), fields=["waiting_since", "id"], name="ticket_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["state", "-id"], name="ticket_state"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["author", "-id"], name="ticket_author"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("author", "form_key"), name="one_ticket_of_one_form"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "OPEN"), ("waiting_since__isnull", False)),
                    models.Q(models.Q(("state", "OPEN"), _negated=True), ("waiting_since__isnull", True)),
                    _connector="OR",
                ),
                name="open_ticket_waits_since_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9]{9}$"), models.Q(("subject", ""), _negated=True)),
                name="ticket_can_be_named",
            ),
        ),
        migrations.AddIndex(
            model_name="ticketpost",
            index=models.Index(fields=["ticket", "id"], name="post_of_ticket"),
        ),
        migrations.AddIndex(
            model_name="ticketpost",
            index=models.Index(fields=["author", "at"], name="post_pace"),
        ),
        migrations.AddConstraint(
            model_name="ticketpost",
            constraint=models.UniqueConstraint(
                fields=("ticket", "author", "form_key"), name="one_post_of_one_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="post_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketattachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", ""), _negated=True), name="attachment_has_a_file"
            ),
        ),
        migrations.RunPython(protect, lift),
    ]
