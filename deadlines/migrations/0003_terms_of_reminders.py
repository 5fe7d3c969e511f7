"""Two terms of our own: when a body that was asked is reminded; rows that exist stay."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from deadlines.seeds import seed_terms


def seed(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed_terms(apps.get_model("deadlines", "Term"))


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0002_terms_holidays_and_moves_only_added"),
    ]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="key",
            field=models.CharField(
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
                    ("T19_GOODS_CLEARANCE", "تخلیهٔ کالا پیش از پلمب (تا ۱۴۰۲)"),
                    ("T20_ART27_NOTICE", "اخطار مادهٔ ۲۷ (از ۱۴۰۳)"),
                    ("T21_RECORD_CHECKS", "اعتبار گواهی\u200cهای سوءپیشینه و بهداشت"),
                    ("QUARANTINE_DAYS", "دورهٔ قرنطینه"),
                    ("INQUIRY_REMINDER", "یادآوری نخست استعلام به دستگاه"),
                    ("INQUIRY_LAST_REMINDER", "یادآوری پایانی استعلام به دستگاه"),
                ],
                max_length=30,
                verbose_name="مهلت",
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="key",
            field=models.CharField(
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
                    ("T19_GOODS_CLEARANCE", "تخلیهٔ کالا پیش از پلمب (تا ۱۴۰۲)"),
                    ("T20_ART27_NOTICE", "اخطار مادهٔ ۲۷ (از ۱۴۰۳)"),
                    ("T21_RECORD_CHECKS", "اعتبار گواهی\u200cهای سوءپیشینه و بهداشت"),
                    ("QUARANTINE_DAYS", "دورهٔ قرنطینه"),
                    ("INQUIRY_REMINDER", "یادآوری نخست استعلام به دستگاه"),
                    ("INQUIRY_LAST_REMINDER", "یادآوری پایانی استعلام به دستگاه"),
                ],
                max_length=30,
                verbose_name="مهلت",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
