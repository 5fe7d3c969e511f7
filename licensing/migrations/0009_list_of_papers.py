"""Fills the list of papers from the law's article; what an office has changed stays."""

from django.db import migrations

from licensing.seeds import seed_document_types


def seed(apps, schema_editor):
    seed_document_types(apps.get_model("licensing", "DocumentType"))


class Migration(migrations.Migration):
    dependencies = [("licensing", "0008_papers_of_a_request")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
