"""The panel without a mouse: every entry of the menu is reached, seen, and opened."""

import re

import pytest
from playwright.sync_api import Page, expect

from asnaf.context import MENU
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

SOMEBODY = Citizen("09700000002", "0070000018", ("3", "9", "1372"))
LABELS = [label for _, label, _ in MENU]
ON_A_PHONE = 4  # entries the foot of a phone has room for; the rest lie under «بیشتر»
DESK = {"width": 1280, "height": 800}
#: The words of the focused thing, and whether a ring is drawn around it.
FOCUSED = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  return [node.innerText.trim(), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


def words_by_tab(page: Page, times: int) -> list[str]:
    """What Tab comes to, in order; every stop shows that it has the focus."""
    words = []
    for _ in range(times):
        page.keyboard.press("Tab")
        text, ringed = page.evaluate(FOCUSED)
        assert ringed, f"no visible focus on «{text}»"
        words.append(text.split("\n")[0])
    return words


def tab_to(page: Page, name: str) -> None:
    """Tab on until the thing with these words has the focus."""
    for _ in range(40):
        if words_by_tab(page, 1) == [name]:
            return
    raise AssertionError(f"the keyboard does not reach «{name}»")


@pytest.mark.parametrize("viewport", [DESK], ids=["desktop"], indirect=True)
def test_nine_entries_of_the_menu_are_reached_in_order_and_open(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, SOMEBODY)
    page.goto("/panel/")

    assert words_by_tab(page, 1) == ["رفتن به متن اصلی"]
    tab_to(page, LABELS[0])
    assert words_by_tab(page, len(LABELS) - 1) == LABELS[1:]
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()

    tab_back = len(LABELS) - 1 - LABELS.index("صندوق پیام‌ها")
    for _ in range(tab_back):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="صندوق پیام‌ها")).to_be_visible()
    expect(page.get_by_role("navigation", name="منوی پنل").locator("[aria-current]:visible")).to_have_text(
        re.compile("صندوق پیام‌ها")
    )


def test_on_a_phone_more_opens_and_closes_by_key_and_tells_where_one_is(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, SOMEBODY)
    page.goto("/panel/")

    tab_to(page, "بیشتر")
    page.keyboard.press("Enter")
    assert words_by_tab(page, len(LABELS) - ON_A_PHONE) == LABELS[ON_A_PHONE:]
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".menu__more ul")).not_to_be_visible()
    expect(page.locator(".menu__more summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "پشتیبانی")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="پشتیبانی")).to_be_visible()
    expect(page.locator(".menu__more details")).to_have_class("is-on")


def test_skip_link_leads_past_head_and_menu(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, SOMEBODY)
    page.goto("/panel/requests/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert words_by_tab(page, 1)[0] in ("درخواست تازه", "درخواست پروانه کسب")
