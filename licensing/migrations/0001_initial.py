"""Seeds the coded reasons, the list of papers and the bodies that are asked."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import core.searched
import licensing.inquiries.models
import licensing.papers.models
from licensing import guards, seeds


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seeds.seed(apps)


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.protect(schema_editor)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.unprotect(schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("deadlines", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LicenceRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search", models.CharField(default="", editable=False, max_length=400)),
                (
                    "tracking_code",
                    models.CharField(
                        blank=True, max_length=16, null=True, unique=True, verbose_name="کد رهگیری"
                    ),
                ),
                (
                    "receipt_number",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="شمارهٔ ردیف اتحادیه"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("NEW", "صدور"), ("RENEWAL", "تمدید"), ("EXCHANGE", "تعویض")],
                        default="NEW",
                        max_length=12,
                        verbose_name="نوع درخواست",
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        choices=[("PERMANENT", "دائم"), ("TEMPORARY", "موقت")],
                        default="PERMANENT",
                        max_length=12,
                        verbose_name="مدت",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "پیش\u200cنویس"),
                            ("SUBMITTED", "ثبت شده"),
                            ("UNDER_REVIEW", "در دست بررسی هیأت مدیره"),
                            ("CONDITIONAL", "قبول مشروط"),
                            ("ACCEPTED", "پذیرش اولیه"),
                            ("ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"),
                            ("IN_PROGRESS", "تکمیل مدارک و استعلام\u200cها"),
                            ("DOCS_COMPLETE", "مدارک کامل"),
                            ("INTERVIEW", "دعوت به مصاحبه"),
                            ("AWAITING_PAYMENT", "در انتظار پرداخت"),
                            ("READY", "آمادهٔ صدور"),
                            ("ISSUED", "صادر شده"),
                            ("DELIVERED", "تحویل شده"),
                            ("REJECTED", "رد شده"),
                            ("REFUSED", "عدم صدور"),
                            ("LAPSED", "منقضی (متقاضی جدید)"),
                            ("WITHDRAWN", "انصراف"),
                        ],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="وضعیت",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licence_requests",
                        to="accounts.person",
                        verbose_name="متقاضی",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.category",
                        verbose_name="رسته",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licence_requests",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "general_conditions",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.generalconditions",
                        verbose_name="ضوابط عمومی پذیرفته",
                    ),
                ),
                (
                    "special_conditions",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.specialconditions",
                        verbose_name="ضوابط خاص پذیرفته",
                    ),
                ),
                (
                    "conditions_accepted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="پذیرش ضوابط"),
                ),
                ("is_isargar", models.BooleanField(default=False, verbose_name="ایثارگر")),
                ("unit_name", models.CharField(blank=True, max_length=120, verbose_name="نام واحد صنفی")),
                (
                    "tenure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("OWN", "مالک"),
                            ("LEASE_OFFICIAL", "اجاره با سند رسمی"),
                            ("LEASE_PRIVATE", "اجارهٔ عادی"),
                            ("PURCHASE_DEED", "قولنامه"),
                            ("CONTRACT", "قرارداد"),
                        ],
                        max_length=20,
                        verbose_name="نوع تصرف محل",
                    ),
                ),
                (
                    "area_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="مساحت (متر مربع)"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="نشانی محل کسب")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="کد پستی")),
                (
                    "website",
                    models.CharField(blank=True, max_length=200, verbose_name="نشانی سایت یا برنامک"),
                ),
                (
                    "answers_for_platform",
                    models.BooleanField(default=False, verbose_name="پذیرش مسئولیت سامانه"),
                ),
                (
                    "birth_certificate_no",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=10, verbose_name="شمارهٔ شناسنامه"
                    ),
                ),
                (
                    "birth_certificate_place",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="محل صدور شناسنامه"
                    ),
                ),
                (
                    "building_use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("COMMERCIAL", "تجاری"),
                            ("OFFICE", "اداری"),
                            ("WORKSHOP", "کارگاهی"),
                            ("RESIDENTIAL", "مسکونی"),
                            ("UNKNOWN", "معلوم نیست"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="کاربری محل",
                    ),
                ),
                (
                    "municipal_code",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=30, verbose_name="کد نوسازی شهرداری"
                    ),
                ),
                (
                    "tax_code",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=16,
                        verbose_name="کد ثبت\u200cنام مالیاتی",
                    ),
                ),
                (
                    "staff_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="شمار کارکنان"),
                ),
                (
                    "undertaking_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="تعهد عدم آغاز کار پیش از صدور"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="آغاز"
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="ثبت درخواست")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="مهلت مرحلهٔ جاری")),
                (
                    "taken_on_paper_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="گرفته\u200cشده روی کاغذ در"
                    ),
                ),
                (
                    "paper_receipt",
                    models.CharField(blank=True, max_length=30, null=True, verbose_name="شمارهٔ رسید کاغذی"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="واردکنندهٔ پروندهٔ کاغذی",
                    ),
                ),
                (
                    "needs_met_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="اعلام برطرف شدن نیازها"
                    ),
                ),
                ("touched_at", models.DateTimeField(auto_now=True, null=True, verbose_name="آخرین تغییر")),
                (
                    "deletion_told_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="خبر حذف پیش\u200cنویس"
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="در دست",
                    ),
                ),
                (
                    "held_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="در دست از"),
                ),
            ],
            options={
                "verbose_name": "درخواست پروانه",
                "verbose_name_plural": "درخواست\u200cهای پروانه",
                "indexes": [
                    core.searched.PartsIndex(
                        fields=["union", "search"],
                        name="request_search",
                        opclasses=["int8_ops", "gin_trgm_ops"],
                    ),
                    models.Index(
                        fields=["union", "status", "-submitted_at", "-id"], name="request_union_status"
                    ),
                    models.Index(
                        condition=models.Q(("status", "DRAFT"), _negated=True),
                        fields=["union", "-submitted_at", "-id"],
                        name="request_union_all",
                    ),
                    models.Index(
                        condition=models.Q(("status", "DRAFT"), _negated=True),
                        fields=["-submitted_at", "-id"],
                        name="request_all",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "DRAFT",
                                    "ISSUED",
                                    "DELIVERED",
                                    "REJECTED",
                                    "REFUSED",
                                    "LAPSED",
                                    "WITHDRAWN",
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["-submitted_at", "-id"],
                        name="request_open",
                    ),
                    models.Index(
                        condition=models.Q(("postal_code", ""), _negated=True),
                        fields=["postal_code"],
                        name="request_place",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "DRAFT",
                                    "ISSUED",
                                    "DELIVERED",
                                    "REJECTED",
                                    "REFUSED",
                                    "LAPSED",
                                    "WITHDRAWN",
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["union", "-submitted_at", "-id"],
                        name="request_union_open",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "DRAFT",
                                    "ISSUED",
                                    "DELIVERED",
                                    "REJECTED",
                                    "REFUSED",
                                    "LAPSED",
                                    "WITHDRAWN",
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["union", "due_at"],
                        name="request_union_due",
                    ),
                    models.Index(fields=["applicant", "-created_at"], name="request_applicant"),
                    models.Index(
                        condition=models.Q(("status", "DRAFT")),
                        fields=["created_at"],
                        name="request_old_drafts",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status", "DRAFT"), _negated=True),
                                ("submitted_at__isnull", False),
                                ("tracking_code__isnull", False),
                            ),
                            models.Q(
                                ("status", "DRAFT"),
                                ("submitted_at__isnull", True),
                                ("tracking_code__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_has_a_code_once_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "DRAFT"), ("undertaking_at__isnull", False), _connector="OR"
                        ),
                        name="submitted_request_has_the_undertaking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                            models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_held_by_and_at_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entered_by", None), ("paper_receipt", None), ("taken_on_paper_at", None)
                            ),
                            models.Q(
                                ("entered_by__isnull", False),
                                ("paper_receipt__isnull", False),
                                ("taken_on_paper_at", models.F("submitted_at")),
                                models.Q(("paper_receipt", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_file_has_its_moment_receipt_and_clerk",
                    ),
                    models.UniqueConstraint(
                        fields=("union", "paper_receipt"), name="paper_receipt_once_per_union"
                    ),
                    models.UniqueConstraint(
                        fields=("receipt_number", "union"), name="receipt_number_once_per_union"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("postal_code", ""), _negated=True),
                            models.Q(
                                (
                                    "status__in",
                                    ["ISSUED", "DELIVERED", "REJECTED", "REFUSED", "LAPSED", "WITHDRAWN"],
                                ),
                                _negated=True,
                            ),
                        ),
                        fields=("applicant", "category", "postal_code"),
                        name="one_open_request_per_person_trade_and_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("postal_code", ""), ("status", "DRAFT")),
                        fields=("applicant", "category", "county"),
                        name="one_draft_without_a_place_per_person_and_trade",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("last", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "شمارهٔ ردیف",
                "verbose_name_plural": "شماره\u200cهای ردیف",
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="کد")),
                (
                    "kind",
                    models.CharField(
                        choices=[("REFUSAL", "دلیل رد"), ("NEED", "نیاز")], max_length=10, verbose_name="برای"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="متن")),
                ("basis", models.CharField(max_length=200, verbose_name="مبنای قانونی")),
                ("is_active", models.BooleanField(default=True, verbose_name="به کار می\u200cرود")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="licensing.reason",
                        verbose_name="به جای",
                    ),
                ),
            ],
            options={
                "verbose_name": "دلیل",
                "verbose_name_plural": "دلیل\u200cها",
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("basis", ""), _negated=True)
                        ),
                        name="reason_has_text_and_basis",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("kind", "text"),
                        name="active_reason_once_per_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="صاحب",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="نام")),
                ("query", models.CharField(max_length=300, verbose_name="پالایه")),
            ],
            options={
                "verbose_name": "پالایهٔ نگه\u200cداشته",
                "verbose_name_plural": "پالایه\u200cهای نگه\u200cداشته",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="filter_name_once_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)
                        ),
                        name="saved_filter_is_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="کد")),
                ("title", models.CharField(max_length=200, verbose_name="مدرک")),
                (
                    "applies",
                    models.CharField(
                        help_text="NATURAL، LEGAL، FOREIGN، RENEWAL یا DUPLICATE، با فاصله",
                        max_length=60,
                        verbose_name="برای",
                    ),
                ),
                (
                    "needed",
                    models.CharField(
                        choices=[
                            ("ALWAYS", "همیشه"),
                            ("WAIVER_AGE", "تا سن معافیت از مدرک تحصیلی"),
                            ("PRIVATE_DEED", "برای سند عادی محل"),
                            ("CASE", "اگر شامل حال متقاضی باشد"),
                            ("WITH_BILL", "با صورتحساب، به شمارهٔ فیش"),
                        ],
                        default="CASE",
                        max_length=16,
                        verbose_name="کی لازم است",
                    ),
                ),
                ("condition", models.CharField(blank=True, max_length=300, verbose_name="شرط")),
                ("basis", models.CharField(max_length=300, verbose_name="مبنا")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ترتیب")),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
            ],
            options={
                "verbose_name": "نوع مدرک",
                "verbose_name_plural": "انواع مدرک",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InquiryBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="کد")),
                (
                    "form_no",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="شمارهٔ ضمیمه"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="دستگاه")),
                ("title", models.CharField(max_length=200, verbose_name="موضوع استعلام")),
                (
                    "needed_when",
                    models.CharField(
                        choices=[
                            ("ALWAYS", "همیشه"),
                            ("HEALTH", "رسته\u200cهای خوراکی و بهداشتی"),
                            ("STAFF", "واحدهای دارای کارکن"),
                            ("CATEGORY", "به ضوابط رسته"),
                            ("CASE", "موردی"),
                        ],
                        max_length=10,
                        verbose_name="کی لازم است",
                    ),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="مبنا")),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
            ],
            options={
                "verbose_name": "دستگاه طرف استعلام",
                "verbose_name_plural": "دستگاه\u200cهای طرف استعلام",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="BoardSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="تاریخ جلسه")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="ساعت آغاز")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="محل جلسه")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "در دست برنامه\u200cریزی"),
                            ("PUBLISHED", "اعلام شده"),
                            ("CANCELLED", "لغو شده"),
                        ],
                        default="PLANNED",
                        max_length=12,
                        verbose_name="وضعیت",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "minute",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="برنامه\u200cریز",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="اعلام\u200cکننده",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان اعلام")),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True,
                        related_name="sessions",
                        to="organizations.boardmember",
                        verbose_name="حاضران",
                    ),
                ),
            ],
            options={
                "verbose_name": "جلسهٔ هیأت مدیره",
                "verbose_name_plural": "جلسه\u200cهای هیأت مدیره",
                "indexes": [models.Index(fields=["union", "-held_on", "-id"], name="session_union_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PLANNED")),
                        fields=("union", "held_on"),
                        name="one_planned_session_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "PUBLISHED"),
                                ("minute__isnull", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state", "PUBLISHED"), _negated=True),
                                ("minute__isnull", True),
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="published_session_has_minute_and_publisher",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان")),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DRAFT", "پیش\u200cنویس"),
                            ("SUBMITTED", "ثبت شده"),
                            ("UNDER_REVIEW", "در دست بررسی هیأت مدیره"),
                            ("CONDITIONAL", "قبول مشروط"),
                            ("ACCEPTED", "پذیرش اولیه"),
                            ("ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"),
                            ("IN_PROGRESS", "تکمیل مدارک و استعلام\u200cها"),
                            ("DOCS_COMPLETE", "مدارک کامل"),
                            ("INTERVIEW", "دعوت به مصاحبه"),
                            ("AWAITING_PAYMENT", "در انتظار پرداخت"),
                            ("READY", "آمادهٔ صدور"),
                            ("ISSUED", "صادر شده"),
                            ("DELIVERED", "تحویل شده"),
                            ("REJECTED", "رد شده"),
                            ("REFUSED", "عدم صدور"),
                            ("LAPSED", "منقضی (متقاضی جدید)"),
                            ("WITHDRAWN", "انصراف"),
                        ],
                        max_length=24,
                        verbose_name="از",
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "پیش\u200cنویس"),
                            ("SUBMITTED", "ثبت شده"),
                            ("UNDER_REVIEW", "در دست بررسی هیأت مدیره"),
                            ("CONDITIONAL", "قبول مشروط"),
                            ("ACCEPTED", "پذیرش اولیه"),
                            ("ACCEPTED_BY_SILENCE", "پذیرش به دلیل عدم اعلام نظر"),
                            ("IN_PROGRESS", "تکمیل مدارک و استعلام\u200cها"),
                            ("DOCS_COMPLETE", "مدارک کامل"),
                            ("INTERVIEW", "دعوت به مصاحبه"),
                            ("AWAITING_PAYMENT", "در انتظار پرداخت"),
                            ("READY", "آمادهٔ صدور"),
                            ("ISSUED", "صادر شده"),
                            ("DELIVERED", "تحویل شده"),
                            ("REJECTED", "رد شده"),
                            ("REFUSED", "عدم صدور"),
                            ("LAPSED", "منقضی (متقاضی جدید)"),
                            ("WITHDRAWN", "انصراف"),
                        ],
                        max_length=24,
                        verbose_name="به",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="شرح")),
                (
                    "minute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="به دست",
                    ),
                ),
            ],
            options={
                "verbose_name": "رویداد پرونده",
                "verbose_name_plural": "رویدادهای پرونده",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["case", "at"], name="case_event_request")],
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search", models.CharField(default="", editable=False, max_length=400)),
                ("number", models.CharField(max_length=20, verbose_name="شمارهٔ پروانه")),
                ("guild_id", models.CharField(max_length=10, unique=True, verbose_name="شناسهٔ صنفی")),
                ("token", models.CharField(editable=False, max_length=32, unique=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licence",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="accounts.person",
                        verbose_name="صاحب پروانه",
                    ),
                ),
                ("holder_name", models.CharField(max_length=160, verbose_name="نام صاحب پروانه")),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.category",
                        verbose_name="رسته",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                ("unit_name", models.CharField(max_length=120, verbose_name="نام واحد صنفی")),
                ("address", models.CharField(max_length=300, verbose_name="نشانی")),
                ("postal_code", models.CharField(max_length=10, verbose_name="کد پستی")),
                (
                    "term",
                    models.CharField(
                        choices=[("PERMANENT", "دائم"), ("TEMPORARY", "موقت")],
                        max_length=12,
                        verbose_name="مدت",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="تاریخ صدور")),
                ("valid_to", models.DateField(verbose_name="اعتبار تا")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("VALID", "معتبر"),
                            ("SUSPENDED", "تعلیق شده"),
                            ("CANCELLED", "باطل شده"),
                            ("SUPERSEDED", "جایگزین شده"),
                        ],
                        default="VALID",
                        max_length=12,
                        verbose_name="وضعیت",
                    ),
                ),
                ("qr_svg", models.TextField(default="", editable=False)),
                (
                    "document",
                    models.FileField(blank=True, upload_to="licences/%Y/%m/", verbose_name="فایل چاپی"),
                ),
                (
                    "document_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان آماده\u200cشدن فایل چاپی"
                    ),
                ),
                (
                    "label",
                    models.FileField(
                        blank=True,
                        db_default="",
                        default="",
                        upload_to="labels/%Y/%m/",
                        verbose_name="برچسب صنفی",
                    ),
                ),
                (
                    "label_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان آماده\u200cشدن برچسب"
                    ),
                ),
                (
                    "delivery_method",
                    models.CharField(
                        blank=True,
                        choices=[("HAND", "تحویل حضوری"), ("POST", "پست سفارشی")],
                        db_default="",
                        default="",
                        max_length=8,
                        verbose_name="راه تحویل",
                    ),
                ),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="روز تحویل")),
                (
                    "delivery_number",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=30,
                        verbose_name="شمارهٔ مرسولهٔ سفارشی",
                    ),
                ),
                (
                    "delivered_to",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=160,
                        verbose_name="تحویل\u200cگیرنده",
                    ),
                ),
                (
                    "delivered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان ثبت تحویل"
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ تحویل",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "پروانه کسب",
                "verbose_name_plural": "پروانه\u200cهای کسب",
                "indexes": [
                    models.Index(fields=["holder", "-issued_on"], name="licence_holder"),
                    core.searched.PartsIndex(
                        fields=["union", "search"],
                        name="licence_search",
                        opclasses=["int8_ops", "gin_trgm_ops"],
                    ),
                    models.Index(fields=["union", "-issued_on", "-id"], name="licence_union"),
                    models.Index(fields=["-issued_on", "-id"], name="licence_all"),
                    models.Index(
                        condition=models.Q(("document", "")),
                        fields=["created_at"],
                        name="licence_without_pdf",
                    ),
                    models.Index(
                        condition=models.Q(("label", "")), fields=["created_at"], name="licence_without_label"
                    ),
                    models.Index(fields=["document"], name="licence_document"),
                    models.Index(fields=["label"], name="licence_label"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("union", "number"), name="licence_number_once_per_union"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gt", models.F("issued_on"))),
                        name="licence_ends_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("guild_id__regex", "^[0-9]{10}$")), name="guild_id_ten_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delivered_at__isnull", True),
                                ("delivered_by__isnull", True),
                                ("delivered_on__isnull", True),
                                ("delivered_to", ""),
                                ("delivery_method", ""),
                                ("delivery_number", ""),
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(
                                        ("delivery_method", "HAND"),
                                        ("delivery_number", ""),
                                        models.Q(("delivered_to", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("delivered_to", ""),
                                        ("delivery_method", "POST"),
                                        models.Q(("delivery_number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                ("delivered_at__isnull", False),
                                ("delivered_by__isnull", False),
                                ("delivered_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="licence_delivery_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "billed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="زمان صدور صورتحساب"
                    ),
                ),
                (
                    "billed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="صادرکننده",
                    ),
                ),
                (
                    "withheld",
                    models.JSONField(blank=True, default=list, verbose_name="گرفته\u200cنشده\u200cها"),
                ),
            ],
            options={
                "verbose_name": "صورتحساب",
                "verbose_name_plural": "صورتحساب\u200cها",
            },
        ),
        migrations.CreateModel(
            name="GuildCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guild_card",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("UNION_SENT", "اتحادیه به شعبه فرستاد"),
                            ("APPLICANT_TOOK", "به متقاضی داده شد تا به شعبه ببرد"),
                        ],
                        max_length=16,
                        verbose_name="فرم چگونه رفت",
                    ),
                ),
                (
                    "form_sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="رفتن فرم"),
                ),
                (
                    "form_sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ فرم",
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=26, verbose_name="شمارهٔ حساب یا شبا")),
                ("account_at", models.DateTimeField(blank=True, null=True, verbose_name="ثبت حساب")),
                (
                    "account_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ حساب",
                    ),
                ),
                (
                    "card_last_four",
                    models.CharField(blank=True, max_length=4, verbose_name="چهار رقم پایانی کارت"),
                ),
                ("card_issued_on", models.DateField(blank=True, null=True, verbose_name="صدور کارت")),
                ("card_at", models.DateTimeField(blank=True, null=True, verbose_name="ثبت کارت")),
                (
                    "card_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ کارت",
                    ),
                ),
            ],
            options={
                "verbose_name": "اصناف کارت",
                "verbose_name_plural": "اصناف کارت\u200cها",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account", ""), ("account_at__isnull", True), ("account_by__isnull", True)
                            ),
                            models.Q(
                                models.Q(("account", ""), _negated=True),
                                ("account_at__isnull", False),
                                ("account_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guild_card_account_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("card_at__isnull", True),
                                ("card_by__isnull", True),
                                ("card_issued_on__isnull", True),
                                ("card_last_four", ""),
                            ),
                            models.Q(
                                models.Q(("card_last_four", ""), _negated=True),
                                models.Q(("account", ""), _negated=True),
                                ("card_at__isnull", False),
                                ("card_by__isnull", False),
                                ("card_issued_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guild_card_comes_with_its_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moved_terms",
                        to="licensing.licencerequest",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("T1_UNION_ANSWER", "پاسخ اتحادیه به درخواست"),
                            ("T2_DOCUMENTS", "تکمیل مدارک متقاضی"),
                            ("T3_ISSUE", "صدور پروانه"),
                            ("T4_INQUIRY", "پاسخ دستگاه به استعلام"),
                            ("T5_OBJECT_CHAMBER", "اعتراض نزد اتاق اصناف"),
                            ("T6_CHAMBER_ANSWER", "پاسخ اتاق اصناف به اعتراض"),
                            ("T7_OBJECT_COMMISSION", "اعتراض نزد کمیسیون نظارت"),
                            ("T8_COMMISSION", "تصمیم کمیسیون نظارت"),
                            ("T9_EXPIRY_NOTICE", "اخطار پایان اعتبار پروانه"),
                            ("T10_HANDOVER_WARNING", "اخطار واگذاری بدون انتقال"),
                            ("T11_HEIRS", "مهلت وراث"),
                            ("T12_POS_BLOCK", "مسدودی کارتخوان"),
                            ("T13_SEAL", "پلمب واحد"),
                            ("T14_LIFT", "رفع پلمب یا مسدودی"),
                            ("T15_COMPLAINT_UNION", "رسیدگی اتحادیه به شکایت"),
                            ("T16_TAZIRAT", "رسیدگی تعزیرات حکومتی"),
                            ("T17_DIRECTIVES", "ابلاغ بخشنامه به اتحادیه\u200cها"),
                            ("T18_ROLLOUT", "فراگیر شدن طرح در استان"),
                            ("T19_GOODS_CLEARANCE", "تخلیهٔ کالا پیش از پلمب (تا ۱ مرداد ۱۴۰۳)"),
                            ("T20_ART27_NOTICE", "اخطار مادهٔ ۲۷ (از ۲ مرداد ۱۴۰۳)"),
                            ("T21_RECORD_CHECKS", "اعتبار گواهی\u200cهای سوءپیشینه و بهداشت"),
                            ("T22_PAYMENT", "پرداخت صورتحساب"),
                            ("QUARANTINE_DAYS", "دورهٔ قرنطینه"),
                            ("INQUIRY_REMINDER", "یادآوری نخست استعلام به دستگاه"),
                            ("INQUIRY_LAST_REMINDER", "یادآوری پایانی استعلام به دستگاه"),
                            ("PAPER_LOOK", "بررسی مدرک رسیده"),
                            ("LAPSE_WARNING_FIRST", "هشدار نخست پیش از انقضای درخواست"),
                            ("LAPSE_WARNING_SECOND", "هشدار دوم پیش از انقضای درخواست"),
                            ("LAPSE_WARNING_LAST", "هشدار پایانی پیش از انقضای درخواست"),
                        ],
                        max_length=30,
                        verbose_name="مهلت",
                    ),
                ),
                ("from_due", models.DateTimeField(blank=True, null=True, verbose_name="از")),
                ("because", models.TextField(verbose_name="علت")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان")),
            ],
            options={
                "verbose_name": "خبر جابه\u200cجایی مهلت",
                "verbose_name_plural": "خبرهای جابه\u200cجایی مهلت",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="one_moved_term_to_tell"),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="moved_term_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinuteRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minute_requests",
                        to="licensing.licencerequest",
                        verbose_name="پرونده",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="آنچه باید در صورتجلسه بیاید")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="درخواست\u200cکننده",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان درخواست"),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                (
                    "declined_because",
                    models.CharField(blank=True, max_length=300, verbose_name="علت نپذیرفتن"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پاسخ\u200cدهنده",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان پاسخ")),
            ],
            options={
                "verbose_name": "درخواست صورتجلسه",
                "verbose_name_plural": "درخواست\u200cهای صورتجلسه",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("case",),
                        name="one_open_minute_request_per_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="minute_request_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("declined_because", ""),
                                ("minute__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(
                                    models.Q(("declined_because", ""), ("minute__isnull", False)),
                                    models.Q(
                                        ("minute__isnull", True),
                                        models.Q(("declined_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="minute_request_answered_by_a_minute_or_by_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("ACCEPT", "پذیرش"),
                            ("CONDITIONAL", "قبول مشروط"),
                            ("REJECT", "رد"),
                            ("RETURN", "بازگشت برای تکمیل"),
                            ("REFUSE_ISSUE", "عدم صدور"),
                            ("ISSUE", "صدور"),
                        ],
                        max_length=12,
                        verbose_name="تصمیم",
                    ),
                ),
                ("by_silence", models.BooleanField(default=False, verbose_name="به دلیل عدم اعلام نظر")),
                (
                    "minute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان تصمیم"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تصمیم\u200cگیرنده",
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="نیازها برطرف شد در"),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="نیازها را دید",
                    ),
                ),
            ],
            options={
                "verbose_name": "تصمیم",
                "verbose_name_plural": "تصمیم\u200cها",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("by_silence", True), ("decided_by__isnull", True), ("minute__isnull", True)
                            ),
                            models.Q(
                                ("by_silence", False),
                                ("decided_by__isnull", False),
                                ("minute__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decision_has_a_minute_unless_by_silence",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "RETURN"), _negated=True),
                        fields=("case", "outcome"),
                        name="one_decision_of_a_kind_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(
                                ("outcome", "RETURN"),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="return_settled_at_and_by_together",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "RETURN"), ("settled_at__isnull", True)),
                        fields=("case",),
                        name="one_open_return_per_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReasonPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="licensing.reason",
                        verbose_name="دلیل",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("SPECIAL", "ضوابط خاص"), ("GENERAL", "ضوابط عمومی")],
                        max_length=10,
                        verbose_name="در",
                    ),
                ),
                ("part", models.CharField(max_length=40, verbose_name="بخش")),
            ],
            options={
                "verbose_name": "جای دلیل",
                "verbose_name_plural": "جای دلیل\u200cها",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("reason", "source", "part"), name="reason_once_per_part"),
                    models.CheckConstraint(
                        condition=models.Q(("part", ""), _negated=True), name="reason_place_names_a_part"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SilenceWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silence_warnings",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("days_left", models.PositiveSmallIntegerField(verbose_name="روز کاری مانده")),
                (
                    "warned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان هشدار"),
                ),
            ],
            options={
                "verbose_name": "هشدار سکوت",
                "verbose_name_plural": "هشدارهای سکوت",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "days_left"), name="warned_once_for_each_number_of_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LapseWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapse_warnings",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.deadline",
                        verbose_name="مهلت",
                    ),
                ),
                ("days_left", models.PositiveSmallIntegerField(verbose_name="روز مانده")),
                (
                    "warned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان هشدار"),
                ),
            ],
            options={
                "verbose_name": "هشدار انقضا",
                "verbose_name_plural": "هشدارهای انقضا",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deadline", "days_left"), name="warned_once_before_each_lapse"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="بند")),
                (
                    "ticked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تأییدکننده",
                    ),
                ),
                (
                    "ticked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان تأیید"),
                ),
            ],
            options={
                "verbose_name": "بند تأییدشدهٔ چک\u200cلیست",
                "verbose_name_plural": "بندهای تأییدشدهٔ چک\u200cلیست",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "code"), name="checklist_point_ticked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="خواننده",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="نسخهٔ خوانده\u200cشده")),
            ],
            options={
                "verbose_name": "نشان خواندن",
                "verbose_name_plural": "نشان\u200cهای خواندن",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "case"), name="one_reading_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestDocument",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.documenttype",
                        verbose_name="مدرک",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("UPLOAD", "بارگذاری"), ("POST", "پست")], max_length=8, verbose_name="راه"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=licensing.papers.models.random_name, verbose_name="فایل"
                    ),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True, upload_to=licensing.papers.models.random_name, verbose_name="تصویر کوچک"
                    ),
                ),
                ("size", models.PositiveIntegerField(default=0, verbose_name="اندازه (بایت)")),
                (
                    "postal_number",
                    models.CharField(blank=True, max_length=30, verbose_name="شمارهٔ مرسولهٔ پستی"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان فرستادن"),
                ),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="رسید به اتحادیه")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SENT", "فرستاده شده"),
                            ("ACCEPTED", "پذیرفته شده"),
                            ("REJECTED", "پذیرفته نشده"),
                            ("REPLACE", "فقط همین را دوباره بفرستید"),
                        ],
                        default="SENT",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNREADABLE", "خوانا نیست یا بخشی از آن دیده نمی\u200cشود"),
                            ("PAGES_MISSING", "همهٔ صفحه\u200cها فرستاده نشده است"),
                            ("WRONG_PAPER", "این مدرک، مدرک خواسته\u200cشده نیست"),
                            ("OTHER_PERSON", "به نام شخص دیگری است"),
                            ("OUT_OF_DATE", "اعتبار آن گذشته است"),
                            ("NOT_SIGNED", "امضا یا مهر ندارد"),
                            ("OTHER_PLACE", "مربوط به نشانی محل کسب نیست"),
                            ("INFECTED", "فایل آلوده به ویروس بود و برداشته شد"),
                        ],
                        max_length=16,
                        verbose_name="دلیل",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان بررسی")),
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
                (
                    "named_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="خبر بررسی\u200cنشدن به هیأت مدیره و بازرس",
                    ),
                ),
                ("matched_at", models.DateTimeField(blank=True, null=True, verbose_name="تطبیق با اصل")),
                (
                    "matched_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تطبیق\u200cدهنده",
                    ),
                ),
                ("is_current", models.BooleanField(default=True, verbose_name="تازه\u200cترین")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="licensing.requestdocument",
                        verbose_name="به جای",
                    ),
                ),
            ],
            options={
                "verbose_name": "مدرک",
                "verbose_name_plural": "مدارک",
                "ordering": ["type__position", "pk"],
                "indexes": [
                    models.Index(fields=["case", "is_current"], name="document_request"),
                    models.Index(fields=["sent_at"], name="document_sent"),
                    models.Index(
                        condition=models.Q(
                            ("is_current", True), ("named_at__isnull", True), ("state", "SENT")
                        ),
                        fields=["sent_at"],
                        name="document_not_looked_at",
                    ),
                    models.Index(
                        condition=models.Q(("scan", "HELD"), models.Q(("file", ""), _negated=True)),
                        fields=["scan_next_at"],
                        name="document_held",
                    ),
                    models.Index(fields=["file"], name="document_file"),
                    models.Index(fields=["thumbnail"], name="document_thumbnail"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "UPLOAD"), models.Q(("file", ""), _negated=True)),
                            models.Q(
                                ("channel", "UPLOAD"),
                                ("file", ""),
                                ("reason", "INFECTED"),
                                ("scan", "INFECTED"),
                                ("thumbnail", ""),
                            ),
                            models.Q(("channel", "POST"), ("file", ""), ("thumbnail", "")),
                            _connector="OR",
                        ),
                        name="uploaded_document_has_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True), ("checked_by__isnull", True), ("state", "SENT")
                            ),
                            models.Q(
                                models.Q(("state", "SENT"), _negated=True),
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                            ),
                            models.Q(
                                ("checked_at__isnull", False), ("scan", "INFECTED"), ("state", "REJECTED")
                            ),
                            _connector="OR",
                        ),
                        name="document_checked_at_and_by_with_its_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["REJECTED", "REPLACE"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["REJECTED", "REPLACE"]), _negated=True),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="document_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matched_at__isnull", True), ("matched_by__isnull", True)),
                            models.Q(
                                ("matched_at__isnull", False),
                                ("matched_by__isnull", False),
                                ("state", "ACCEPTED"),
                            ),
                            _connector="OR",
                        ),
                        name="document_matched_at_and_by_once_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="licensing.inquirybody",
                        verbose_name="دستگاه",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.category",
                        verbose_name="رسته",
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
                ("is_needed", models.BooleanField(default=True, verbose_name="لازم است")),
            ],
            options={
                "verbose_name": "نیاز به استعلام",
                "verbose_name_plural": "نیازها به استعلام",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "category", "county"),
                        name="one_inquiry_need_per_trade_and_county",
                        violation_error_message="برای این دستگاه، رسته و شهرستان ردیفی هست؛ همان را تغییر دهید.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("county__isnull", True)),
                        fields=("body", "category"),
                        name="one_inquiry_need_per_trade_everywhere",
                        violation_error_message="برای این دستگاه، رسته و شهرستان ردیفی هست؛ همان را تغییر دهید.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("body", "county"),
                        name="one_inquiry_need_per_county_for_all_trades",
                        violation_error_message="برای این دستگاه، رسته و شهرستان ردیفی هست؛ همان را تغییر دهید.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True), ("county__isnull", True)),
                        fields=("body",),
                        name="one_inquiry_need_for_everybody",
                        violation_error_message="برای این دستگاه، رسته و شهرستان ردیفی هست؛ همان را تغییر دهید.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offices",
                        to="licensing.inquirybody",
                        verbose_name="دستگاه",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="اداره",
                    ),
                ),
            ],
            options={
                "verbose_name": "ادارهٔ پاسخ\u200cگو",
                "verbose_name_plural": "اداره\u200cهای پاسخ\u200cگو",
                "constraints": [
                    models.UniqueConstraint(fields=("body", "county"), name="one_inquiry_office_per_county")
                ],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search", models.CharField(default="", editable=False, max_length=400)),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.inquirybody",
                        verbose_name="دستگاه",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="اداره",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=licensing.inquiries.models.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="رمز نامه",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNION_POST", "پست سفارشی دوقبضهٔ اتحادیه"),
                            ("APPLICANT_HAND", "به دست متقاضی"),
                            ("ONLINE", "برخط"),
                            ("REGISTER", "پایگاه نشانی پست"),
                        ],
                        max_length=16,
                        verbose_name="راه",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PREPARED", "آمادهٔ چاپ"),
                            ("PRINTED", "چاپ شده"),
                            ("SENT", "فرستاده شده"),
                            ("DELIVERED", "رسیده به دستگاه"),
                            ("POSITIVE", "پاسخ مثبت"),
                            ("NEGATIVE", "پاسخ منفی"),
                            ("CONDITIONAL", "پاسخ مشروط"),
                            ("DEEMED_POSITIVE", "مثبت به حکم قانون"),
                            ("CANCELLED", "باطل شده"),
                        ],
                        default="PREPARED",
                        max_length=16,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "prepared_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="آماده\u200cشدن"),
                ),
                ("printed_at", models.DateTimeField(blank=True, null=True, verbose_name="چاپ")),
                (
                    "printed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="چاپ\u200cکننده",
                    ),
                ),
                ("post_number", models.CharField(blank=True, max_length=30, verbose_name="شمارهٔ قبض نخست")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="فرستادن")),
                ("slip_number", models.CharField(blank=True, max_length=30, verbose_name="شمارهٔ قبض دوم")),
                (
                    "slip",
                    models.FileField(
                        blank=True,
                        upload_to=licensing.papers.models.random_name,
                        verbose_name="تصویر قبض دوم",
                    ),
                ),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="رسیدن به دستگاه")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="مهلت پاسخ")),
                (
                    "answer_number",
                    models.CharField(blank=True, max_length=40, verbose_name="شمارهٔ نامهٔ پاسخ"),
                ),
                (
                    "reasons",
                    models.TextField(blank=True, max_length=2000, verbose_name="دلیل\u200cها یا شرط\u200cها"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="پاسخ")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ پاسخ",
                    ),
                ),
            ],
            options={
                "verbose_name": "استعلام",
                "verbose_name_plural": "استعلام\u200cها",
                "ordering": ["pk"],
                "indexes": [
                    core.searched.PartsIndex(
                        fields=["union", "search"],
                        name="inquiry_search",
                        opclasses=["int8_ops", "gin_trgm_ops"],
                    ),
                    models.Index(fields=["union", "-id"], name="inquiry_union"),
                    models.Index(fields=["office", "state"], name="inquiry_office_state"),
                    models.Index(fields=["office", "-id"], name="inquiry_office"),
                    models.Index(fields=["state", "due_at"], name="inquiry_state_due"),
                    models.Index(
                        condition=models.Q(("scan", "HELD"), models.Q(("slip", ""), _negated=True)),
                        fields=["scan_next_at"],
                        name="slip_held",
                    ),
                    models.Index(fields=["slip"], name="inquiry_slip"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "body"), name="one_inquiry_per_request_and_body"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["NEGATIVE", "CONDITIONAL"]), _negated=True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inquiry_answered_no_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DELIVERED", "DEEMED_POSITIVE"]), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="inquiry_runs_from_its_delivery",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by__isnull", False),
                                ("state__in", ["POSITIVE", "NEGATIVE", "CONDITIONAL"]),
                            ),
                            models.Q(
                                ("answered_by__isnull", True), ("channel", "REGISTER"), ("state", "POSITIVE")
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["POSITIVE", "NEGATIVE", "CONDITIONAL"]), _negated=True
                                ),
                                ("answered_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="inquiry_answer_has_who_wrote_it_down",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("printed_at__isnull", True), ("printed_by__isnull", True)),
                            models.Q(("printed_at__isnull", False), ("printed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="inquiry_printed_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "PREPARED"),
                            ("state", "CANCELLED"),
                            models.Q(("channel", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inquiry_on_its_way_has_a_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="زمان")),
                ("place", models.CharField(max_length=300, verbose_name="محل")),
                (
                    "originals",
                    models.TextField(blank=True, help_text="هر مدرک در یک سطر", verbose_name="اصل مدارک"),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HELD", "برگزار شد"),
                            ("NO_SHOW", "متقاضی نیامد"),
                            ("CANCELLED", "لغو شد"),
                            ("MOVED", "به زمان دیگری رفت"),
                        ],
                        max_length=10,
                        verbose_name="نتیجه",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="شرح نتیجه")),
                ("result_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان ثبت نتیجه")),
                (
                    "result_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکنندهٔ نتیجه",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان دعوت"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="دعوت\u200cکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "مصاحبه",
                "verbose_name_plural": "مصاحبه\u200cها",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("result", "")),
                        fields=("case",),
                        name="one_interview_ahead_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("result", ""), ("result_at__isnull", True), ("result_by__isnull", True)
                            ),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("result_at__isnull", False),
                                ("result_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="interview_result_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place", ""), _negated=True), name="interview_has_a_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnionNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="متن")),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="نویسنده",
                    ),
                ),
                ("posted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="دیده شد در")),
            ],
            options={
                "verbose_name": "پیام اتحادیه",
                "verbose_name_plural": "پیام\u200cهای اتحادیه",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [models.Index(fields=["case", "-posted_at"], name="union_note_request")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="union_note_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_at__isnull", True),
                            ("seen_at__gte", models.F("posted_at")),
                            _connector="OR",
                        ),
                        name="union_note_seen_after_it_was_posted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="licensing.invoice",
                        verbose_name="صورتحساب",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.feeitem",
                        verbose_name="تعرفه",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="بابت")),
                ("amount", models.BigIntegerField(verbose_name="مبلغ (ریال)")),
                ("account", models.CharField(max_length=200, verbose_name="حساب")),
                (
                    "paid_into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.payeeaccount",
                        verbose_name="حساب گیرنده",
                    ),
                ),
                ("approval", models.CharField(max_length=100, verbose_name="مصوبه")),
                ("is_at_cost", models.BooleanField(default=False, verbose_name="به میزان واقعی")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="رسید هزینه")),
                ("slip_number", models.CharField(blank=True, max_length=30, verbose_name="شمارهٔ فیش")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="تأیید فیش")),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تأییدکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "سطر صورتحساب",
                "verbose_name_plural": "سطرهای صورتحساب",
                "constraints": [
                    models.UniqueConstraint(fields=("invoice", "fee"), name="fee_billed_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="billed_amount_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", ""), ("is_at_cost", False)),
                            models.Q(("is_at_cost", True), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="only_a_cost_has_evidence_and_every_cost_has",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                            models.Q(
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                                models.Q(("slip_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="verified_line_has_slip_moment_and_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepositSlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="licensing.invoice",
                        verbose_name="صورتحساب",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.payeeaccount",
                        verbose_name="حساب گیرنده",
                    ),
                ),
                ("number", models.CharField(max_length=30, verbose_name="شمارهٔ فیش")),
                ("amount", models.BigIntegerField(verbose_name="مبلغ (ریال)")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان ثبت")),
            ],
            options={
                "verbose_name": "فیش واریزی",
                "verbose_name_plural": "فیش\u200cهای واریزی",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "number"), name="slip_number_once_per_account"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="slip_amount_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="slip_has_a_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="licensing.invoice",
                        verbose_name="صورتحساب",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                        verbose_name="گیرنده",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="مبلغ (ریال)")),
                ("reason", models.CharField(max_length=500, verbose_name="علت")),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ثبت در")),
                (
                    "booked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="با اقدام",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="تأیید در")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تأییدکننده",
                    ),
                ),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="بازگردانده در")),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="بازگرداننده",
                    ),
                ),
                (
                    "transfer_number",
                    models.CharField(blank=True, max_length=40, verbose_name="شمارهٔ سند بانکی"),
                ),
            ],
            options={
                "verbose_name": "بازگشت وجه",
                "verbose_name_plural": "بازگشت وجه\u200cها",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="refund_has_amount_and_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="refund_approved_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_at__isnull", True), ("paid_by__isnull", True), ("transfer_number", "")
                            ),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("paid_at__isnull", False),
                                ("paid_by__isnull", False),
                                models.Q(("transfer_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="refund_paid_at_and_by_with_its_number_once_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_by__isnull", True),
                            models.Q(("paid_by", models.F("approved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="refund_needs_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("SPECIAL", "ضوابط خاص"), ("GENERAL", "ضوابط عمومی")],
                        max_length=10,
                        verbose_name="در",
                    ),
                ),
                ("article", models.PositiveSmallIntegerField(verbose_name="ماده")),
                ("part", models.CharField(max_length=40, verbose_name="بخش")),
                (
                    "explanation",
                    models.CharField(blank=True, max_length=500, verbose_name="توضیح هیأت مدیره"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="licensing.decision",
                        verbose_name="تصمیم",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.reason",
                        verbose_name="دلیل",
                    ),
                ),
            ],
            options={
                "verbose_name": "دلیل تصمیم",
                "verbose_name_plural": "دلیل\u200cهای تصمیم",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "reason", "source", "article"),
                        name="reason_once_per_decision_and_article",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("article__gte", 1)), name="reason_names_an_article"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SilenceLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silence_letter",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silence_letter",
                        to="licensing.decision",
                        verbose_name="تصمیم",
                    ),
                ),
                ("term_ended_at", models.DateTimeField(verbose_name="پایان مهلت اتحادیه")),
                (
                    "document",
                    models.FileField(blank=True, upload_to="letters/%Y/%m/", verbose_name="فایل چاپی"),
                ),
                (
                    "document_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان آماده\u200cشدن فایل چاپی"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "نامهٔ پذیرش به دلیل عدم اعلام نظر",
                "verbose_name_plural": "نامه\u200cهای پذیرش به دلیل عدم اعلام نظر",
                "indexes": [
                    models.Index(
                        condition=models.Q(("document", "")), fields=["created_at"], name="letter_without_pdf"
                    ),
                    models.Index(fields=["document"], name="silence_letter_document"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="licensing.inquiry",
                        verbose_name="استعلام",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("PREPARED", "آمادهٔ چاپ"),
                            ("PRINTED", "چاپ شده"),
                            ("SENT", "فرستاده شده"),
                            ("DELIVERED", "رسیده به دستگاه"),
                            ("POSITIVE", "پاسخ مثبت"),
                            ("NEGATIVE", "پاسخ منفی"),
                            ("CONDITIONAL", "پاسخ مشروط"),
                            ("DEEMED_POSITIVE", "مثبت به حکم قانون"),
                            ("CANCELLED", "باطل شده"),
                        ],
                        max_length=16,
                        verbose_name="پاسخ پیشین",
                    ),
                ),
                (
                    "before_reasons",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="دلیل\u200cها یا شرط\u200cهای پیشین"
                    ),
                ),
                (
                    "before_number",
                    models.CharField(blank=True, max_length=40, verbose_name="شمارهٔ پیشین نامهٔ پاسخ"),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="علت تصحیح")),
                (
                    "corrected_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان تصحیح"),
                ),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تصحیح\u200cکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "تصحیح پاسخ استعلام",
                "verbose_name_plural": "تصحیح\u200cهای پاسخ استعلام",
                "ordering": ["corrected_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="inquiry_correction_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before__in", ["POSITIVE", "NEGATIVE", "CONDITIONAL"])),
                        name="inquiry_correction_of_an_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="licensing.inquiry",
                        verbose_name="استعلام",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("INQUIRY_REMINDER", "یادآوری نخست"),
                            ("INQUIRY_LAST_REMINDER", "یادآوری پایانی"),
                        ],
                        max_length=30,
                        verbose_name="یادآوری",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="زمان یادآوری")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="یادآوری شد")),
            ],
            options={
                "verbose_name": "یادآوری استعلام",
                "verbose_name_plural": "یادآوری\u200cهای استعلام",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["due_at"],
                        name="inquiry_reminder_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("inquiry", "step"), name="one_inquiry_reminder_per_step")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "card_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.licencerequest",
                        verbose_name="فرم اصناف کارت برای",
                    ),
                ),
                (
                    "reminds",
                    models.BooleanField(db_default=False, default=False, verbose_name="نامهٔ یادآوری"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="چاپ\u200cکننده",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="زمان")),
                (
                    "document",
                    models.FileField(blank=True, upload_to="letters/%Y/%m/", verbose_name="فایل چاپی"),
                ),
                (
                    "inquiries",
                    models.ManyToManyField(
                        related_name="batches", to="licensing.inquiry", verbose_name="استعلام\u200cها"
                    ),
                ),
            ],
            options={
                "verbose_name": "دستهٔ نامه\u200cها",
                "verbose_name_plural": "دسته\u200cهای نامه\u200cها",
                "indexes": [
                    models.Index(
                        condition=models.Q(("document", "")), fields=["made_at"], name="letters_without_pdf"
                    ),
                    models.Index(fields=["document"], name="letters_document"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostalCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postal_check",
                        to="licensing.inquiry",
                        verbose_name="استعلام",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "در انتظار پاسخ پست"),
                            ("CONFIRMED", "پست تأیید کرد"),
                            ("DIFFERS", "با درخواست یکی نیست"),
                            ("BY_HAND", "با نامه پرسیده می\u200cشود"),
                        ],
                        default="WAITING",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="دفعه\u200cهای پرسش")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="آغاز")),
                (
                    "next_try_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="پرسش بعد"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="پاسخ")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="نشانی در پایگاه پست")),
                (
                    "county_code",
                    models.CharField(blank=True, max_length=6, verbose_name="کد شهرستان در پایگاه پست"),
                ),
            ],
            options={
                "verbose_name": "تأیید کد پستی",
                "verbose_name_plural": "تأییدهای کد پستی",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "WAITING")),
                        fields=["next_try_at"],
                        name="postal_check_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("state__in", ["CONFIRMED", "DIFFERS"])),
                            models.Q(("answered_at__isnull", True), ("state__in", ["WAITING", "BY_HAND"])),
                            _connector="OR",
                        ),
                        name="postal_check_answered_at_with_its_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFIRMED"), _negated=True),
                            models.Q(("address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmed_postal_code_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="licensing.boardsession",
                        verbose_name="جلسه",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="licensing.licencerequest",
                        verbose_name="درخواست",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="ردیف")),
                (
                    "seen_version",
                    models.PositiveIntegerField(
                        editable=False, verbose_name="نسخهٔ پرونده هنگام گذاشتن در دستور کار"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ACCEPT", "پذیرش"),
                            ("CONDITIONAL", "قبول مشروط"),
                            ("REJECT", "رد"),
                            ("POSTPONE", "موکول به جلسهٔ بعد"),
                        ],
                        max_length=12,
                        verbose_name="نتیجه",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("OPEN", "در دستور کار"),
                            ("DECIDED", "اعلام شد"),
                            ("POSTPONED", "موکول شد"),
                            ("REMOVED", "از دستور کار برداشته شد"),
                            ("DROPPED", "جلسه لغو شد"),
                        ],
                        default="OPEN",
                        max_length=12,
                        verbose_name="سرانجام",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_item",
                        to="licensing.decision",
                        verbose_name="تصمیم",
                    ),
                ),
                ("removed_because", models.CharField(blank=True, max_length=300, verbose_name="علت برداشتن")),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="بردارنده",
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="برداشته در")),
            ],
            options={
                "verbose_name": "بند دستور کار",
                "verbose_name_plural": "بندهای دستور کار",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("result", "OPEN")),
                        fields=("case",),
                        name="request_on_one_open_agenda",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "DECIDED"), ("decision__isnull", False)),
                            models.Q(
                                models.Q(("result", "DECIDED"), _negated=True), ("decision__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="agenda_item_decided_with_its_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                                ("result", "REMOVED"),
                                models.Q(("removed_because", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("result", "REMOVED"), _negated=True),
                                ("removed_at__isnull", True),
                                ("removed_because", ""),
                                ("removed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="agenda_item_taken_off_by_somebody_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SlipRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slip_refusals",
                        to="licensing.invoiceline",
                        verbose_name="سطر",
                    ),
                ),
                ("slip_number", models.CharField(max_length=30, verbose_name="شمارهٔ فیش")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("NOT_FOUND", "این واریز در گردش حساب دیده نمی\u200cشود"),
                            ("AMOUNT", "مبلغ آن با مبلغ این سطر یکی نیست"),
                            ("OTHER_ACCOUNT", "به حساب دیگری واریز شده است"),
                            ("USED", "پیش\u200cتر برای پرداخت دیگری به کار رفته است"),
                            ("NOT_A_SLIP", "این شماره، شمارهٔ فیش نیست"),
                        ],
                        max_length=20,
                        verbose_name="دلیل",
                    ),
                ),
                ("refused_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="در")),
                (
                    "refused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="به دست",
                    ),
                ),
            ],
            options={
                "verbose_name": "فیش پذیرفته\u200cنشده",
                "verbose_name_plural": "فیش\u200cهای پذیرفته\u200cنشده",
                "ordering": ["-refused_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slip_number", ""), _negated=True),
                            ("reason__in", ["NOT_FOUND", "AMOUNT", "OTHER_ACCOUNT", "USED", "NOT_A_SLIP"]),
                        ),
                        name="slip_refused_with_number_and_listed_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedMet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="met",
                        to="licensing.decisionreason",
                        verbose_name="نیاز",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="توضیح متقاضی")),
                (
                    "said_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="به دست",
                    ),
                ),
            ],
            options={
                "verbose_name": "نیاز برطرف\u200cشده",
                "verbose_name_plural": "نیازهای برطرف\u200cشده",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("SPECIAL", "ضوابط خاص"), ("GENERAL", "ضوابط عمومی")],
                        max_length=10,
                        verbose_name="در",
                    ),
                ),
                ("article", models.PositiveSmallIntegerField(verbose_name="ماده")),
                ("part", models.CharField(max_length=40, verbose_name="بخش")),
                (
                    "explanation",
                    models.CharField(blank=True, max_length=500, verbose_name="توضیح هیأت مدیره"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grounds",
                        to="licensing.agendaitem",
                        verbose_name="بند",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_grounds",
                        to="licensing.reason",
                        verbose_name="دلیل",
                    ),
                ),
            ],
            options={
                "verbose_name": "دلیل پیشنهادی",
                "verbose_name_plural": "دلیل\u200cهای پیشنهادی",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "reason", "source", "article"),
                        name="reason_once_per_item_and_article",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("article__gte", 1)), name="agenda_ground_names_an_article"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="licensing.agendaitem",
                        verbose_name="بند",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="organizations.boardmember",
                        verbose_name="عضو",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("FOR", "موافق"), ("AGAINST", "مخالف"), ("ABSTAIN", "ممتنع")],
                        max_length=8,
                        verbose_name="رأی",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ثبت در"),
                ),
            ],
            options={
                "verbose_name": "رأی",
                "verbose_name_plural": "رأی\u200cها",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "member"), name="one_vote_per_item_and_member")
                ],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(protect, lift),
    ]
