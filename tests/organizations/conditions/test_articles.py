"""Conditions as plain text and as articles; differences between versions."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from core.text import normalise
from organizations.conditions import articles, differences
from tests.organizations.factories import article

SEED = Path(__file__).resolve().parents[3] / "organizations" / "data" / "special_conditions_521128.json"


@pytest.fixture(scope="module")
def seed():
    """The articles of the published conditions of category 521128."""
    return json.loads(SEED.read_text(encoding="utf-8"))["articles"]


def test_the_original_survives_the_way_through_the_text_boxes(seed):
    assert articles.assemble(articles.write_parts(seed)) == seed


def test_the_original_typed_in_other_digits_reads_the_same(seed):
    typed = {part: normalise(text, multiline=True) for part, text in articles.write_parts(seed).items()}

    compared = differences.compare(seed, articles.assemble(typed))

    assert [section.change for section in compared] == ["same"] * 7


def test_the_original_has_seven_articles_and_eight_notes(seed):
    assert articles.count(seed) == (7, 8)
    assert articles.heading(seed[0]) == "مادهٔ ۱"
    assert articles.heading(seed[3]) == "مادهٔ ۴. وسایل و ابزار کار در رسته شغلی مذکور عبارت است از:"


def test_items_notes_and_continued_lines_find_their_place():
    text = """متن نخست
    ادامهٔ متن
    الف) بند نخست
    تبصره بند الف: ویژهٔ بند
    ب - بند دوم
    تبصره ۱: تبصرهٔ ماده
    تبصره: تبصرهٔ دیگر
    مبنا: مادهٔ ۱۲
    ماده: عنوانی تازه
    متن مادهٔ دوم"""

    first, second = articles.read_part("duties", text, default_title="تکالیف")

    assert first["text"] == "متن نخست\nادامهٔ متن"
    assert [item["letter"] for item in first["items"]] == ["الف", "ب"]
    assert first["items"][0]["notes"] == [{"number": None, "text": "ویژهٔ بند"}]
    assert [note["number"] for note in first["notes"]] == [1, 2]
    assert (first["title"], first["title_is_original"], first["basis"]) == ("تکالیف", False, "مادهٔ ۱۲")
    assert (second["title"], second["title_is_original"]) == ("عنوانی تازه", True)


def test_a_note_of_an_item_that_is_not_there_is_refused_in_words():
    with pytest.raises(ValidationError, match="بند «ب»"):
        articles.read_part("duties", "الف) یک\nتبصره بند ب: دو")


def test_a_changed_word_is_marked_and_the_rest_is_not():
    old, new = article("خدمات فنی و آموزشی"), article("خدمات فنی و مشاوره‌ای")

    section = differences.compare([old], [new])[0]

    assert section.change == "changed"
    row = section.rows[-1]
    assert [(piece.kind, piece.text) for piece in row.old] == [("same", "خدمات فنی و "), ("gone", "آموزشی")]
    assert [(piece.kind, piece.text) for piece in row.new] == [("same", "خدمات فنی و "), ("new", "مشاوره‌ای")]


def test_added_and_removed_articles_stand_in_their_place():
    old = [article("الف", "means"), article("ب", "duties", 2)]
    new = [article("ب", "duties", 1), article("پ", "fees", 2)]

    changes = [(section.change, section.title) for section in differences.compare(old, new)]

    assert [change for change, _ in changes] == ["removed", "same", "added"]


def test_added_and_removed_lines_stand_on_one_side_only():
    rows = differences.rows_of(["یک", "دو"], ["یک", "سه", "چهار"])

    assert [bool(row.old) for row in rows] == [True, True, False]
    assert differences.rows_of(["یک"], [])[0].new == []
