"""The data files of the sample nation: shape, counts, uniqueness, spelling.

The files are plain facts (places, codes) and published texts: neither Django nor a database is needed.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.text import search_key
from deadlines import seeds as deadline_seeds
from deadlines import texts as deadline_texts
from organizations.conditions.states import Part

DATA = Path(__file__).resolve().parents[2] / "organizations" / "data"

TEXT_FILES = (
    "given_names_male.txt",
    "given_names_female.txt",
    "family_names.txt",
    "street_names.txt",
    "shop_names.txt",
)
EXPECTED_FILES = {
    "provinces.csv",
    "counties.csv",
    "categories.csv",
    "category_synonyms.csv",
    "union_groups.csv",
    "special_conditions_521128.json",
    "general_conditions.json",
    "fees.csv",
    "legal_numbers.csv",
    "required_documents.csv",
    "inquiry_bodies.csv",
    "reasons.csv",
    *TEXT_FILES,
}

# Division of 1402: ministry code of the province -> number of counties.
COUNTIES_PER_PROVINCE = {
    "00": 12, "01": 17, "02": 22, "03": 22, "04": 20, "05": 14, "06": 30, "07": 37,
    "08": 25, "09": 34, "10": 28, "11": 26, "12": 10, "13": 10, "14": 12, "15": 12,
    "16": 12, "17": 9, "18": 10, "19": 8, "20": 8, "21": 12, "22": 13, "23": 16,
    "24": 12, "25": 3, "26": 6, "27": 14, "28": 10, "29": 11, "30": 7,
}  # fmt: skip

# Arabic letters and digits, tatweel, presentation forms, direction marks, no-break space, BOM.
FORBIDDEN = re.compile(
    "[\u0629\u0640\u0643\u0649\u064a\u06c0\u0660-\u0669\ufb50-\ufdff\ufe70-\ufeff\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\u00a0]"
)
STRAY_HALF_SPACE = re.compile("(?<![\u0621-\u06cc])\u200c|\u200c(?![\u0621-\u06cc])")
PLACE_NAME = re.compile("^[\u0621-\u06cc\u200c ]+$")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one CSV data file, keyed by its header."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def document(name: str) -> dict[str, Any]:
    """Return one JSON data file, which must be an object."""
    loaded = json.loads((DATA / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def lines(name: str) -> list[str]:
    """Return the lines of one word list."""
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def assert_unique(values: list[str]) -> None:
    """Fail with the repeated values, if any."""
    assert [value for value, times in Counter(values).items() if times > 1] == []


# --- all files ------------------------------------------------------------------------------


def test_folder_as_delivered_holds_every_expected_file() -> None:
    present = {path.name for path in DATA.iterdir() if path.suffix in {".csv", ".json", ".txt"}}
    assert present >= EXPECTED_FILES


@pytest.mark.parametrize("name", sorted(EXPECTED_FILES))
def test_reader_opening_any_file_finds_clean_persian_text(name: str) -> None:
    raw = (DATA / name).read_bytes()
    text = raw.decode("utf-8")
    assert b"\r" not in raw
    assert text.endswith("\n")
    assert FORBIDDEN.findall(text) == []
    assert STRAY_HALF_SPACE.findall(text) == []
    if not name.endswith(".json"):
        assert "  " not in text


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED_FILES if n.endswith(".csv")))
def test_reader_of_a_table_finds_full_rows_without_padding(name: str) -> None:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        table = list(csv.reader(handle))
    assert {len(row) for row in table} == {len(table[0])}
    assert all(cell == cell.strip() for row in table for cell in row)


# --- places ---------------------------------------------------------------------------------


def test_nation_as_delivered_has_31_provinces_with_matching_iso_codes() -> None:
    provinces = rows("provinces.csv")
    assert [p["code"] for p in provinces] == [f"{number:02d}" for number in range(31)]
    assert [p["iso"] for p in provinces] == [f"IR-{number:02d}" for number in range(31)]
    assert_unique([p["name"] for p in provinces])
    by_name = {p["name"]: p["iso"] for p in provinces}
    assert by_name["تهران"] == "IR-23"
    assert by_name["البرز"] == "IR-30"
    assert by_name["مرکزی"] == "IR-00"


def test_nation_of_1402_has_482_counties_with_the_right_number_in_each_province() -> None:
    counties = rows("counties.csv")
    assert len(counties) == 482
    assert Counter(c["province_code"] for c in counties) == COUNTIES_PER_PROVINCE


def test_county_code_in_any_province_starts_with_the_province_and_is_unique() -> None:
    counties = rows("counties.csv")
    assert all(re.fullmatch(r"\d{4}", c["code"]) for c in counties)
    assert all(c["code"].startswith(c["province_code"]) for c in counties)
    assert_unique([c["code"] for c in counties])


def test_county_name_within_its_province_is_unique_and_plain() -> None:
    counties = rows("counties.csv")
    folded = [c["province_code"] + re.sub("[\u200c ]", "", c["name"]) for c in counties]
    assert_unique(folded)
    assert [c["name"] for c in counties if not PLACE_NAME.match(c["name"])] == []
    assert [c["name"] for c in counties if "شهرستان" in c["name"]] == []


def test_province_looked_up_has_exactly_its_named_centre() -> None:
    centres = {c["province_code"]: c["name"] for c in rows("counties.csv") if c["is_centre"] == "true"}
    assert centres == {p["code"]: p["centre"] for p in rows("provinces.csv")}
    assert sum(c["is_centre"] == "true" for c in rows("counties.csv")) == 31


# --- categories and unions ------------------------------------------------------------------


def test_every_category_has_names_people_use_each_once_and_none_its_own() -> None:
    own = {row["isic_code"]: search_key(row["name"]) for row in rows("categories.csv")}
    words = {row["isic_code"]: row["synonyms"].split("، ") for row in rows("category_synonyms.csv")}
    assert words.keys() == own.keys()
    for code, synonyms in words.items():
        assert all(synonyms)
        assert_unique([search_key(synonym) for synonym in synonyms])
        assert own[code] not in {search_key(synonym) for synonym in synonyms}


def test_categories_as_delivered_are_many_unique_and_well_formed() -> None:
    categories = rows("categories.csv")
    assert len(categories) >= 64
    assert_unique([c["isic_code"] for c in categories])
    assert_unique([c["name"] for c in categories])
    assert all(re.fullmatch(r"\d{6}|\d{7}|\d{9,10}", c["isic_code"]) for c in categories)
    assert {c["branch_of_trade"] for c in categories} == {
        "PRODUCTION",
        "TECHNICAL_SERVICE",
        "DISTRIBUTION",
        "SERVICE",
    }
    assert {c["covid_job_group"] for c in categories} == {"1", "2", "3", "4"}
    flags = ("is_specialised", "needs_health_inquiry", "host_customers_on_site", "online", "national")
    assert {c[flag] for c in categories for flag in flags} == {"true", "false"}


def test_category_of_online_on_site_services_is_national_and_named_as_published() -> None:
    (online,) = [c for c in rows("categories.csv") if c["isic_code"] == "521128"]
    assert online["name"] == "سامانه آنلاین ارایه خدمات در محل"
    assert (online["online"], online["national"]) == ("true", "true")
    assert online["union_group"] == "virtual-businesses"


def test_every_category_belongs_to_a_known_union_group_of_the_right_level() -> None:
    levels = {g["slug"]: g["level"] for g in rows("union_groups.csv")}
    categories = rows("categories.csv")
    assert {c["union_group"] for c in categories} == set(levels)
    assert all((c["national"] == "true") == (levels[c["union_group"]] == "NATIONAL") for c in categories)


def test_union_groups_as_delivered_are_unique_and_cover_three_levels() -> None:
    groups = rows("union_groups.csv")
    assert_unique([g["slug"] for g in groups])
    assert_unique([g["union_name"] for g in groups])
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", g["slug"]) for g in groups)
    assert all(g["union_name"].startswith("اتحادیه ") for g in groups)
    assert {g["level"] for g in groups} == {"COUNTY", "PROVINCE", "NATIONAL"}


# --- conditions -----------------------------------------------------------------------------


def notes_of(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every note of one article: its own and those below its items."""
    return [*article["notes"], *(note for item in article["items"] for note in item["notes"])]


def test_special_conditions_of_521128_have_seven_articles_and_eight_notes() -> None:
    articles = document("special_conditions_521128.json")["articles"]
    assert [a["number"] for a in articles] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(notes_of(a)) for a in articles] == [0, 5, 1, 1, 1, 0, 0]
    assert [n["number"] for n in articles[1]["notes"]] == [1, 2, 3, 4, 5]
    assert [[i["letter"] for i in a["items"]] for a in articles[3:5]] == [["الف", "ب"], ["الف", "ب", "ج"]]


def test_special_conditions_of_521128_name_every_part_in_order() -> None:
    conditions = document("special_conditions_521128.json")
    parts: list[str] = []
    for article in conditions["articles"]:
        parts.append(article["part"])
        if "notes_part" in article:
            parts.append(article["notes_part"])
    assert parts == [
        "legal_basis",
        "category",
        "definitions",
        "permitted_services",
        "means",
        "equipment",
        "duties",
        "approval",
    ]
    assert all(a["title"] and (a["text"] or a["items"]) for a in conditions["articles"])
    assert all(n["text"] for a in conditions["articles"] for n in notes_of(a))


def test_special_conditions_of_521128_agree_with_category_and_union_files() -> None:
    conditions = document("special_conditions_521128.json")
    (category,) = [c for c in rows("categories.csv") if c["isic_code"] == conditions["category_isic"]]
    unions = {g["slug"]: g["union_name"] for g in rows("union_groups.csv")}
    assert conditions["category_name"] == category["name"]
    assert conditions["union_group"] == category["union_group"]
    assert conditions["union_name"] == unions[conditions["union_group"]]


def test_inspector_of_521128_finds_a_check_for_each_rule_from_r204_to_r211() -> None:
    checklist = document("special_conditions_521128.json")["checklist"]
    assert_unique([entry["code"] for entry in checklist])
    assert [entry["rule"] for entry in checklist] == sorted(entry["rule"] for entry in checklist)
    assert {entry["rule"] for entry in checklist} == {f"R{number}" for number in range(204, 212)}
    assert all(entry["text"].endswith(".") for entry in checklist)


def test_general_conditions_as_delivered_are_short_articles_each_with_a_basis() -> None:
    articles = document("general_conditions.json")["articles"]
    assert 10 <= len(articles) <= 14
    assert [a["number"] for a in articles] == list(range(1, len(articles) + 1))
    assert_unique([a["code"] for a in articles])
    assert all(a["title"] and a["text"].endswith(".") and a["basis"] for a in articles)
    assert all(re.fullmatch(r"R\d+", rule) for a in articles for rule in a["rules"])


# --- money ----------------------------------------------------------------------------------


def test_fees_as_delivered_cover_exactly_the_seven_lawful_items() -> None:
    fees = rows("fees.csv")
    assert sorted({fee["item_no"] for fee in fees}) == list("1234567")
    assert_unique([fee["kind"] for fee in fees])
    assert {fee["payee"] for fee in fees} == {"UNION", "NATIONAL_CHAMBER", "CHAMBER", "SECRETARIAT"}
    assert {kind for fee in fees for kind in fee["applies_to"].split()} == {"NEW", "RENEWAL", "EXCHANGE"}
    assert [fee["kind"] for fee in fees if not fee["amount_rials"]] == ["POSTAGE"]
    assert all(fee["basis"] and fee["title"] for fee in fees)


def test_entry_membership_as_delivered_is_for_new_licences_and_within_its_ceiling() -> None:
    fees = {fee["kind"]: fee for fee in rows("fees.csv")}
    numbers = {n["key"]: int(n["value"]) for n in rows("legal_numbers.csv")}
    entry = fees["MEMBERSHIP_ENTRY"]
    five_times = numbers["entry_fee_multiple"] * int(fees["MEMBERSHIP_ANNUAL"]["amount_rials"])
    assert entry["applies_to"] == "NEW"
    assert int(entry["ceiling_rials"]) == numbers["entry_fee_ceiling"] == 3_000_000
    assert int(entry["amount_rials"]) == min(five_times, numbers["entry_fee_ceiling"])


def test_historical_accounts_stand_only_at_the_national_share_and_electronic_services() -> None:
    accounts = {fee["kind"]: fee["account"] for fee in rows("fees.csv") if fee["account"]}
    assert accounts == {"NATIONAL_SHARE": "36/16809967", "E_SERVICES": "157855026"}
    assert {fee["kind"] for fee in rows("fees.csv") if fee["bank"]} == set(accounts)


def test_legal_numbers_as_delivered_are_dated_based_and_as_in_the_directive() -> None:
    numbers = rows("legal_numbers.csv")
    assert_unique([n["key"] + n["valid_from"] for n in numbers])
    assert all(
        re.fullmatch(r"1[34]\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", n["valid_from"]) for n in numbers
    )
    assert {n["unit"] for n in numbers} <= {
        *("times", "rials", "percent", "years", "months", "days", "members", "units", "terms"),
    }
    assert all(n["value"].isascii() and n["value"].isdigit() and n["basis"] for n in numbers)
    values = {n["key"]: int(n["value"]) for n in numbers}
    assert values["e_services_amount"] == 50_000
    assert values["chamber_share"] == 20
    assert values["national_chamber_share"] == 3
    assert values["temporary_entry_fee_share"] == 50
    board = {key: value for key, value in values.items() if "board" in key}
    assert board == {
        "large_board_from_units": 1000,
        "small_board_members": 5,
        "small_board_substitutes": 2,
        "large_board_members": 7,
        "large_board_substitutes": 3,
        "board_term": 4,
        "board_terms_in_a_row": 2,
        "board_terms_in_all": 4,
    }


# --- documents, inquiries, reasons ----------------------------------------------------------


def test_required_documents_as_delivered_serve_every_kind_of_applicant() -> None:
    documents = rows("required_documents.csv")
    assert_unique([d["code"] for d in documents])
    assert_unique([d["title"] for d in documents])
    applies = {kind for d in documents for kind in d["applies"].split()}
    assert applies == {"NATURAL", "LEGAL", "FOREIGN", "RENEWAL", "DUPLICATE"}
    assert all(d["basis"] for d in documents)


def test_inquiry_bodies_as_delivered_fill_forms_15_to_20() -> None:
    bodies = rows("inquiry_bodies.csv")
    assert [b["form_no"] for b in bodies if b["form_no"]] == ["15", "16", "17", "18", "19", "20"]
    assert_unique([b["code"] for b in bodies])
    assert {b["needed_when"] for b in bodies} == {"ALWAYS", "HEALTH", "STAFF", "CATEGORY", "CASE"}
    assert all(b["body"] and b["title"] and b["basis"] for b in bodies)


def test_board_giving_reasons_finds_refusals_and_needs_each_with_a_basis() -> None:
    reasons = rows("reasons.csv")
    assert_unique([r["code"] for r in reasons])
    assert_unique([r["text"] for r in reasons])
    assert all(r["kind"] == {"R": "REFUSAL", "N": "NEED"}[r["code"][0]] for r in reasons)
    assert min(Counter(r["kind"] for r in reasons).values()) >= 10
    assert all(r["text"].endswith(".") and r["basis"] for r in reasons)


def test_every_reason_may_rest_on_parts_that_exist() -> None:
    general = json.loads((DATA / "general_conditions.json").read_text(encoding="utf-8"))
    parts = {f"GENERAL:{article['code']}" for article in general["articles"]}
    parts |= {f"SPECIAL:{part}" for part in Part}
    places = {reason["code"]: reason["places"].split() for reason in rows("reasons.csv")}
    assert all(found and set(found) <= parts for found in places.values())
    assert places["R_MILITARY"] == ["GENERAL:eligibility"]
    assert {place.split(":")[0] for place in places["R_SPECIAL_CONDITION"]} == {"SPECIAL"}


# --- word lists -----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), list(zip(TEXT_FILES, (80, 80, 150, 60, 60), strict=True)))
def test_maker_of_sample_people_finds_enough_different_words(name: str, count: int) -> None:
    words = lines(name)
    assert len(words) == count
    assert_unique(words)
    assert [word for word in words if not PLACE_NAME.match(word)] == []


def test_every_basis_names_a_section_the_directive_has() -> None:
    bases = [basis for file in ("legal_numbers.csv", "fees.csv", "reasons.csv") for basis in texts_of(file)]
    bases += [str(row) for row in deadline_seeds.__dict__.values() if isinstance(row, tuple)]
    bases.append(deadline_texts.OUTAGE_BASIS)

    sections = {section for basis in bases for section in re.findall(r"بخش ([^\s،]+)", basis)}

    assert sections == {"ب", "ج", "د", "ذ"}
    assert deadline_texts.OUTAGE_BASIS.endswith("بخش ذ، تذکر ۱")


def texts_of(file: str) -> list[str]:
    """Every cell of a data file that names the directive."""
    return [cell for row in rows(file) for cell in row.values() if cell and "دستورالعمل صدور" in cell]
