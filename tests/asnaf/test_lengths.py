"""No number of the law stands as a literal in what people read: it comes from its row, and changes with it."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from core.jalali import tehran_today
from deadlines.models import Term
from deadlines.services import terms
from deadlines.states import Key, Unit
from tests.deadlines.cases import make_secretary

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*"))
OURS = sorted(path.parent for path in ROOT.glob("*/apps.py"))
#: The papers and reasons the portal begins with; the published conditions beside them are the words of their body.
LISTS = [ROOT / "organizations" / "data" / name for name in ("required_documents.csv", "reasons.csv")]
SOURCES = [
    path
    for path in sorted(path for app in (*OURS, ROOT / "asnaf") for path in app.rglob("*.py"))
    if not {"migrations", "sample"} & set(path.parts)
]
NUMBERS = (
    "[0-9۰-۹]+|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نوزده|بیست|سی|چهل"
    "|پنجاه|شصت|هفتاد|هشتاد|نود|صد"
)
UNITS = "روز|هفته|ماه|ساعت|دقیقه|سال|درصد|برابر|دوره"
LENGTH = re.compile(rf"(?<![\w‌])(?:{NUMBERS})[\s‌]*(?:{UNITS})(?:ه|گی|ی|ٔ)?(?!\w)")
#: Lengths that are no numbers of the law, each read by a person; whatever is not here comes from a row or a setting.
REVIEWED = {
    "guild_units/texts.py": {"یک ساعت"},
    "organizations/members/identities.py": {"یک ساعت"},
    "support/texts.py": {"یک ساعت"},
    "asnaf/gallery.py": {
        "۵ روز",
        "۱۰ روز",
        "۱۵ روز",
        "۶ روز",
        "۲ روز",
    },  # samples in the gallery of components
    "templates/gallery/components.html": {"پانزده روز"},
    "asnaf/health.py": {"دو دقیقه"},  # how long a silent worker is waited for
    "templates/components/session_warning.html": {"دو دقیقه"},  # session.js warns so long before the end
    "templates/demo/demo.html": {"پنج دقیقه"},  # how long reading and filling in take
    "templates/guild_units/prerequisites.html": {"پنج دقیقه"},
    "core/models.py": {"یک روز"},  # what a row counts: the uploads of one day
    "licensing/intake/texts.py": {"یک سال"},  # the window in which answers are counted, no number of the law
    "templates/licensing/_answer_times.html": {"یک سال"},
    "organizations/members/rules.py": {"یک دورهٔ"},  # any one period, not a length
    "deadlines/seeds.py": {"پانزده روز"},  # the basis of a row names another row's length
}


def sentences(path: Path) -> list[str]:
    """What a person may read: a template's text, a source's strings without its docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return [re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)]
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [string for string in strings if isinstance(string, str) and string not in docs]


def lengths(path: Path) -> set[str]:
    return {found for sentence in sentences(path) for found in LENGTH.findall(sentence)}


def test_no_length_stands_as_a_literal_in_templates_and_texts() -> None:
    found = {str(path.relative_to(ROOT)): lengths(path) for path in (*TEMPLATES, *SOURCES, *LISTS)}

    assert {name: literal for name, literal in found.items() if literal} == REVIEWED


@pytest.mark.parametrize(
    "text",
    [
        "پانزده روز کاری",
        "تا ۷۲ ساعت",
        "سه‌ماهه",
        "ظرف سه ماه",
        "مهلت 15 روزه",
        "۱۸ سال تمام",
        "از ۵۰ سالگی",
        "پنج‌ساله",
        "۲۰ درصد",
        "پنج برابر",
    ],
)
def test_length_is_found_however_it_is_written(text: str) -> None:
    assert LENGTH.search(text)


def test_words_that_only_begin_like_a_length_are_none() -> None:
    assert not LENGTH.search("روزهای کاری، ماه بعد، ساعت ۱۰، ۱۵ روزنامه")


@pytest.mark.django_db
def test_pages_name_the_length_the_secretariat_has_set(client) -> None:
    answer = Term.objects.get(key=Key.T1_UNION_ANSWER)
    terms.set_term(
        answer,
        amount=12,
        unit=Unit.WORKING_DAY,
        valid_from=tehran_today(),
        legal_basis="قانون تازه",
        by=make_secretary(),
    )

    page = client.get("/").content.decode()

    assert "<b>۱۲ روز کاری</b> مهلت پاسخ اتحادیه است" in page


def test_codes_say_how_long_the_setting_lets_them_live(settings) -> None:
    settings.OTP_VALID_SECONDS = 180

    shown = Template('{% load lifetimes %}{% minutes_of "OTP_VALID_SECONDS" %}').render(Context())

    assert shown == "۳ دقیقه"
