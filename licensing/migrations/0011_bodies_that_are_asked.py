"""Fills the list of bodies that are asked (annexes 15–20 and others); what an office has changed stays."""

from django.db import migrations

from licensing.seeds import seed_inquiry_bodies


def seed(apps, schema_editor):
    seed_inquiry_bodies(apps.get_model("licensing", "InquiryBody"))


class Migration(migrations.Migration):
    dependencies = [("licensing", "0010_inquiries")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
