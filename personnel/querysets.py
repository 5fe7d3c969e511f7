"""Who sees which people at work."""

from typing import Any

from django.apps import apps
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import User
from guild_units.models import GuildUnit


class PersonnelQuerySet(QuerySet[Any]):
    """People at work in units."""

    def at_work(self) -> "PersonnelQuerySet":
        """People who have not left."""
        return self.filter(left_at=None)

    def visible_to(self, user: User) -> "PersonnelQuerySet":
        """The one answer to: whose work may this person see? That of the people in the units they see."""
        return self.filter(unit__in=GuildUnit.objects.visible_to(user).values("pk"))

    def after(self, pk: int) -> "PersonnelQuerySet":
        """The next page of a list by name, behind this person (keyset)."""
        last = self.filter(pk=pk).values("name_sort")[:1]
        return self.filter(Q(name_sort__gt=Subquery(last)) | Q(name_sort=Subquery(last), pk__gt=pk))

    def first_of_each_unit(self, units: list[int], count: int) -> "PersonnelQuerySet":
        """Up to `count` people of each of these units, by name, in one statement."""
        order = [F("name_sort").asc(), F("pk").asc()]
        ranked: PersonnelQuerySet = self.filter(unit__in=units).annotate(
            rank=Window(RowNumber(), partition_by=[F("unit")], order_by=order)
        )
        return ranked.filter(rank__lte=count).order_by("unit", "rank")


def count_people(units: QuerySet[GuildUnit]) -> QuerySet[GuildUnit]:
    """The same units, each with `people`: how many are at work in it."""
    personnel = apps.get_model("personnel", "Personnel")._default_manager
    here = personnel.filter(unit=OuterRef("pk"), left_at=None).order_by().values("unit")
    counted = Subquery(here.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return units.annotate(people=Coalesce(counted, 0))
