"""Every suggestion of a trade has a code to follow it; the ones made before get theirs here."""

import django.db.models.deletion
from django.db import migrations, models

from core.references import new_tracking_code


def give_codes(apps, schema_editor):
    suggestions = apps.get_model("organizations", "CategorySuggestion").objects
    for pk in list(suggestions.filter(code=None).values_list("pk", flat=True)):
        code = new_tracking_code()
        while suggestions.filter(code=code).exists():
            code = new_tracking_code()
        suggestions.filter(pk=pk).update(code=code)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_known_devices_backup_codes_and_mobile_changes"),
        ("organizations", "0003_numbers_of_the_law_and_standing_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="categorysuggestion",
            name="code",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=16,
                null=True,
                unique=True,
                verbose_name="کد پیگیری",
            ),
        ),
        migrations.AddField(
            model_name="categorysuggestion",
            name="form_key",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="categorysuggestion",
            name="person",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="category_suggestions",
                to="accounts.person",
                verbose_name="پیشنهاددهنده",
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]
