"""Answers that are not a plain yes, on both screens; and two clerks at one moment."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_journey import NEWCOMER, OWNER, ask_for_a_licence

pytestmark = pytest.mark.browser

NEED = "گواهی مالیاتی یا کد ثبت‌نام مالیاتی لازم است."
REFUSAL = "مدرک قانونی تصرف محل کسب یا وسیله سیار ارائه نشده است."


def asked(page: Page, portal: Portal, citizen: Citizen, shop: str) -> str:
    """The tracking code of a request just sent."""
    people.sign_in(page, portal, citizen)
    return ask_for_a_licence(page, citizen, shop)


def give_reason(page: Page, kind: str, reason: str, button: str) -> None:
    """One coded reason with the first article of the list, and the minute."""
    people.offer_minute(page, "۵۰/۱")
    people.choose_reason(page, f"{kind} ۱", reason)
    people.choose_minute(page, "۵۰/۱", button)


def read_answer(page: Page, shop: str) -> str:
    """What the applicant reads on the page of the newest request."""
    page.goto("/panel/requests/")
    page.locator("table th a").first.click()
    expect(page.get_by_role("heading", name=re.compile("پاسخ اتحادیه"))).to_be_visible()
    assert_accessible(page)
    return page.get_by_role("main").inner_text()


def test_refused_applicant_reads_the_reason_its_article_and_where_to_object(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any]
) -> None:
    code = asked(page, portal, NEWCOMER, "فروشگاه نارون")
    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    people.open_file(desk, code)
    desk.get_by_role("button", name="باز کردن پرونده").click()
    desk.get_by_role("link", name="رد درخواست").click()
    desk.get_by_role("button", name="ثبت رد درخواست").click()
    expect(desk.get_by_role("alert")).to_contain_text("متن آزاد به‌تنهایی دلیل نیست")
    give_reason(desk, "دلیل رد", REFUSAL, "ثبت رد درخواست")
    expect(desk.get_by_text("رد درخواست با دلیل‌ها ثبت")).to_be_visible()

    text = read_answer(page, "فروشگاه نارون")

    assert REFUSAL in text
    assert "مادهٔ" in text
    assert "مرجع اعتراض" in text
    assert any("درخواست شما رد شد" in sms for sms in portal.texts(NEWCOMER.mobile))


def test_conditional_answer_is_fulfilled_and_the_file_goes_on(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any]
) -> None:
    code = asked(page, portal, OWNER, "فروشگاه سرو")
    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    people.open_file(desk, code)
    desk.get_by_role("button", name="باز کردن پرونده").click()
    desk.get_by_role("link", name="قبول مشروط").click()
    give_reason(desk, "نیاز", NEED, "ثبت قبول مشروط")

    assert NEED in read_answer(page, "فروشگاه سرو")
    people.give_minute(desk, "۵۱/۱", "ثبت پذیرش")

    expect(desk.get_by_text("پذیرش ثبت و به متقاضی اعلام شد.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("تکمیل مدارک و استعلام‌ها").first).to_be_visible()


def test_two_clerks_on_one_file_make_one_answer_and_the_second_learns_of_it(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    code = asked(page, portal, somebody, "فروشگاه کاج")
    first = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(first, portal, "union-board")
    people.open_file(first, code)
    first.get_by_role("button", name="باز کردن پرونده").click()
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_role("link", name="رد درخواست").click()

    people.give_minute(first, "۵۲/۱", "ثبت پذیرش")
    give_reason(second, "دلیل رد", REFUSAL, "ثبت رد درخواست")

    expect(second.get_by_text("پرونده تغییر کرده است")).to_be_visible()
    expect(second.get_by_text("تکمیل مدارک و استعلام‌ها").first).to_be_visible()
