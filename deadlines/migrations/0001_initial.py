"""Seeds the terms of handbook 8 and the holidays of 1390–1420; protects the recorded moves."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from deadlines import guards, seeds


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seeds.seed(apps)


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.protect(schema_editor)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guards.unprotect(schema_editor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "needs_second",
                    models.BooleanField(default=False, editable=False, verbose_name="نیازمند تأیید نفر دوم"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تأییدکننده",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="تأیید در"),
                ),
                ("date", models.DateField(db_index=True, verbose_name="تاریخ")),
                ("title", models.CharField(max_length=200, verbose_name="مناسبت")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("PACKAGE", "جدول تعطیلات"),
                            ("NATIONAL", "مصوبهٔ هیأت وزیران"),
                            ("MANUAL", "ثبت دبیرخانه"),
                        ],
                        default="MANUAL",
                        max_length=10,
                        verbose_name="منبع",
                    ),
                ),
                ("is_estimated", models.BooleanField(default=False, verbose_name="تاریخ قمری و تخمینی")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="مبنا")),
                ("basis_number", models.CharField(blank=True, max_length=40, verbose_name="شمارهٔ مصوبه")),
                ("basis_on", models.DateField(blank=True, null=True, verbose_name="تاریخ مصوبه")),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="لغو در"),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="لغوکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "تعطیل رسمی",
                "verbose_name_plural": "تعطیلات رسمی",
                "ordering": ["date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("needs_second", True),
                            ),
                            _connector="OR",
                        ),
                        name="holiday_confirmed_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("declared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="holiday_confirmed_by_another",
                        violation_error_message="تأیید با کسی جز ثبت\u200cکننده است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False), ("declared_by__isnull", False), _connector="OR"
                        ),
                        name="holiday_that_waits_was_declared_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=("date",),
                        name="one_holiday_per_date",
                        violation_error_message="این روز در جدول تعطیلات هست.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="holiday_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source", "PACKAGE"),
                            models.Q(
                                models.Q(("legal_basis", ""), _negated=True),
                                models.Q(("basis_number", ""), _negated=True),
                                ("basis_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="holiday_by_hand_has_a_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="holiday_cancelled_at_and_by_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "needs_second",
                    models.BooleanField(default=False, editable=False, verbose_name="نیازمند تأیید نفر دوم"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="تأییدکننده",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="تأیید در"),
                ),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to="organizations.province",
                        verbose_name="همهٔ استان",
                    ),
                ),
                ("date_from", models.DateField(verbose_name="از روز")),
                ("date_to", models.DateField(verbose_name="تا روز")),
                ("reason", models.CharField(max_length=200, verbose_name="علت")),
                (
                    "announced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="نهاد اعلام\u200cکننده",
                    ),
                ),
                ("legal_basis", models.CharField(max_length=200, verbose_name="مبنای قانونی")),
                ("basis_number", models.CharField(max_length=40, verbose_name="شمارهٔ مصوبه")),
                ("basis_on", models.DateField(verbose_name="تاریخ مصوبه")),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ثبت در"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="لغو در"),
                ),
            ],
            options={
                "verbose_name": "تعطیلی محلی",
                "verbose_name_plural": "تعطیلی\u200cهای محلی",
                "ordering": ["-date_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("needs_second", True),
                            ),
                            _connector="OR",
                        ),
                        name="closure_confirmed_at_and_by_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("declared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="closure_confirmed_by_another",
                        violation_error_message="تأیید با کسی جز ثبت\u200cکننده است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("county__isnull", False), ("province__isnull", True)),
                            models.Q(("county__isnull", True), ("province__isnull", False)),
                            _connector="OR",
                        ),
                        name="closure_of_a_county_or_a_province",
                        violation_error_message="یا شهرستان را برگزینید یا استان را.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("date_to__gte", models.F("date_from"))),
                        name="closure_ends_after_it_begins",
                        violation_error_message="پایان تعطیلی پیش از آغاز آن است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="closure_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("legal_basis", ""), _negated=True),
                            models.Q(("basis_number", ""), _negated=True),
                        ),
                        name="closure_has_a_legal_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutageNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "commission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outages",
                        to="organizations.commission",
                        verbose_name="کمیسیون نظارت",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outages",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                ("from_at", models.DateTimeField(verbose_name="از")),
                ("to_at", models.DateTimeField(verbose_name="تا")),
                (
                    "is_end_announced",
                    models.BooleanField(default=True, editable=False, verbose_name="پایان آن اعلام شده است"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="علت")),
                (
                    "announced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="اعلام\u200cکننده",
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="اعلام در"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="لغو در"),
                ),
            ],
            options={
                "verbose_name": "اعلام قطعی سامانه",
                "verbose_name_plural": "اعلام\u200cهای قطعی سامانه",
                "ordering": ["-from_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_at__gt", models.F("from_at"))),
                        name="outage_ends_after_it_begins",
                        violation_error_message="پایان قطعی پیش از آغاز آن است.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="outage_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "نسخهٔ تقویم",
                "verbose_name_plural": "نسخهٔ تقویم",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="calendar_version_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(max_length=300, verbose_name="علت")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.province",
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
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "moved",
                    models.PositiveIntegerField(default=0, verbose_name="مهلت\u200cهای جابه\u200cجاشده"),
                ),
            ],
            options={
                "verbose_name": "تغییر تقویم",
                "verbose_name_plural": "تغییرهای تقویم",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["at"],
                        name="calendar_change_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("variant", models.CharField(blank=True, default="", max_length=30, verbose_name="ویژهٔ")),
                ("title", models.CharField(max_length=160, verbose_name="عنوان")),
                ("amount", models.PositiveSmallIntegerField(verbose_name="مدت")),
                (
                    "amount_max",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="بیشترین مدت"),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("WORKING_DAY", "روز کاری"),
                            ("CALENDAR_DAY", "روز"),
                            ("WEEK", "هفته"),
                            ("MONTH", "ماه"),
                            ("YEAR", "سال"),
                            ("CLOCK_HOUR", "ساعت"),
                        ],
                        max_length=12,
                        verbose_name="واحد",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("UNION", "اتحادیه"),
                            ("APPLICANT", "متقاضی"),
                            ("CHAMBER", "اتاق اصناف"),
                            ("COMMISSION", "کمیسیون نظارت"),
                            ("BODY", "دستگاه استعلام\u200cشونده"),
                            ("SECRETARIAT", "دبیرخانهٔ هیأت عالی نظارت"),
                            ("UNIT_OWNER", "دارندهٔ واحد صنفی"),
                            ("EXECUTIVE", "دستگاه اجرایی"),
                            ("OUTAGE", "قطعی اعلام\u200cشدهٔ سامانه"),
                        ],
                        max_length=12,
                        verbose_name="برعهدهٔ",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="اعتبار از")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="اعتبار تا")),
                ("legal_basis", models.CharField(max_length=200, verbose_name="مبنای قانونی")),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("S", "در سند پایه آمده"),
                            ("P", "در منبع عمومی آمده"),
                            ("G", "بر پایهٔ دانش عمومی، تابع قانون"),
                            ("A", "تصمیم سامانه"),
                        ],
                        max_length=1,
                        verbose_name="اطمینان از منبع",
                    ),
                ),
                (
                    "at_end",
                    models.CharField(
                        choices=[
                            ("ACCEPTED_BY_SILENCE", "سکوت به منزلهٔ پذیرش است"),
                            ("DEEMED_POSITIVE", "پاسخ مثبت تلقی می\u200cشود"),
                            ("LAPSED", "درخواست از اعتبار می\u200cافتد"),
                            ("RIGHT_LOST", "حق اعتراض از بین می\u200cرود"),
                            ("UNLICENSED", "واحد بدون پروانه شناخته می\u200cشود"),
                            ("CANCELLED", "پروانه باطل می\u200cشود"),
                            ("VOID", "پروانه از اعتبار می\u200cافتد"),
                            ("UNBLOCKED", "کارتخوان باز می\u200cشود"),
                            ("UNSEALED", "پلمب برداشته می\u200cشود"),
                            ("SEALED", "واحد پلمب می\u200cشود"),
                            ("STALE", "گواهی باید تازه شود"),
                            ("BACK_TO_NORMAL", "به وضعیت عادی بازمی\u200cگردد"),
                            ("FORWARDED", "به مرجع بالاتر فرستاده می\u200cشود"),
                            ("ALARM", "به نهاد بالادست هشدار داده می\u200cشود"),
                            ("REPORT", "در گزارش می\u200cآید"),
                            ("NOTHING", "اثر خودکار ندارد"),
                        ],
                        max_length=20,
                        verbose_name="در پایان",
                    ),
                ),
                (
                    "rolls",
                    models.BooleanField(default=True, verbose_name="پایان تعطیل به روز کاری بعد می\u200cرود"),
                ),
                (
                    "stops_in_outage",
                    models.BooleanField(default=False, verbose_name="در قطعی اعلام\u200cشده می\u200cایستد"),
                ),
            ],
            options={
                "verbose_name": "مهلت قانونی",
                "verbose_name_plural": "مهلت\u200cهای قانونی",
                "ordering": ["key", "variant", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "variant", "valid_from"), name="term_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1)), name="term_is_at_least_one_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_max__isnull", True),
                            ("amount_max__gt", models.F("amount")),
                            _connector="OR",
                        ),
                        name="term_range_is_a_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("legal_basis", ""), _negated=True), name="term_has_a_legal_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="term_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
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
                (
                    "term",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deadlines.term",
                        verbose_name="مهلت قانونی",
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(verbose_name="مدت")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.county",
                        verbose_name="شهرستان",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("UNION", "اتحادیه"),
                            ("APPLICANT", "متقاضی"),
                            ("CHAMBER", "اتاق اصناف"),
                            ("COMMISSION", "کمیسیون نظارت"),
                            ("BODY", "دستگاه استعلام\u200cشونده"),
                            ("SECRETARIAT", "دبیرخانهٔ هیأت عالی نظارت"),
                            ("UNIT_OWNER", "دارندهٔ واحد صنفی"),
                            ("EXECUTIVE", "دستگاه اجرایی"),
                            ("OUTAGE", "قطعی اعلام\u200cشدهٔ سامانه"),
                        ],
                        max_length=12,
                        verbose_name="برعهدهٔ",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="نهاد",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "در جریان"),
                            ("PAUSED", "متوقف"),
                            ("MET", "انجام\u200cشده"),
                            ("MISSED", "پایان\u200cیافته"),
                            ("CANCELLED", "بی\u200cاثر"),
                        ],
                        default="OPEN",
                        max_length=10,
                        verbose_name="وضعیت",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="آغاز")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="پایان مهلت")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="بسته\u200cشده در")),
                ("unreckonable_since", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "مهلت",
                "verbose_name_plural": "مهلت\u200cها",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="deadline_subject"),
                    models.Index(
                        condition=models.Q(("state", "OPEN")), fields=["key", "due_at"], name="deadline_due"
                    ),
                    models.Index(fields=["county", "-id"], name="deadline_county"),
                    models.Index(fields=["key", "-id"], name="deadline_key"),
                    models.Index(fields=["state", "-id"], name="deadline_state"),
                    models.Index(
                        condition=models.Q(("state__in", ("OPEN", "PAUSED"))),
                        fields=["county"],
                        name="deadline_live_in_county",
                    ),
                    models.Index(
                        condition=models.Q(("unreckonable_since__isnull", False)),
                        fields=["unreckonable_since"],
                        name="deadline_unreckonable",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("OPEN", "PAUSED"))),
                        fields=("subject_type", "subject_id", "key"),
                        name="one_live_deadline_per_subject_and_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("state", "OPEN")),
                            models.Q(("due_at__isnull", True), ("state", "PAUSED")),
                            ("state__in", ("MET", "MISSED", "CANCELLED")),
                            _connector="OR",
                        ),
                        name="deadline_runs_towards_a_due_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state__in", ("OPEN", "PAUSED"))),
                            models.Q(
                                ("closed_at__isnull", False), ("state__in", ("MET", "MISSED", "CANCELLED"))
                            ),
                            _connector="OR",
                        ),
                        name="deadline_closed_at_fits_its_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("closed_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="deadline_closes_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__isnull", True), ("due_at__gt", models.F("started_at")), _connector="OR"
                        ),
                        name="deadline_due_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 1)), name="deadline_is_at_least_one_unit"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineInterval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intervals",
                        to="deadlines.deadline",
                        verbose_name="مهلت",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("UNION", "اتحادیه"),
                            ("APPLICANT", "متقاضی"),
                            ("CHAMBER", "اتاق اصناف"),
                            ("COMMISSION", "کمیسیون نظارت"),
                            ("BODY", "دستگاه استعلام\u200cشونده"),
                            ("SECRETARIAT", "دبیرخانهٔ هیأت عالی نظارت"),
                            ("UNIT_OWNER", "دارندهٔ واحد صنفی"),
                            ("EXECUTIVE", "دستگاه اجرایی"),
                            ("OUTAGE", "قطعی اعلام\u200cشدهٔ سامانه"),
                        ],
                        max_length=12,
                        verbose_name="نوبت",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.body",
                        verbose_name="نهاد",
                    ),
                ),
                ("runs", models.BooleanField(default=True, verbose_name="مهلت در جریان است")),
                ("reason", models.CharField(max_length=300, verbose_name="علت")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="مبنای قانونی")),
                ("started_at", models.DateTimeField(verbose_name="از")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="تا")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ثبت\u200cکننده",
                    ),
                ),
            ],
            options={
                "verbose_name": "نوبت",
                "verbose_name_plural": "نوبت\u200cها",
                "ordering": ["started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("deadline",),
                        name="one_open_interval_per_deadline",
                    ),
                    models.UniqueConstraint(
                        fields=("deadline", "started_at"), name="one_interval_begins_at_a_moment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="interval_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="interval_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("runs", True), models.Q(("legal_basis", ""), _negated=True), _connector="OR"
                        ),
                        name="stopped_interval_has_a_legal_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="deadlines.deadline",
                        verbose_name="مهلت",
                    ),
                ),
                ("from_due", models.DateTimeField(blank=True, null=True, verbose_name="از")),
                ("to_due", models.DateTimeField(blank=True, null=True, verbose_name="به")),
                ("because", models.CharField(max_length=300, verbose_name="علت")),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="deadlines.calendarchange",
                        verbose_name="تغییر",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="در")),
            ],
            options={
                "verbose_name": "جابه\u200cجایی مهلت",
                "verbose_name_plural": "جابه\u200cجایی\u200cهای مهلت",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="move_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_due__isnull", True), ("to_due__isnull", False)),
                            models.Q(("from_due__isnull", False), ("to_due__isnull", True)),
                            models.Q(
                                ("from_due__isnull", False),
                                ("to_due__isnull", False),
                                models.Q(("from_due", models.F("to_due")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="move_goes_somewhere",
                    ),
                ],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(protect, lift),
    ]
