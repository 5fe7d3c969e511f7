from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("busy_shops", "0001_initial")]

    operations = [migrations.AddField("shop", "floors", models.IntegerField(db_default=1))]
