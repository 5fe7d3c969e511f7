"""What everybody reads: unions, conditions for ever, and what changed between two versions."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from core.jalali import tehran_today
from organizations.conditions.models import GeneralConditions
from organizations.members.models import BoardMember
from organizations.members.states import BoardRole
from organizations.tariffs import services as tariffs
from tests.factories import PersonFactory
from tests.organizations.factories import account, article, covered, line, published

SEED = Path(__file__).resolve().parents[3] / "organizations" / "data" / "special_conditions_521128.json"


def text_of(client, url: str) -> str:
    """The page without its tags, blanks folded."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.cookies
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_conditions_stand_under_the_boards_names_with_every_charge(nation, client):
    today = tehran_today()
    BoardMember.objects.create(
        union=nation.union,
        person=PersonFactory(first_name="کوروش", last_name="نصیری"),
        role=BoardRole.CHAIR,
        from_date=today,
        to_date=today.replace(year=today.year + 3),
    )
    row = published(nation.union, text="نظافت هر روزه")
    tariffs.enter_tariff(nation.union, "MEMBERSHIP_ANNUAL", line(account(nation.union)), by=nation.by_chamber)

    page = text_of(client, row.get_absolute_url())

    assert page.index("کوروش نصیری") < page.index("نظافت هر روزه") < page.index("۷۰۰٬۰۰۰ ریال")
    for words in ("12/1".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), "۱۰۰۲۰۰۳۰۰", "۱۱۹۳۶۵۳۴۷۱"):
        assert words in page


def test_the_seed_reads_like_the_original(nation, client):
    known = json.loads(SEED.read_text(encoding="utf-8"))
    content = {part: known[part] for part in ("issuer", "articles", "checklist")}
    row = published(nation.union, content=content, title=known["title"])

    page = text_of(client, row.get_absolute_url())

    assert "۷ ماده و ۸ تبصره" in page
    place = 0
    for stored in known["articles"]:
        for part in [stored["text"], *(item["text"] for item in stored["items"])]:
            if part:
                place = page.index(" ".join(part.split()), place)


def test_an_older_version_keeps_its_address_and_tells_of_the_newer(nation, client):
    old, new = published(nation.union, text="متن کهنه"), published(nation.union, version=2, text="متن تازه")

    page = text_of(client, old.get_absolute_url())

    assert "متن کهنه" in page
    assert "نسخهٔ تازه نیست" in page
    html = client.get(old.get_absolute_url()).content.decode()
    assert new.get_absolute_url() in html
    assert reverse("conditions_difference", args=[old.pk, new.pk]) in html


def test_the_difference_marks_the_words_that_went_and_came(nation, client):
    old = published(nation.union, text="دو ترازو و یک کپسول")
    articles = [article("سه ترازو و یک کپسول"), article("هزینه‌ها", "fees", 2)]
    new = published(nation.union, version=2, content={"issuer": "", "articles": articles, "checklist": []})

    html = client.get(reverse("conditions_difference", args=[old.pk, new.pk])).content.decode()

    assert "<del>دو</del>" in html
    assert "<ins>سه</ins>" in html
    assert "تازه" in html
    backwards = client.get(reverse("conditions_difference", args=[new.pk, old.pk])).content.decode()
    assert "حذف شده" in backwards


def test_versions_of_different_unions_are_not_compared_and_drafts_are_nobodys(nation, client):
    here, there = published(nation.union), published(nation.other_union)
    draft = published(nation.union, version=2, published_at=None)

    for url in (
        reverse("conditions_difference", args=[here.pk, there.pk]),
        draft.get_absolute_url(),
        reverse("conditions_difference", args=[here.pk, draft.pk]),
    ):
        assert client.get(url).status_code == 404


def test_two_equal_versions_say_so(nation, client):
    old, new = published(nation.union), published(nation.union, version=2)

    page = text_of(client, reverse("conditions_difference", args=[old.pk, new.pk]))

    assert "یکی است" in page


def test_a_union_without_conditions_is_visibly_so(nation, client):
    covered(nation.union)
    county = nation.union.county_id

    listed = text_of(client, f"{reverse('unions')}?county={county}")
    page = text_of(client, reverse("union", args=[nation.union.pk]))

    assert "ضوابط منتشر نشده" in listed
    assert "مجاز به دریافت هیچ وجهی نیست" in page
    published(nation.union)
    assert "ضوابط منتشر شده" in text_of(client, f"{reverse('unions')}?q=نانوايان")
    assert "سراسر کشور" in text_of(client, f"{reverse('unions')}?q=مجازی")


@pytest.mark.parametrize(
    "query", ["", "?county=x", "?county=999999", "?q=هیچ", "?county=9999999999999999999"]
)
def test_a_search_that_finds_nothing_is_an_ordinary_page(nation, client, query):
    assert client.get(f"{reverse('unions')}{query}").status_code == 200


def test_general_conditions_show_versions_and_their_difference(nation, client):
    for version, text in ((1, "هجده سال"), (2, "بیست سال")):
        content = {"preamble": "مقدمه", "articles": [article(text, "general", code="age")]}
        GeneralConditions.objects.create(version=version, title="شرایط عمومی", content=content)
    GeneralConditions.objects.create(version=3, title="پیش‌نویس", content={}, published_at=None)

    page = text_of(client, reverse("general_conditions", args=[1]))
    difference = client.get(reverse("general_conditions_difference", args=[1, 2])).content.decode()

    assert "هجده سال" in page
    assert "نسخهٔ تازه نیست" in page
    assert "<del>هجده</del>" in difference
    assert client.get(reverse("general_conditions", args=[3])).status_code == 404
