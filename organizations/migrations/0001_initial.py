"""Seeds the numbers of the law; published texts and entered tariffs stand."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import core.jalali
import organizations.members.models
from organizations import guards, seeds


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
    ]

    operations = [
        migrations.CreateModel(
            name="Province",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="نام")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                ("code", models.CharField(max_length=2, unique=True, verbose_name="کد")),
                ("iso", models.CharField(max_length=5, unique=True, verbose_name="کد ایزو")),
            ],
            options={
                "verbose_name": "استان",
                "verbose_name_plural": "استان\u200cها",
                "ordering": ["name_sort"],
            },
        ),
        migrations.CreateModel(
            name="GeneralConditions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True, verbose_name="نسخه")),
                ("title", models.CharField(max_length=200, verbose_name="عنوان")),
                ("content", models.JSONField(verbose_name="متن")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, default=django.utils.timezone.now, null=True, verbose_name="انتشار"
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="بازنگری پیش\u200cنویس"
                    ),
                ),
            ],
            options={
                "verbose_name": "ضوابط عمومی",
                "verbose_name_plural": "ضوابط عمومی",
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="CategoryImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=160, verbose_name="نام فایل")),
                ("content", models.TextField(editable=False, verbose_name="محتوا")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("CHECKED", "بررسی شده، در انتظار تصمیم"),
                            ("DONE", "وارد شده"),
                            ("DISCARDED", "کنار گذاشته شده"),
                        ],
                        default="CHECKED",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("ALL_OR_NOTHING", "همه یا هیچ"), ("GOOD_ROWS", "فقط ردیف\u200cهای درست")],
                        max_length=16,
                        verbose_name="شیوه",
                    ),
                ),
                ("created_count", models.PositiveIntegerField(default=0, verbose_name="رستهٔ تازه")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="رستهٔ تغییرکرده")),
                ("same_count", models.PositiveIntegerField(default=0, verbose_name="بی\u200cتغییر")),
                ("refused", models.JSONField(default=list, verbose_name="ردیف\u200cهای نادرست")),
                ("changes", models.JSONField(default=list, verbose_name="تغییرها")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="بارگذار",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="بارگذاری در"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="واردکننده",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="زمان ورود"),
                ),
            ],
            options={
                "verbose_name": "ورود گروهی رسته\u200cها",
                "verbose_name_plural": "ورودهای گروهی رسته\u200cها",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "CHECKED"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("state", "CHECKED"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="import_decided_at_and_by_together",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="کلید")),
                ("title", models.CharField(max_length=160, verbose_name="عنوان")),
                ("value", models.BigIntegerField(verbose_name="مقدار")),
                ("unit", models.CharField(max_length=30, verbose_name="واحد")),
                ("valid_from", models.DateField(verbose_name="اعتبار از")),
                ("basis", models.CharField(max_length=200, verbose_name="مبنای قانونی")),
            ],
            options={
                "verbose_name": "عدد قانونی",
                "verbose_name_plural": "عددهای قانونی",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "valid_from"), name="legal_value_once_per_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="County",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="نام")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counties",
                        to="organizations.province",
                        verbose_name="استان",
                    ),
                ),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="کد")),
                ("is_centre", models.BooleanField(default=False, verbose_name="مرکز استان")),
            ],
            options={
                "verbose_name": "شهرستان",
                "verbose_name_plural": "شهرستان\u200cها",
                "ordering": ["name_sort"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "name"), name="county_name_once_per_province"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_centre", True)),
                        fields=("province",),
                        name="one_centre_per_province",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="نام")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                ("isic_code", models.CharField(max_length=10, unique=True, verbose_name="کد آیسیک")),
                (
                    "branch_of_trade",
                    models.CharField(
                        choices=[
                            ("PRODUCTION", "تولیدی"),
                            ("TECHNICAL_SERVICE", "خدمات فنی"),
                            ("DISTRIBUTION", "توزیعی"),
                            ("SERVICE", "خدماتی"),
                        ],
                        max_length=20,
                        verbose_name="شاخه",
                    ),
                ),
                ("is_specialised", models.BooleanField(default=False, verbose_name="تخصصی (مادهٔ ۱۳)")),
                (
                    "needs_health_inquiry",
                    models.BooleanField(default=False, verbose_name="نیازمند استعلام بهداشت"),
                ),
                ("is_online", models.BooleanField(default=False, verbose_name="کسب\u200cوکار مجازی")),
                (
                    "host_customers_on_site",
                    models.BooleanField(default=False, verbose_name="پذیرش مشتری در محل"),
                ),
                (
                    "covid_job_group",
                    models.PositiveSmallIntegerField(default=2, verbose_name="گروه شغلی کرونا"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
                (
                    "created_in",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="created",
                        to="organizations.categoryimport",
                        verbose_name="ورود گروهی",
                    ),
                ),
            ],
            options={
                "verbose_name": "رسته",
                "verbose_name_plural": "رسته\u200cها",
                "ordering": ["name_sort"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="category_name_once",
                        violation_error_message="رستهٔ دیگری همین نام را دارد.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("isic_code__regex", "^([0-9]{6}|[0-9]{7}|[0-9]{9}|[0-9]{10})$")),
                        name="isic_code_has_6_7_9_or_10_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("covid_job_group__gte", 1), ("covid_job_group__lte", 4)),
                        name="covid_job_group_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CategorySynonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="نام")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synonyms",
                        to="organizations.category",
                        verbose_name="رسته",
                    ),
                ),
            ],
            options={
                "verbose_name": "نام رایج رسته",
                "verbose_name_plural": "نام\u200cهای رایج رسته\u200cها",
                "ordering": ["name_sort", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "name_search"), name="synonym_once_per_category"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_search", ""), _negated=True), name="synonym_has_letters"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="نام")),
                ("name_sort", models.CharField(db_index=True, default="", editable=False, max_length=200)),
                ("name_search", models.CharField(default="", editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("UNION", "اتحادیه"),
                            ("CHAMBER", "اتاق اصناف شهرستان"),
                            ("COMMISSION", "کمیسیون نظارت"),
                            ("NATIONAL_CHAMBER", "اتاق اصناف ایران"),
                            ("SECRETARIAT", "دبیرخانه هیأت عالی نظارت"),
                            ("INQUIRY_BODY", "دستگاه استعلام\u200cشونده"),
                            ("HEALTH", "وزارت بهداشت"),
                            ("EXECUTIVE_BODY", "دستگاه اجرایی"),
                            ("BANK", "بانک عامل"),
                            ("SUPPORT", "پشتیبانی"),
                        ],
                        max_length=20,
                        verbose_name="نوع",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("COUNTY", "شهرستان"), ("PROVINCE", "استان"), ("NATIONAL", "کشور")],
                        max_length=10,
                        verbose_name="سطح",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="organizations.province",
                        verbose_name="استان",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organizations.body",
                        verbose_name="نهاد بالادست",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="نشانی")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="کد پستی")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="تلفن")),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
            ],
            options={
                "verbose_name": "نهاد",
                "verbose_name_plural": "نهادها",
                "ordering": ["name_sort"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("county__isnull", False), ("level", "COUNTY"), ("province__isnull", False)
                            ),
                            models.Q(("level", "PROVINCE"), ("province__isnull", False)),
                            models.Q(
                                ("county__isnull", True), ("level", "NATIONAL"), ("province__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="body_place_fits_its_level",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CategorySuggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=16,
                        null=True,
                        unique=True,
                        verbose_name="کد پیگیری",
                    ),
                ),
                ("form_key", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="category_suggestions",
                        to="accounts.person",
                        verbose_name="پیشنهاددهنده",
                    ),
                ),
                ("contact_name", models.CharField(max_length=120, verbose_name="نام")),
                ("mobile", models.CharField(max_length=11, verbose_name="تلفن همراه")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                ("text", models.TextField(verbose_name="شرح کسب\u200cوکار")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "در انتظار پاسخ"),
                            ("GUIDED", "راهنمایی شد"),
                            ("ADDED", "رسته تعریف شد"),
                            ("REJECTED", "پذیرفته نشد"),
                        ],
                        default="OPEN",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="پاسخ")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="organizations.category",
                        verbose_name="رستهٔ مناسب",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پاسخ\u200cدهنده",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="زمان پاسخ"),
                ),
            ],
            options={
                "verbose_name": "پیشنهاد رسته",
                "verbose_name_plural": "پیشنهادهای رسته",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="suggestion_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mobile__regex", "^09[0-9]{9}$")),
                        name="suggestion_mobile_is_canonical",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "OPEN"),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("state", "OPEN"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_answered_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("category__isnull", True), ("state", "ADDED"), _negated=True),
                        name="added_suggestion_names_its_category",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Union",
            fields=[
                (
                    "body_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="organizations.body",
                    ),
                ),
                (
                    "electronic_since",
                    models.DateField(blank=True, null=True, verbose_name="آغاز پذیرش الکترونیکی"),
                ),
            ],
            options={
                "verbose_name": "اتحادیه",
                "verbose_name_plural": "اتحادیه\u200cها",
            },
            bases=("organizations.body",),
        ),
        migrations.CreateModel(
            name="Chamber",
            fields=[
                (
                    "body_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="organizations.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "اتاق اصناف",
                "verbose_name_plural": "اتاق\u200cهای اصناف",
            },
            bases=("organizations.body",),
        ),
        migrations.CreateModel(
            name="Commission",
            fields=[
                (
                    "body_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="organizations.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "کمیسیون نظارت",
                "verbose_name_plural": "کمیسیون\u200cهای نظارت",
            },
            bases=("organizations.body",),
        ),
        migrations.CreateModel(
            name="CommissionApproval",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="organizations.body",
                        verbose_name="مرجع",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="شمارهٔ مصوبه")),
                ("approved_on", models.DateField(verbose_name="تاریخ مصوبه")),
                ("subject", models.CharField(max_length=300, verbose_name="موضوع")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="نهاد ثبت\u200cکننده",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ENTERED", "در انتظار تأیید مرجع"),
                            ("CONFIRMED", "تأیید شده"),
                            ("DISPUTED", "مورد اعتراض مرجع"),
                        ],
                        default="ENTERED",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان پاسخ مرجع"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پاسخ\u200cدهنده",
                    ),
                ),
                (
                    "dispute",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="علت اعتراض"),
                ),
            ],
            options={
                "verbose_name": "مصوبه",
                "verbose_name_plural": "مصوبه\u200cها",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DISPUTED"), _negated=True),
                        fields=("body", "number"),
                        name="approval_number_once_per_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="approval_answered_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state", "DISPUTED"),
                                models.Q(("dispute", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "DISPUTED"), _negated=True), ("dispute", "")),
                            _connector="OR",
                        ),
                        name="disputed_approval_says_why_and_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="approval_has_a_number",
                        violation_error_message="شمارهٔ مصوبه را بنویسید.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="کاربر",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organizations.body",
                        verbose_name="نهاد",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("UNION_OPERATOR", "کاربر اتحادیه"),
                            ("UNION_BOARD", "هیأت مدیره اتحادیه"),
                            ("CHAMBER_OPERATOR", "کاربر اتاق اصناف"),
                            ("CHAMBER_INSPECTOR", "بازرس اتاق اصناف"),
                            ("COMMISSION_COUNTY", "کمیسیون نظارت شهرستان"),
                            ("COMMISSION_PROVINCE", "کمیسیون نظارت مرکز استان"),
                            ("NATIONAL_CHAMBER", "اتاق اصناف ایران"),
                            ("SECRETARIAT", "دبیرخانه هیأت عالی نظارت"),
                            ("INQUIRY_BODY", "دستگاه استعلام\u200cشونده"),
                            ("HEALTH_VERIFIER", "ناظر وزارت بهداشت"),
                            ("EXECUTIVE_BODY", "دستگاه اجرایی"),
                            ("BANK_OFFICER", "کارشناس بانک عامل"),
                            ("SUPPORT_STAFF", "کارشناس پشتیبانی"),
                        ],
                        max_length=24,
                        verbose_name="نقش",
                    ),
                ),
                ("valid_from", models.DateField(default=core.jalali.tehran_today, verbose_name="از")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="تا")),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="granted_memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="اعطاکننده",
                    ),
                ),
                (
                    "granted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان اعطا"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پس\u200cگیرنده",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان پس\u200cگرفتن"
                    ),
                ),
            ],
            options={
                "verbose_name": "نقش در نهاد",
                "verbose_name_plural": "نقش\u200cها در نهادها",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("user", "body", "role"),
                        name="one_open_membership_per_user_body_role",
                        violation_error_message="این کاربر همین نقش را در این نهاد دارد.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_begins",
                        violation_error_message="پایان نقش پیش از آغاز آن است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_by__isnull", True),
                            models.Q(("granted_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_grants_a_role_to_themselves",
                        violation_error_message="کسی نمی\u200cتواند به خودش نقش بدهد.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_withdrawn_at_and_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeAccount",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="organizations.body",
                        verbose_name="صاحب حساب",
                    ),
                ),
                ("bank", models.CharField(max_length=60, verbose_name="بانک")),
                ("branch", models.CharField(blank=True, max_length=60, verbose_name="شعبه")),
                ("number", models.CharField(max_length=40, verbose_name="شمارهٔ حساب")),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
            ],
            options={
                "verbose_name": "حساب",
                "verbose_name_plural": "حساب\u200cها",
                "constraints": [
                    models.UniqueConstraint(fields=("bank", "number"), name="account_number_once_per_bank")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnionCoverage",
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
                        related_name="coverage",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="organizations.category",
                        verbose_name="رسته",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="فعال")),
            ],
            options={
                "verbose_name": "پوشش اتحادیه",
                "verbose_name_plural": "پوشش اتحادیه\u200cها",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("county", "category"),
                        name="one_active_union_per_county_and_category",
                        violation_error_message="برای این رسته در این شهرستان اتحادیهٔ فعال دیگری ثبت شده است.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitCount",
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
                        related_name="unit_counts",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                ("units", models.PositiveIntegerField(verbose_name="شمار واحدهای صنفی")),
                ("valid_from", models.DateField(verbose_name="از روز")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "شمار واحدهای صنفی",
                "verbose_name_plural": "شمار واحدهای صنفی",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("union", "valid_from"),
                        name="unit_count_once_per_union_and_day",
                        violation_error_message="برای همین روز شمار دیگری ثبت شده است.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialConditions",
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
                        related_name="conditions",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="organizations.category",
                        verbose_name="رسته",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="نسخه")),
                ("title", models.CharField(max_length=200, verbose_name="عنوان")),
                ("content", models.JSONField(verbose_name="متن")),
                (
                    "union_postal_code",
                    models.CharField(max_length=10, verbose_name="کد پستی اتحادیه برای ارسال مدارک"),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="organizations.commissionapproval",
                        verbose_name="مصوبه",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="انتشار")),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="بازنگری پیش\u200cنویس"
                    ),
                ),
            ],
            options={
                "verbose_name": "ضوابط خاص",
                "verbose_name_plural": "ضوابط خاص",
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("union", "category", "version"), name="special_conditions_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("union", "version"),
                        name="union_wide_conditions_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("union", "category"),
                        name="one_draft_per_union_and_category",
                        violation_error_message="برای همین رسته پیش\u200cنویس دیگری باز است.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True), ("published_at__isnull", True)),
                        fields=("union",),
                        name="one_union_wide_draft",
                        violation_error_message="برای همین اتحادیه پیش\u200cنویس دیگری باز است.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardMember",
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
                        related_name="board",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_seats",
                        to="accounts.person",
                        verbose_name="شخص",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("CHAIR", "رئیس"),
                            ("FIRST_VICE", "نایب رئیس اول"),
                            ("SECOND_VICE", "نایب رئیس دوم"),
                            ("SECRETARY", "دبیر"),
                            ("TREASURER", "خزانه\u200cدار"),
                            ("MEMBER", "عضو اصلی"),
                            ("SUBSTITUTE", "عضو علی\u200cالبدل"),
                            ("INSPECTOR", "بازرس"),
                        ],
                        max_length=12,
                        verbose_name="سمت",
                    ),
                ),
                ("from_date", models.DateField(verbose_name="از")),
                ("to_date", models.DateField(verbose_name="تا")),
            ],
            options={
                "verbose_name": "عضو هیأت مدیره",
                "verbose_name_plural": "اعضای هیأت مدیره",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_date__gt", models.F("from_date"))),
                        name="board_term_ends_after_it_begins",
                        violation_error_message="پایان دوره پیش از آغاز آن است.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardMinute",
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
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                ("number", models.CharField(max_length=30, verbose_name="شمارهٔ صورتجلسه")),
                ("held_on", models.DateField(verbose_name="تاریخ جلسه")),
                ("text", models.TextField(blank=True, verbose_name="متن تصمیم\u200cها")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=organizations.members.models.minute_file,
                        verbose_name="فایل صورتجلسه",
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
            ],
            options={
                "verbose_name": "صورتجلسه",
                "verbose_name_plural": "صورتجلسه\u200cها",
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan", "HELD"), models.Q(("file", ""), _negated=True)),
                        fields=["scan_next_at"],
                        name="minute_held",
                    ),
                    models.Index(fields=["file"], name="minute_file"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("union", "number"), name="minute_number_once_per_union"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(
                                models.Q(("text", ""), _negated=True),
                                models.Q(("file", ""), _negated=True),
                                ("scan", "INFECTED"),
                                _connector="OR",
                            ),
                        ),
                        name="minute_has_number_and_text_or_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeItem",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MEMBERSHIP_ENTRY", "حق ورودی (عضویت سال اول)"),
                            ("MEMBERSHIP_ANNUAL", "حق عضویت سالانه"),
                            ("SERVICES", "خدمات فنی و آموزشی"),
                            ("ISSUE", "حق صدور، تمدید و تعویض"),
                            ("NATIONAL_SHARE", "حق\u200cالسهم اتاق اصناف ایران"),
                            ("CHAMBER_SHARE", "حق\u200cالسهم اتاق اصناف شهرستان"),
                            ("E_SERVICES", "خدمات الکترونیکی"),
                            ("POSTAGE", "هزینه پست و استعلام"),
                        ],
                        max_length=20,
                        verbose_name="نوع",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="بابت")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="مبلغ (ریال)")),
                (
                    "payee",
                    models.CharField(
                        choices=[
                            ("UNION", "اتحادیه"),
                            ("CHAMBER", "اتاق اصناف شهرستان"),
                            ("NATIONAL_CHAMBER", "اتاق اصناف ایران"),
                            ("SECRETARIAT", "دبیرخانه هیأت عالی نظارت"),
                        ],
                        max_length=20,
                        verbose_name="به نفع",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="organizations.payeeaccount",
                        verbose_name="حساب",
                    ),
                ),
                ("applies_to", models.JSONField(default=list, verbose_name="برای")),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="organizations.commissionapproval",
                        verbose_name="مصوبه",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="نسخه")),
                ("valid_from", models.DateField(verbose_name="اعتبار از")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="اعتبار تا")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="باطل\u200cکننده",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="زمان ابطال"),
                ),
            ],
            options={
                "verbose_name": "تعرفه",
                "verbose_name_plural": "تعرفه\u200cها",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("kind__in", ("E_SERVICES", "POSTAGE"))),
                            models.Q(
                                ("amount__gte", 0),
                                ("amount__isnull", False),
                                models.Q(("kind__in", ("E_SERVICES", "POSTAGE")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fee_has_an_amount_unless_set_by_law_or_at_cost",
                        violation_error_message="مبلغ را بنویسید.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("NATIONAL_SHARE", "CHAMBER_SHARE", "E_SERVICES")),
                                ("union__isnull", True),
                            ),
                            models.Q(
                                ("union__isnull", False),
                                models.Q(
                                    ("kind__in", ("NATIONAL_SHARE", "CHAMBER_SHARE", "E_SERVICES")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="national_fees_have_no_union",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", True), ("kind", "CHAMBER_SHARE")),
                            models.Q(
                                ("account__isnull", False), models.Q(("kind", "CHAMBER_SHARE"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="only_the_share_of_chambers_names_no_account",
                        violation_error_message="حساب را انتخاب کنید.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="fee_ends_after_it_begins",
                        violation_error_message="پایان اعتبار پیش از آغاز آن است.",
                    ),
                    models.UniqueConstraint(fields=("union", "kind", "version"), name="fee_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("union__isnull", True)),
                        fields=("kind", "version"),
                        name="national_fee_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("union__isnull", True),
                            ("valid_to__isnull", True),
                            ("withdrawn_at__isnull", True),
                        ),
                        fields=("kind",),
                        name="one_open_national_fee_per_kind",
                        violation_error_message="برای همین نوع، تعرفهٔ باز دیگری هست؛ از همان نسخهٔ تازه بسازید.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("union", "kind"),
                        name="one_open_fee_per_kind",
                        violation_error_message="برای همین نوع، تعرفهٔ باز دیگری هست؛ از همان نسخهٔ تازه بسازید.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="fee_withdrawn_at_and_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnionActivation",
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
                        related_name="activations",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "پیشنهاد شده"),
                            ("APPROVED", "تصویب شده"),
                            ("REFUSED", "رد شده"),
                            ("WITHDRAWN", "پس گرفته شده"),
                        ],
                        default="PROPOSED",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                ("has_software", models.BooleanField(default=False, verbose_name="نرم\u200cافزار آماده است")),
                ("has_hardware", models.BooleanField(default=False, verbose_name="سخت\u200cافزار آماده است")),
                (
                    "has_trained_staff",
                    models.BooleanField(default=False, verbose_name="کارکنان آموزش دیده\u200cاند"),
                ),
                ("readiness_note", models.TextField(verbose_name="شرح آمادگی")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پیشنهاددهنده",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="زمان پیشنهاد"
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activations",
                        to="organizations.commissionapproval",
                        verbose_name="مصوبه",
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(blank=True, null=True, verbose_name="آغاز پذیرش الکترونیکی"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="علت")),
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
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان تصمیم")),
            ],
            options={
                "verbose_name": "فعال\u200cسازی اتحادیه",
                "verbose_name_plural": "فعال\u200cسازی اتحادیه\u200cها",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")),
                        fields=("union",),
                        name="one_open_activation_per_union",
                        violation_error_message="برای این اتحادیه پیشنهاد دیگری در دست بررسی است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_hardware", True), ("has_software", True), ("has_trained_staff", True)
                        ),
                        name="activation_needs_readiness",
                        violation_error_message="نرم\u200cافزار، سخت\u200cافزار و کارکنان آموزش\u200cدیده هر سه لازم است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approval__isnull", False),
                                ("effective_from__isnull", False),
                                ("state", "APPROVED"),
                            ),
                            models.Q(
                                ("approval__isnull", True),
                                ("effective_from__isnull", True),
                                models.Q(("state", "APPROVED"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="activation_approved_by_a_numbered_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "PROPOSED"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("state", "PROPOSED"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="activation_decided_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("state", "REFUSED"), _negated=True),
                        name="refused_activation_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CategoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="organizations.categorysuggestion",
                        verbose_name="پیشنهاد رسته",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="نام رسته")),
                ("isic_code", models.CharField(max_length=10, verbose_name="کد آیسیک")),
                (
                    "branch_of_trade",
                    models.CharField(
                        choices=[
                            ("PRODUCTION", "تولیدی"),
                            ("TECHNICAL_SERVICE", "خدمات فنی"),
                            ("DISTRIBUTION", "توزیعی"),
                            ("SERVICE", "خدماتی"),
                        ],
                        max_length=20,
                        verbose_name="شاخه",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="category_entries",
                        to="organizations.union",
                        verbose_name="اتحادیهٔ پاسخگو",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "در انتظار دبیرخانه"),
                            ("RETURNED", "برگشت به اتاق"),
                            ("PUBLISHED", "منتشر شد"),
                        ],
                        default="WAITING",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="نویسنده",
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="نوشته در"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="دلیل برگشت")),
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
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="زمان تصمیم")),
            ],
            options={
                "verbose_name": "مدخل رسته",
                "verbose_name_plural": "مدخل\u200cهای رسته",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "WAITING")),
                        fields=("suggestion",),
                        name="one_waiting_entry_per_suggestion",
                        violation_error_message="مدخل این پیشنهاد همین حالا نزد دبیرخانه است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("isic_code__regex", "^([0-9]{6}|[0-9]{7}|[0-9]{9}|[0-9]{10})$")),
                        name="entry_code_has_6_7_9_or_10_digits",
                        violation_error_message="کد آیسیک ۶، ۷، ۹ یا ۱۰ رقم دارد.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "WAITING"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("state", "WAITING"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="entry_decided_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("state", "RETURNED"), _negated=True),
                        name="returned_entry_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardAuthorization",
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
                        related_name="authorizations",
                        to="organizations.union",
                        verbose_name="اتحادیه",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_authorizations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="کاربر",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("GENERAL", "عمومی (همهٔ پرونده\u200cها)"), ("CASE", "موردی (یک پرونده)")],
                        max_length=8,
                        verbose_name="نوع",
                    ),
                ),
                (
                    "request_reference",
                    models.CharField(blank=True, max_length=40, verbose_name="کد رهگیری پرونده"),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorizations",
                        to="organizations.boardminute",
                        verbose_name="صورتجلسه",
                    ),
                ),
                ("valid_from", models.DateField(default=core.jalali.tehran_today, verbose_name="از")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="تا")),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="مجوزدهنده",
                    ),
                ),
                (
                    "granted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="پس\u200cگیرنده",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="زمان پس\u200cگرفتن"
                    ),
                ),
            ],
            options={
                "verbose_name": "مجوز هیأت مدیره",
                "verbose_name_plural": "مجوزهای هیأت مدیره",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "GENERAL"), ("request_reference", "")),
                            models.Q(("kind", "CASE"), models.Q(("request_reference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="authorization_of_a_case_names_the_case",
                        violation_error_message="برای مجوز موردی، کد رهگیری پرونده را بنویسید.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="authorization_ends_after_it_begins",
                        violation_error_message="پایان مجوز پیش از آغاز آن است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("granted_by", models.F("operator")), _negated=True),
                        name="nobody_authorizes_themselves",
                        violation_error_message="کسی نمی\u200cتواند به خودش مجوز بدهد.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="authorization_withdrawn_at_and_by_together",
                    ),
                ],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(protect, lift),
    ]
