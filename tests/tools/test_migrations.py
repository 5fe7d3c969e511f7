"""`make check` refuses a migration that keeps people waiting, and takes one that does not."""

import pytest
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CheckConstraint, Q, UniqueConstraint, Value
from django.db.models.functions import Now

from core import migration_operations as online
from tools.migrations import complaints, later_migrations

CHECK = CheckConstraint(condition=Q(rooms__gte=0), name="rooms_not_negative")
UNIQUE = UniqueConstraint(fields=["code"], name="code_once")
INDEX = models.Index(fields=["code"], name="by_code")


def present() -> ProjectState:
    """A table that may be large by now, and one to point at."""
    shop = {
        "id": models.BigAutoField(primary_key=True),
        "code": models.CharField("کد", max_length=10),
        "rooms": models.IntegerField(null=True),
    }
    state = ProjectState()
    state.add_model(ModelState("shops", "Shop", list(shop.items())))
    state.add_model(ModelState("shops", "Owner", [("id", models.BigAutoField(primary_key=True))]))
    return state


def said_of(*steps, atomic: bool = True) -> list[str]:
    migration = Migration("0002_shops", "shops")
    migration.operations, migration.atomic = list(steps), atomic
    return list(complaints(migration, present()))


def owner(**options) -> models.ForeignKey:
    return models.ForeignKey("shops.Owner", models.PROTECT, null=True, **options)


def changed(name: str, field: models.Field) -> operations.AlterField:
    return operations.AlterField("shop", name, field)


REFUSED = {
    "index": (operations.AddIndex("shop", INDEX), "AddIndexOnline"),
    "check": (operations.AddConstraint("shop", CHECK), "AddCheckOnline"),
    "unique": (operations.AddConstraint("shop", UNIQUE), "AddUniqueOnline"),
    "unique together": (operations.AlterUniqueTogether("shop", {("code", "rooms")}), "AddUniqueOnline"),
    "foreign key": (operations.AddField("shop", "owner", owner()), "AddForeignKeyOnline"),
    "indexed column": (operations.AddField("shop", "city", models.CharField(max_length=9, null=True, db_index=True)), "AddIndexOnline"),
    "unique column": (operations.AddField("shop", "city", models.CharField(max_length=9, null=True, unique=True)), "AddUniqueOnline"),
    "column the old version does not fill": (operations.AddField("shop", "city", models.CharField(max_length=9, default="")), "db_default"),
    "column of reckoned values": (operations.AddField("shop", "seen_at", models.DateTimeField(db_default=Now())), "constant db_default"),
    "not empty any more": (changed("rooms", models.IntegerField()), "SetNotNullOnline"),
    "another type": (changed("rooms", models.BigIntegerField(null=True)), "(type)"),
    "shorter": (changed("code", models.CharField(max_length=5)), "(max_length)"),
    "index by the way": (changed("code", models.CharField(max_length=10, db_index=True)), "(db_index)"),
    "another column": (changed("code", models.CharField(max_length=10, db_column="kod")), "(db_column)"),
    "renamed field": (operations.RenameField("shop", "code", "kod"), "the old name"),
    "renamed model": (operations.RenameModel("Shop", "Store"), "the old table"),
    "renamed table": (operations.AlterModelTable("shop", "stores"), "the old table"),
    "SQL": (operations.RunSQL("UPDATE shops_shop SET rooms = 1"), "cannot be judged"),
    "inside another": (operations.SeparateDatabaseAndState([operations.AddIndex("shop", INDEX)], []), "AddIndexOnline"),
}  # fmt: skip
TAKEN = {
    "empty column": operations.AddField("shop", "city", models.CharField(max_length=9, null=True)),
    "column with a constant": operations.AddField("shop", "city", models.CharField(max_length=9, db_default="")),
    "column with a value": operations.AddField("shop", "floors", models.IntegerField(db_default=Value(1))),
    "several": operations.AddField("shop", "owners", models.ManyToManyField("shops.Owner")),
    "bare foreign key": operations.AddField("shop", "owner", owner(db_constraint=False, db_index=False)),
    "words": changed("code", models.CharField("کد صنفی", max_length=10, help_text="ده رقم")),
    "longer": changed("code", models.CharField(max_length=20)),
    "text": changed("code", models.TextField()),
    "may be empty": changed("code", models.CharField(max_length=10, null=True)),
    "removed": operations.RemoveField("shop", "rooms"),
    "rows": operations.RunPython(operations.RunPython.noop),
    "words of the model": operations.AlterModelOptions("shop", {"verbose_name": "واحد"}),
}  # fmt: skip
ONLINE = {
    "index": online.AddIndexOnline("shop", INDEX),
    "check": online.AddCheckOnline("shop", CHECK),
    "unique": online.AddUniqueOnline("shop", UNIQUE),
    "foreign key": online.AddForeignKeyOnline("shop", "owner", owner()),
    "not null": online.SetNotNullOnline("shop", "rooms", models.IntegerField()),
}


@pytest.mark.parametrize(("step", "instead"), REFUSED.values(), ids=REFUSED)
def test_step_that_keeps_people_waiting_is_refused_with_what_to_do_instead(step, instead):
    (said,) = said_of(step)

    assert instead in said


@pytest.mark.parametrize("step", TAKEN.values(), ids=TAKEN)
def test_step_that_looks_at_no_row_is_taken(step):
    assert said_of(step) == []


@pytest.mark.parametrize("step", ONLINE.values(), ids=ONLINE)
def test_online_step_is_taken_in_a_migration_of_its_own_alone(step):
    assert said_of(step, atomic=False) == []
    assert said_of(step) == ["operations of core.migration_operations need atomic = False"]
    (said,) = said_of(step, TAKEN["rows"], atomic=False)
    assert "run again from its middle" in said


def test_table_that_the_migration_makes_itself_may_have_anything():
    made = operations.CreateModel(
        "Sign", [("id", models.BigAutoField(primary_key=True)), ("code", models.TextField())]
    )

    assert said_of(made, operations.AddIndex("sign", INDEX), operations.AddConstraint("sign", UNIQUE)) == []


def test_change_is_judged_by_the_field_as_the_step_before_left_it():
    grown = changed("code", models.CharField(max_length=30))

    assert said_of(grown, changed("code", models.CharField(max_length=20))) != []
    assert said_of(grown, changed("code", models.CharField(max_length=40))) == []


def test_migrations_of_the_portal_are_taken():
    loader = MigrationLoader(None)

    for migration in later_migrations(loader):
        before = loader.project_state((migration.app_label, migration.name), at_end=False)
        assert list(complaints(migration, before)) == [], migration
