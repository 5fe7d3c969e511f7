"""`make check` refuses nouns and files that import each other, and nouns that fall apart or outgrow the others."""

import pytest

from tools import structure
from tools.structure import Source, circles, measures, mutual_pairs

#: An app `shop` cut by noun: bills stand above orders, orders above goods. Nothing is wrong with it.
GOOD = {
    "shop/apps.py": "",
    "shop/models.py": "from shop.bills.models import Bill\nfrom shop.orders.models import Order\n",
    "shop/bills/models.py": "from shop.bills.states import OPEN\nfrom shop.orders.models import Order\nclass Bill: ...\n",
    "shop/bills/states.py": "OPEN = 1\n",
    "shop/bills/services.py": "from shop.bills.models import Bill\nfrom shop.bills.states import OPEN\nSENT = 2\n",
    "shop/orders/models.py": "from shop.goods import models\nclass Order: ...\n",
    "shop/orders/services.py": "from shop.orders.models import Order\n",
    "shop/orders/rules.py": "from shop.orders.models import Order\n",
    "shop/goods/services.py": "from shop.goods.models import Good\n",
    "shop/goods/models.py": "class Good: ...\n",
    "shop/migrations/0001_initial.py": "import shop.bills.models\n" * 100,
    "shop/views/pages.py": "from shop.bills import services\n",
}


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """The made-up app with some files written otherwise."""
    monkeypatch.setattr(structure, "CUT_BY_NOUN", ("shop",))

    def build(changed: dict[str, str] | None = None) -> Source:
        files = GOOD | (changed or {})
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            (path.parent / "__init__.py").touch()
        return Source(tmp_path)

    return build


def over_the_limit(source: Source) -> list[str]:
    return [measure.title for measure in measures(source) if not measure.kept]


def test_nouns_are_folders_that_are_no_layer(measured):
    assert measured().nouns("shop") == ["shop.bills", "shop.goods", "shop.orders"]


def test_app_cut_well_is_within_every_limit_but_size(measured, monkeypatch):
    monkeypatch.setattr(structure, "LARGEST_NOUN_BELOW", 50)

    assert over_the_limit(measured()) == []


def test_lines_are_counted_without_migrations(measured):
    assert measured().lines() == 16


@pytest.mark.parametrize(
    "upward",
    [
        "from shop.bills.models import Bill\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.bills.models import Bill\n",
        "def total():\n    from shop.bills import services\n",
        "from shop.models import Bill\n",
        "import shop.models\n",
        "from shop import models\n",
    ],
    ids=[
        "plain",
        "for types",
        "inside a function",
        "handed on",
        "handed on, whole",
        "handed on, from the app",
    ],
)
def test_nouns_that_import_each_other_are_named_however_it_is_written(measured, upward):
    assert mutual_pairs(measured({"shop/orders/letters.py": upward})) == ["shop.bills ⇄ shop.orders"]


def test_files_that_import_each_other_by_way_of_a_third_are_one_circle(measured):
    source = measured(
        {
            "shop/goods/models.py": "from shop.goods.rules import fits\n",
            "shop/goods/rules.py": "from shop.goods.sizes import SIZES\n",
            "shop/goods/sizes.py": "def check():\n    from shop.goods.models import Good\n",
        }
    )

    assert circles(source) == [["shop.goods.models", "shop.goods.rules", "shop.goods.sizes"]]


def test_file_that_imports_its_own_package_which_hands_it_on_is_a_circle(measured):
    source = measured(
        {
            "shop/views/__init__.py": "from shop.views.pages import front\n",
            "shop/views/pages.py": "def show():\n    from shop.views import front\n",
        }
    )

    assert circles(source) == [["shop.views", "shop.views.pages"]]


def test_nouns_that_live_from_each_other_and_one_that_outgrows_the_rest_are_over_the_limit(measured):
    source = measured(
        {
            "shop/bills/services.py": "from shop.goods import models\nfrom shop.orders import services\n"
            + "\n" * 50,
            "shop/orders/services.py": "from shop.goods.models import Good\n",
        }
    )

    assert over_the_limit(source) == ["Imports of shop inside a noun", "Largest noun of shop: bills"]


def test_staff_page_built_outside_the_desk_is_named(measured, monkeypatch):
    monkeypatch.setattr(structure, "DESK_HOMES", ("shop.goods",))
    page = "def page(site, request):\n    return site.each_context(request)\n"
    source = measured({"shop/goods/desk.py": page, "shop/bills/desk.py": page})

    [pages] = [measure for measure in measures(source) if measure.title.startswith("Staff pages")]

    assert (pages.kept, pages.details) == (False, ("shop.bills.desk",))


def test_table_names_what_is_over_a_limit_and_fails(measured, tmp_path, capsys):
    measured({"shop/orders/letters.py": "from shop.bills.models import Bill\n"})

    code = structure.main(tmp_path)

    said = capsys.readouterr().out
    assert code == 1
    assert "Nouns that import each other:\n  shop.bills ⇄ shop.orders" in said
