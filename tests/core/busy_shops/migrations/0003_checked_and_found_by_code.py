from django.db import migrations, models
from django.db.models import Q

from core.migration_operations import (
    AddCheckOnline,
    AddForeignKeyOnline,
    AddIndexOnline,
    AddUniqueOnline,
    SetNotNullOnline,
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("busy_shops", "0002_floors")]

    operations = [
        AddCheckOnline("shop", models.CheckConstraint(condition=Q(rooms__gte=0), name="rooms_not_negative")),
        AddIndexOnline("shop", models.Index(fields=["rooms", "code"], name="by_rooms")),
        AddUniqueOnline("shop", models.UniqueConstraint(fields=["code"], name="code_once")),
        AddUniqueOnline(
            "shop",
            models.UniqueConstraint(
                fields=["floors"], condition=Q(floors__gt=99), name="one_tower_of_a_height"
            ),
        ),
        SetNotNullOnline("shop", "rooms", models.IntegerField()),
        AddForeignKeyOnline(
            "shop", "owner", models.ForeignKey("busy_shops.Owner", models.PROTECT, null=True)
        ),
    ]
