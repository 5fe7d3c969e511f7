"""Unions and coverage: exactly one active union for a trade in a county (R61)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.bodies import services as bodies
from organizations.bodies.models import Union, UnionCoverage
from organizations.places import services as places
from organizations.places.models import County, Province
from organizations.roles.states import Level
from tests.desk import step_url
from tests.factories import CategoryFactory
from tests.organizations.factories import covered


@pytest.fixture
def second(nation):
    """Another union of the same county."""
    union = Union(name="اتحادیهٔ قنادان تهران", level=Level.COUNTY, county=nation.union.county)
    return bodies.found_union(union, by=nation.by_commission)


def test_the_database_refuses_a_second_active_union_for_the_same_county_and_trade(nation, second):
    row = covered(nation.union)

    with pytest.raises(IntegrityError), transaction.atomic():
        UnionCoverage.objects.create(union=second, county=row.county, category=row.category)
    UnionCoverage.objects.create(union=second, county=row.county, category=row.category, is_active=False)


def test_a_commission_is_told_who_answers_already(nation, second):
    row = covered(nation.union)

    with pytest.raises(RuleBroken, match="نانوایان تهران") as refusal:
        bodies.cover(union=second, county=row.county, category=row.category, by=nation.by_commission)

    assert refusal.value.code == "covered"


def test_a_trade_moves_to_another_union_in_one_step(nation, second):
    row = covered(nation.union)

    bodies.move_coverage(row, second, by=nation.by_commission, note="تفکیک")

    answering = Union.objects.covering(county_id=row.county_id, category_id=row.category_id)
    assert list(answering) == [second]
    assert UnionCoverage.objects.filter(is_active=False).get() == row


def test_a_move_that_fails_leaves_the_old_union_answering(nation, second):
    row = covered(nation.union)

    with pytest.raises(RuleBroken) as refusal:
        bodies.move_coverage(row, nation.other_union, by=nation.by_commission)

    row.refresh_from_db()
    assert refusal.value.code == "other_place"
    assert row.is_active


def test_only_the_commission_of_the_place_and_the_secretariat_cover(nation):
    category = CategoryFactory()
    allowed = {"by_commission", "by_province", "by_secretariat"}

    for name, person in nation.people.items():
        if name in allowed:
            row = bodies.cover(union=nation.union, county=nation.union.county, category=category, by=person)
            bodies.end_coverage(row, by=person)
        else:
            with pytest.raises(RuleBroken) as refusal:
                bodies.cover(union=nation.union, county=nation.union.county, category=category, by=person)
            assert refusal.value.code == "not_your_office"


def test_the_body_above_a_new_union_follows_from_its_level(nation):
    county = bodies.found_union(
        Union(name="اتحادیهٔ الف", level=Level.COUNTY, county=nation.union.county), by=nation.by_commission
    )
    province = bodies.found_union(
        Union(name="اتحادیهٔ ب", level=Level.PROVINCE, province=nation.union.province), by=nation.by_province
    )
    national = bodies.found_union(Union(name="اتحادیهٔ ج", level=Level.NATIONAL), by=nation.by_secretariat)

    assert county.parent_id == province.parent_id == nation.chamber.pk
    assert county.province == nation.union.province
    assert national.parent_id == nation.iran.pk


def test_a_chamber_corrects_the_address_but_not_the_name_of_its_union(nation):
    bodies.change_body(nation.union, {"address": "خیابان بهار"}, by=nation.by_chamber)

    with pytest.raises(RuleBroken) as refusal:
        bodies.change_body(nation.union, {"name": "نامی دیگر"}, by=nation.by_chamber)

    assert refusal.value.code == "not_your_office"
    entry = AuditEntry.objects.get(action="changed")
    assert (entry.before, entry.after) == ({"address": ""}, {"address": "خیابان بهار"})


def test_a_union_that_answers_for_a_trade_is_not_closed(nation):
    covered(nation.union)

    with pytest.raises(RuleBroken) as refusal:
        bodies.change_body(nation.union, {"is_active": False}, by=nation.by_commission)

    assert refusal.value.code == "covers_trades"


def test_reference_data_is_the_secretariats(nation):
    with pytest.raises(RuleBroken):
        places.define(Province(name="البرز", code="30", iso="IR-30"), by=nation.by_province)
    province = places.define(Province(name="البرز", code="30", iso="IR-30"), by=nation.by_secretariat)
    with pytest.raises(ValidationError) as refusal:
        places.define(County(name="کرج", province=province, code="2301"), by=nation.by_secretariat)

    assert "code" in refusal.value.message_dict
    places.redefine(province, {"name": "استان البرز"}, by=nation.by_secretariat)
    assert Province.objects.get(code="30").name_search == "استانالبرز"


def refused(act, *args, **kwargs):
    """The code of the refusal."""
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


class TestPostalCode:
    """Every body above a union corrects its postal code, also inside its conditions (R201)."""

    ABOVE = ("by_chamber", "by_commission", "by_province", "by_iran", "by_secretariat")
    NOT_ABOVE = ("by_board", "by_other_chamber", "by_far_province", "by_inspector")

    @pytest.mark.parametrize("who", ABOVE)
    def test_body_above_corrects_it_at_the_desk(self, nation, desk, who):
        url = reverse("admin:organizations_union_change", args=[nation.union.pk])
        client = desk(getattr(nation, who))
        values = {name: getattr(nation.union, name) for name in ("name", "address", "phone")}

        page = client.get(url).content.decode()
        client.post(step_url(url, "contact"), values | {"postal_code": "1135756789", "is_active": "on"})

        assert 'name="postal_code"' in page
        nation.union.refresh_from_db()
        assert nation.union.postal_code == "1135756789"

    @pytest.mark.parametrize("who", NOT_ABOVE)
    def test_nobody_else_does(self, nation, who):
        assert (
            refused(bodies.change_body, nation.union, {"postal_code": "1135756789"}, by=getattr(nation, who))
            == "not_your_office"
        )

    @pytest.mark.parametrize("who", ["by_province", "by_iran"])
    def test_bodies_further_up_correct_nothing_else(self, nation, who):
        assert (
            refused(bodies.change_body, nation.union, {"address": "خیابان بهار"}, by=getattr(nation, who))
            == "not_your_office"
        )
