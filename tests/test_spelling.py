"""One spelling for each word a person reads, half-spaces and digits as Persian writes them (docs/spelling.md)."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LETTER = "[آ-یأإؤئءٔ]"
READ = {".py", ".html", ".csv", ".json", ".txt", ".md", ".js"}
#: Files that hold wrong spellings on purpose: this list itself, and code that mends what people type.
ABOUT_LETTERS = {
    "docs/spelling.md",
    "core/fonts.py",
    "core/text.py",
    "static/js/calendar.js",
    "deadlines/holiday_table.py",
}


@cache
def rows(heading: str) -> list[list[str]]:
    """The cells of the table that follows a text in docs/spelling.md."""
    page = (ROOT / "docs/spelling.md").read_text()
    table = page.split(heading, 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()]


def words() -> dict[str, str]:
    """Wrong spelling → right one."""
    return {wrong: right for right, many in rows("|---|---|\n") for wrong in many.split("، ")}


def exceptions() -> set[tuple[str, str]]:
    """Files and words that stay as they are."""
    found = rows("|---|---|---|\n")
    return {(path.strip("`"), word) for path, many, _ in found for word in many.split("، ")}


@cache
def files() -> list[tuple[str, str]]:
    """Every text of the repository with what people read in it; tests write wrongly on purpose."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    kept = [
        path
        for path in listed
        if Path(path).suffix in READ
        and not path.startswith(("tests/", "static/vendor/"))
        and "/migrations/" not in path
        and path not in ABOUT_LETTERS
    ]
    return [(path, (ROOT / path).read_text()) for path in kept if (ROOT / path).exists()]


def whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!{LETTER})(?<!{LETTER}‌){word}(?!{LETTER})")


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands, with a few letters around it."""
    return [
        f"{path}: …{text[max(0, hit.start() - 20) : hit.end() + 20]}…"
        for path, text in files()
        for hit in pattern.finditer(text)
    ]


def test_every_word_has_one_spelling():
    kept = exceptions()

    wrong = {
        f"{path}: {bad} → {good}"
        for bad, good in words().items()
        for path, text in files()
        if whole(bad).search(text) and (path, bad) not in kept
    }

    assert len(words()) > 50
    assert wrong == set()


def test_no_exception_has_outlived_its_text():
    texts = dict(files())

    assert [(path, word) for path, word in exceptions() if not whole(word).search(texts[path])] == []


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("می and نمی take a half-space", rf"(?<!{LETTER})ن?می {LETTER}"),
        ("ها takes a half-space", rf"{LETTER} ها(?:ی|یی)?(?!{LETTER})"),
        ("ترین takes a half-space", rf"{LETTER} ترین(?!{LETTER})"),
        ("the izafe after ه is «هٔ»", rf"ه‌ی(?!{LETTER})|ۀ"),
        ("letters and digits of the Arabic keyboard", "[\u064a\u0643\u0649\u0640\u0660-\u0669]"),
        ("no blank before a mark", rf"{LETTER} [،؛؟](?!\")"),
        ("a blank after a mark", rf"[،؛؟]{LETTER}"),
        ("Persian marks in Persian", rf"{LETTER}\?|{LETTER};"),
        ("half-spaces stand between letters", "‌[ ‌.،؛]|[ ‌]‌"),
    ],
    ids=lambda value: value if " " in value and len(value) < 60 else "",
)
def test_text_is_written_as_persian_writes_it(kind, pattern):
    assert found(re.compile(pattern)) == [], kind


def sentences():
    """Persian sentences: string constants of Python without docstrings and names, and the text of templates."""
    for path, text in files():
        if path.endswith(".py"):
            tree = ast.parse(text)
            told = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                    yield path, node.value
        elif path.endswith(".html"):
            bare = re.sub(
                r"{#.*?#}|{% comment %}.*?{% endcomment %}|<(style|script|svg).*?</\1>", "", text, flags=re.S
            )
            quoted = [part for tag in re.findall(r"{%.*?%}", bare) for part in re.findall('"([^"]*)"', tag)]
            plain = re.sub(r"{%.*?%}|{{.*?}}", "{}", bare)
            labels = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', plain)
            for part in (*quoted, *labels, *re.split(r"<[^>]*>", plain)):
                yield path, part


PERSIAN = re.compile(f"{LETTER}{{2}}")
LATIN_WORD = re.compile(r"[A-Za-z][\w.:/@-]*|{[^{}]*}")


def test_digits_inside_persian_sentences_are_persian():
    wrong = [
        f"{path}: {text.strip()}"
        for path, text in sentences()
        if PERSIAN.search(text) and "\\" not in text and re.search("[0-9]", LATIN_WORD.sub("", text))
    ]

    assert wrong == []


def test_no_sentence_has_two_blanks_in_a_row():
    wrong = [
        f"{path}: {text.strip()}"
        for path, text in sentences()
        if "/pdf/" not in path and re.search(rf"(?<={LETTER})  +(?={LETTER})", text)
    ]

    assert wrong == []
