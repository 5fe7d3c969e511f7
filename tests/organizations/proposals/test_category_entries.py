"""A missing trade is defined: the chamber writes the entry, the secretariat publishes it or gives it back (R62)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.refusals import RuleBroken
from messaging.models import Sms
from organizations.bodies.models import UnionCoverage
from organizations.categories.models import Category
from organizations.categories.states import BranchOfTrade
from organizations.proposals import category_entries, suggestions
from organizations.proposals.models import CategoryEntry
from organizations.proposals.states import EntryState, SuggestionState
from tests.desk import step_url
from tests.factories import CategoryFactory, PersonFactory

pytestmark = pytest.mark.django_db

ENTRY = {"name": "تعمیر پهپاد", "isic_code": "521999", "branch_of_trade": BranchOfTrade.values[0]}


@pytest.fixture
def suggestion(nation):
    """A signed-in citizen of the chamber's county did not find their trade."""
    return suggestions.suggest_category(
        contact_name="پریسا",
        mobile="09121234567",
        county=nation.union.county,
        text="تعمیر پهپاد",
        person=PersonFactory(mobile="09121234567"),
    )


@pytest.fixture
def entry(suggestion, nation):
    """What the chamber wrote."""
    return category_entries.write_entry(suggestion, **ENTRY, union=nation.union, by=nation.by_chamber)


def code_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


class TestPublishing:
    def test_published_entry_is_a_trade_its_union_answers_for_and_the_person_is_told(self, entry, nation):
        category_entries.publish_entry(entry, answer="رستهٔ تازه تعریف شد.", by=nation.by_secretariat)

        category = Category.objects.get(isic_code="521999")
        assert (category.name, category.branch_of_trade) == (ENTRY["name"], ENTRY["branch_of_trade"])
        coverage = UnionCoverage.objects.get(category=category)
        assert (coverage.union, coverage.county) == (nation.union, nation.union.county)
        entry.suggestion.refresh_from_db()
        assert (entry.suggestion.state, entry.suggestion.category) == (SuggestionState.ADDED, category)
        assert Sms.objects.filter(mobile="09121234567", text__contains="تعمیر پهپاد").exists()

    def test_returned_entry_carries_its_reason_and_is_written_anew(self, entry, nation):
        category_entries.return_entry(entry, reason="کد از ISIC نیست.", by=nation.by_secretariat)

        again = category_entries.write_entry(
            entry.suggestion,
            **ENTRY | {"isic_code": "521998"},
            union=nation.union,
            by=nation.by_chamber,
        )

        entry.refresh_from_db()
        assert (entry.state, entry.reason) == (EntryState.RETURNED, "کد از ISIC نیست.")
        assert again.state == EntryState.WAITING
        assert not Category.objects.filter(isic_code__startswith="52199").exists()

    def test_entry_is_decided_once(self, entry, nation):
        category_entries.publish_entry(entry, answer="شد.", by=nation.by_secretariat)

        again = code_of(category_entries.publish_entry, entry, answer="شد.", by=nation.by_secretariat)
        back = code_of(category_entries.return_entry, entry, reason="نه", by=nation.by_secretariat)

        assert (again, back) == ("closed", "closed")
        assert Category.objects.filter(isic_code="521999").count() == 1

    def test_trade_that_came_in_meanwhile_is_not_defined_twice(self, entry, nation):
        CategoryFactory(isic_code="521999")

        code = code_of(category_entries.publish_entry, entry, answer="شد.", by=nation.by_secretariat)

        assert code == "category_exists"
        entry.refresh_from_db()
        assert entry.state == EntryState.WAITING


class TestWriting:
    def test_only_the_chamber_of_the_county_writes(self, suggestion, nation):
        for by in (nation.by_other_chamber, nation.by_secretariat, nation.by_board):
            code = code_of(category_entries.write_entry, suggestion, **ENTRY, union=nation.union, by=by)
            assert code == "not_your_office"

    def test_only_the_secretariat_decides(self, entry, nation):
        for by in (nation.by_chamber, nation.by_iran, nation.by_commission):
            assert code_of(category_entries.publish_entry, entry, answer="شد.", by=by) == "not_your_office"
            assert code_of(category_entries.return_entry, entry, reason="نه", by=by) == "not_your_office"

    def test_second_entry_waits_for_the_first(self, entry, nation):
        with pytest.raises(ValidationError):
            category_entries.write_entry(entry.suggestion, **ENTRY, union=nation.union, by=nation.by_chamber)

        assert CategoryEntry.objects.count() == 1

    def test_trade_of_the_list_is_guided_to_and_not_written(self, suggestion, nation):
        CategoryFactory(isic_code="521999")

        code = code_of(
            category_entries.write_entry, suggestion, **ENTRY, union=nation.union, by=nation.by_chamber
        )

        assert code == "category_exists"

    def test_union_of_another_county_does_not_answer(self, suggestion, nation):
        code = code_of(
            category_entries.write_entry, suggestion, **ENTRY, union=nation.other_union, by=nation.by_chamber
        )

        assert code == "other_place"

    def test_refused_suggestion_takes_no_entry(self, suggestion, nation):
        suggestions.answer_suggestion(
            suggestion, SuggestionState.REJECTED, answer="نامشروع است.", by=nation.by_chamber
        )

        code = code_of(
            category_entries.write_entry, suggestion, **ENTRY, union=nation.union, by=nation.by_chamber
        )

        assert code == "closed"


class TestDesk:
    def test_chamber_writes_secretariat_gives_back_and_publishes(self, suggestion, nation, desk):
        url = reverse("admin:organizations_categorysuggestion_change", args=[suggestion.pk])
        chamber, secretariat = desk(nation.by_chamber), desk(nation.by_secretariat)
        typed = ENTRY | {"union": nation.union.pk}

        chamber.post(step_url(url, "write_entry"), typed)
        secretariat.post(step_url(url, "return_entry"), {"reason": "نام را روشن‌تر بنویسید."})
        returned = chamber.get(url).content.decode()
        chamber.post(step_url(url, "write_entry"), typed | {"name": "تعمیر پهپاد و قطعه‌های آن"})
        waiting = chamber.get(url).content.decode()
        secretariat.post(step_url(url, "publish_entry"), {"answer": "رستهٔ تازه تعریف شد."})

        assert "نام را روشن‌تر بنویسید." in returned
        assert 'value="521999"' in returned
        assert EntryState.WAITING.label in waiting
        assert "/write_entry/" not in waiting
        assert Category.objects.get(isic_code="521999").name == "تعمیر پهپاد و قطعه‌های آن"

    def test_list_says_how_far_the_entry_is(self, entry, nation, desk):
        page = desk(nation.by_secretariat).get(reverse("admin:organizations_categorysuggestion_changelist"))

        assert EntryState.WAITING.label in page.content.decode()
