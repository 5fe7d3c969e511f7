"""Categories are found by what people call them, on both engines alike (R62)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from asnaf.sample.nation import Nation, Size
from asnaf.sample.places import load_trades
from core.jalali import tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from organizations.categories import files as category_files
from organizations.categories import importing, search_rules, spreadsheets, synonyms
from organizations.categories.fields import CategoryField
from organizations.categories.models import Category, CategorySynonym
from organizations.categories.search import MOST_FOUND, search_categories
from organizations.categories.search_rules import Answer, Fit, read_synonyms
from organizations.categories.states import ImportMode
from tests.factories import CategoryFactory, CategorySynonymFactory

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    """The names of the categories found, in their order."""
    return [found.category.name for found in search_categories(typed)]


@pytest.fixture
def trades(db) -> None:
    """The categories of the sample with the names people use."""
    load_trades(Nation(size=Size.SMALL, today=tehran_today()))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("کافه", ["کافی‌شاپ"]),
        ("آرایشگاه", ["آرایشگری زنانه", "پیرایشگری مردانه"]),
        ("موبایل", ["تعمیر تلفن همراه", "فروش تلفن همراه و لوازم جانبی"]),
        ("بقالی", ["خواربارفروشی", "سوپرمارکت"]),
        ("بوتیک", ["فروش پوشاک زنانه", "فروش پوشاک مردانه"]),
        ("میوه‌فروشی", ["میوه و سبزی فروشی", "بستنی و آبمیوه فروشی"]),
        ("ميوه فروشي", ["میوه و سبزی فروشی", "بستنی و آبمیوه فروشی"]),
        ("میوهفروشی", ["میوه و سبزی فروشی", "بستنی و آبمیوه فروشی"]),
        ("طلافروشی", ["طلا و جواهر فروشی"]),
        ("جواز مغازهٔ طلا فروشی", ["طلا و جواهر فروشی"]),
        ("تعمیر گوشی موبایل", ["تعمیر تلفن همراه"]),
        ("پمپ بنزین", ["جایگاه سوخت‌رسانی"]),
        ("۵۵۲۰۲۱", ["کافی‌شاپ"]),
        ("5520-21", ["کافی‌شاپ"]),
        # slips of the hand
        ("کافع", ["کافی‌شاپ"]),
        ("بوطیک", ["فروش پوشاک زنانه", "فروش پوشاک مردانه"]),
        ("ارایشگاح", ["آرایشگری زنانه", "پیرایشگری مردانه"]),
        ("رستوارن", ["رستوران"]),
        ("نانوایی بربزی", ["نانوایی بربری"]),
        # nothing of the kind
        ("پرورش سیمرغ", []),
        ("داروخانه", []),
        ("٪٪", []),
        ("", []),
    ],
)
def test_every_common_name_finds_its_trades_on_both_engines(trades, typed, expected):
    assert names(typed) == expected


def test_every_category_of_the_sample_is_found_by_each_of_its_names(trades):
    for category in Category.objects.prefetch_related("synonyms"):
        for name in (category.name, *(synonym.name for synonym in category.synonyms.all())):
            assert category.name in names(name), name


def test_the_nearest_stands_first_and_says_by_which_name():
    part = CategoryFactory(name="تعمیر چاپگر")
    beginning = CategoryFactory(name="چاپخانه")
    synonym = CategorySynonymFactory(category__name="دفتر فنی", name="چاپ").category
    own = CategoryFactory(name="چاپ")
    CategoryFactory(name="نانوایی")
    CategoryFactory(name="چاپ سنگی", is_active=False)

    found = search_categories("چاپ")

    assert [(answer.category, answer.fit, answer.known_as) for answer in found] == [
        (own, Fit.NAME, ""),
        (synonym, Fit.SYNONYM, "چاپ"),
        (beginning, Fit.BEGINNING, ""),
        (part, Fit.PART, ""),
    ]


def test_a_slip_is_offered_only_when_nothing_else_answers():
    CategoryFactory(name="رستوران")
    meant = CategorySynonymFactory(category__name="کافی‌شاپ", name="کافه")

    assert search_categories("کافع")[0] == (meant.category, Fit.SLIP, "کافه")
    CategoryFactory(name="کافع")
    assert names("کافع") == ["کافع"]


def test_of_two_slips_the_trades_own_name_stands_before_a_common_name_of_another():
    CategorySynonymFactory(category__name="سامانهٔ سفارش خواربار", name="سوپرمارکت آنلاین")
    CategoryFactory(name="سوپرمارکت")

    assert names("سوبرمارکت") == ["سوپرمارکت", "سامانهٔ سفارش خواربار"]


def test_a_long_or_common_query_stays_small(django_assert_max_num_queries):
    Category.objects.bulk_create(
        CategoryFactory.build(name=f"فروش {number}", name_search=f"فروش{number}") for number in range(80)
    )

    with CaptureQueriesContext(connection) as statements:
        found = search_categories("فروش")
    with django_assert_max_num_queries(6):
        assert search_categories("ژ" * 50_000) == []
        assert search_categories("آ " * 5_000) == []

    assert len(found) == MOST_FOUND
    assert len(statements) == 2


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("552021", Answer(Fit.NAME, "")),
        ("5520", Answer(Fit.BEGINNING, "")),
        ("کافی شاپ", Answer(Fit.NAME, "")),
        ("کافه", Answer(Fit.SYNONYM, "کافه")),
        ("کافه رست", Answer(Fit.BEGINNING, "کافه‌رستوران")),
        ("شاپ", Answer(Fit.PART, "")),
        ("رستوران", Answer(Fit.PART, "کافه‌رستوران")),
        ("شاپ رستوران", Answer(Fit.PART, "")),
        ("شاپ قهوه", None),
    ],
)
def test_an_answer_names_the_nearest_of_all_names(typed, answer):
    known = ["کافه‌رستوران", "کافه"]

    assert search_rules.answer(typed, name="کافی‌شاپ", code="552021", synonyms=known) == answer


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("کافع", {"کافه"}),
        ("تعمیر موبایلل", {"تعمیر موبایل", "تعمیرات موبایل"}),
        ("تعمیر موبایلل فوری", set()),
        ("تعمیرموبایلل", {"تعمیر موبایل"}),
        ("نانوایی بربزی", {"نانوایی بربری"}),
        ("بربزی", {"نانوایی بربری"}),
        ("داروخانه", set()),
    ],
)
def test_every_word_or_the_whole_name_may_be_mistyped_but_no_word_may_be_strange(typed, meant):
    known = ["کافه", "تعمیر موبایل", "تعمیرات موبایل", "نانوایی بربری"]

    assert search_rules.slips_of(typed, known) == meant


def test_what_people_write_around_a_trade_is_left_out_unless_it_is_all():
    assert search_rules.without_padding("پروانهٔ کسب کافه") == "کافه"
    assert search_rules.without_padding("مغازه") == "مغازه"
    assert len(search_rules.without_padding("الف" * 10_000)) == 100


class TestNames:
    """How the secretariat keeps the names in common use."""

    def test_several_names_are_read_once_each_however_they_are_spelled(self):
        assert read_synonyms("کافه، كافه\nکافه‌رستوران؛ ،کافه رستوران") == ("کافه", "کافه‌رستوران")
        assert read_synonyms(" ") == ()

    def test_the_longest_name_and_the_most_names_are_taken(self):
        most = "،".join(f"کافه {number}" for number in range(search_rules.MOST_SYNONYMS))

        assert read_synonyms("ک" * search_rules.LONGEST_SYNONYM) == ("ک" * search_rules.LONGEST_SYNONYM,)
        assert len(read_synonyms(most)) == search_rules.MOST_SYNONYMS

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("کافه، ۱۲۳", "no_letters"),
            ("ک" * 61, "long"),
            ("،".join(f"کافه {n}" for n in range(41)), "too_many"),
        ],
    )
    def test_a_wrong_name_is_refused_in_words(self, text, code):
        with pytest.raises(ValidationError) as refusal:
            read_synonyms(text)

        assert refusal.value.code == code

    def test_names_are_added_once_and_written_down(self, nation):
        category = CategoryFactory(name="کافی‌شاپ")

        synonyms.add_synonyms(category, ["کافه", "قهوه"], by=nation.by_secretariat)
        synonyms.add_synonyms(category, ["کافی شاپ", "كافه", "کافه‌کتاب"], by=nation.by_secretariat)
        synonyms.add_synonyms(category, ["کافه"], by=nation.by_secretariat)

        assert [row.name for row in category.synonyms.order_by("pk")] == ["کافه", "قهوه", "کافه‌کتاب"]
        entries = AuditEntry.objects.filter(action="synonyms_added").order_by("pk")
        assert [entry.after for entry in entries] == [{"synonyms": "کافه، قهوه"}, {"synonyms": "کافه‌کتاب"}]
        assert names("قهوه") == ["کافی‌شاپ"]

    def test_names_of_this_category_are_taken_away_and_no_others(self, nation):
        mine, other = CategorySynonymFactory(name="کافه"), CategorySynonymFactory(name="کافه")

        synonyms.remove_synonyms(mine.category, [mine, other], by=nation.by_secretariat)
        synonyms.remove_synonyms(mine.category, [mine], by=nation.by_secretariat)

        assert list(CategorySynonym.objects.all()) == [other]
        assert AuditEntry.objects.get(action="synonyms_removed").before == {"synonyms": "کافه"}

    def test_only_the_secretariat_writes_and_a_category_takes_so_many(self, nation):
        row = CategorySynonymFactory()
        many = [f"نام {number}" for number in range(search_rules.MOST_SYNONYMS)]

        with pytest.raises(RuleBroken) as full:
            synonyms.add_synonyms(row.category, many, by=nation.by_secretariat)
        with pytest.raises(RuleBroken) as office:
            synonyms.add_synonyms(row.category, ["کافه"], by=nation.by_chamber)
        with pytest.raises(RuleBroken):
            synonyms.remove_synonyms(row.category, [row], by=nation.by_iran)

        assert (full.value.code, office.value.code) == ("too_many", "not_your_office")
        assert list(CategorySynonym.objects.all()) == [row]
        synonyms.add_synonyms(row.category, many[1:], by=nation.by_secretariat)
        assert row.category.synonyms.count() == search_rules.MOST_SYNONYMS

    def test_the_database_keeps_each_name_once_and_none_empty(self):
        row = CategorySynonymFactory(name="کافه")

        for name in ("كافه", "٪"):
            with pytest.raises(IntegrityError), transaction.atomic():
                CategorySynonymFactory(category=row.category, name=name)
        assert CategorySynonymFactory(name="کافه").pk


class TestFiles:
    """The names in files of categories."""

    HEAD = "کد آیسیک,نام رسته,شاخه,نام‌های رایج"

    def bring(self, nation, *rows, head=HEAD):
        content = "\r\n".join([head, *rows]).encode("utf-8-sig")
        upload = importing.check_file(file_name="x.csv", content=content, by=nation.by_secretariat)
        return importing.run_import(upload, ImportMode.GOOD_ROWS, by=nation.by_secretariat)

    def test_they_come_in_change_go_and_stay_when_the_column_is_missing(self, nation):
        rows = ("552021,کافی‌شاپ,خدماتی,کافه، قهوه", "552001,رستوران,خدماتی,", "552002,کبابی,خدماتی,۱۲")
        first = self.bring(nation, *rows)
        again = self.bring(nation, rows[0])
        changed = self.bring(nation, "552021,کافی‌شاپ,خدماتی,کافه، کافه‌کتاب")
        without = self.bring(nation, "552021,کافی‌شاپ,خدماتی", head="کد آیسیک,نام رسته,شاخه")
        category = Category.objects.get(isic_code="552021")
        kept = {row.name for row in category.synonyms.all()}
        gone = self.bring(nation, "552021,کافی‌شاپ,خدماتی,")

        assert (first.created_count, len(first.refused)) == (2, 1)
        assert (again.same_count, changed.changed_count, without.same_count, gone.changed_count) == (
            1,
            1,
            1,
            1,
        )
        assert kept == {"کافه", "کافه‌کتاب"}
        assert not category.synonyms.exists()
        entry = AuditEntry.objects.filter(subject_id=str(category.pk), action="changed").earliest("pk")
        assert (entry.before, entry.after) == (
            {"synonyms": "قهوه، کافه"},
            {"synonyms": "کافه، کافه‌کتاب"},
        )

    def test_what_is_exported_holds_them_and_comes_in_without_a_change(self, nation):
        synonym = CategorySynonymFactory(name="کافه")
        CategorySynonymFactory(category=synonym.category, name="قهوه")

        exported = spreadsheets.as_csv(category_files.table(Category.objects.all()))
        upload = importing.check_file(file_name="x.csv", content=exported, by=nation.by_secretariat)

        assert "قهوه، کافه" in exported.decode()
        assert (upload.same_count, upload.refused) == (1, [])


class TestDeskFields:
    """A member of staff types a trade into a form."""

    def test_one_fitting_name_is_taken_and_a_slip_is_asked_back(self):
        category = CategorySynonymFactory(category__name="کافی‌شاپ", name="کافه").category
        CategoryFactory(name="کافی‌شاپ سیار")

        assert CategoryField().clean("کافه") == category
        assert CategoryField().clean("کافي شاپ") == category
        assert CategoryField(required=False).clean("") is None
        for typed, code in (("کافع", "slip"), ("شاپ", "ambiguous"), ("سیمرغ", "unknown")):
            with pytest.raises(ValidationError) as refusal:
                CategoryField().clean(typed)
            assert refusal.value.code == code
