"""A session of a union's board in the browser: three files, three outcomes, one minute."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.jalali import tehran_today
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_decisions import NEED, REFUSAL, asked
from tests.browser.test_journey import NEWCOMER, OWNER

pytestmark = pytest.mark.browser
SHOPS = ("فروشگاه نیلوفر", "فروشگاه یاسمن", "فروشگاه زنبق")


def card(desk: Page, shop: str) -> Any:
    """The card of one file on the session's page."""
    return desk.locator("section.agenda").filter(has_text=shop)


def give_reason(desk: Page, shop: str, kind: str, reason: str) -> None:
    """Keep the page, choose one reason with its first article, and come back."""
    card(desk, shop).get_by_role("button", name=re.compile("ثبت و نوشتن دلیل")).click()
    people.choose_reason(desk, f"{kind} ۱", reason)
    assert_accessible(desk)
    desk.get_by_role("button", name="ثبت دلیل‌ها").click()


def test_board_publishes_three_answers_of_one_session_under_one_minute(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    for citizen, shop in zip((NEWCOMER, OWNER, somebody), SHOPS, strict=True):
        citizen_page = browser.new_context(**browser_context_args).new_page()
        code = asked(citizen_page, portal, citizen, shop)
        people.open_file(desk, code)
        desk.get_by_role("button", name="باز کردن پرونده").click()

    portal.change(  # the hour of the planned session has come: before it nothing is published
        "UPDATE licensing_boardsession SET held_on = ?, starts_at = '00:00:00'", tehran_today().isoformat()
    )
    desk.goto("/admin/licensing/boardsession/")
    assert_accessible(desk)
    desk.locator(".table th a").first.click()
    desk.get_by_role("link", name="افزودن پرونده").first.click()
    for shop in SHOPS:
        desk.get_by_role("checkbox", name=re.compile(shop)).check()
    assert_accessible(desk)
    desk.get_by_role("button", name="افزودن علامت‌خورده‌ها").click()

    for number in range(3):
        desk.locator("input[name=present]").nth(number).check()
    for shop, outcome in zip(SHOPS, ("ACCEPT", "CONDITIONAL", "REJECT"), strict=True):
        card(desk, shop).locator("select").select_option(outcome)
        card(desk, shop).get_by_role("checkbox", name=re.compile("اتفاق آرا")).check()
    assert_accessible(desk)
    give_reason(desk, SHOPS[1], "نیاز", NEED)
    give_reason(desk, SHOPS[2], "دلیل رد", REFUSAL)
    expect(card(desk, SHOPS[2])).to_contain_text("۳ موافق")
    desk.get_by_role("button", name="ثبت و پیش‌نمایش اعلام").click()
    expect(desk.get_by_role("heading", name="پیش‌نمایش آنچه به متقاضیان اعلام می‌شود")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("شمارهٔ صورتجلسه").fill("۷۷/ه")
    desk.get_by_role("button", name="اعلام همهٔ نتیجه‌ها").click()

    expect(desk.get_by_text("نتیجه‌ها با یک صورتجلسه ثبت")).to_be_visible()
    assert_accessible(desk)
    assert portal.rows("SELECT COUNT(*) FROM organizations_boardminute WHERE number = ?", "77/ه")[0][0] == 1
    desk.get_by_role("link", name="نسخهٔ چاپی").click()
    expect(desk.get_by_text("امضای اعضا")).to_be_visible()
    assert_accessible(desk)
