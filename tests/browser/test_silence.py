"""A union that does not answer: the law accepts, both sides read it, and the applicant carries the letters."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_journey import ask_for_a_licence, track

pytestmark = pytest.mark.browser

ACCEPTED = "پذیرش به دلیل عدم اعلام نظر"
PDF = b"%PDF"


def let_the_answer_be_overdue(portal: Portal, code: str) -> None:
    """Two months pass without a word of the union."""
    people.days_pass(portal, code, 60)
    portal.manage("shell", "-c", "from licensing.decisions.services import accept_overdue; accept_overdue()")


def wait_for_the_letter(page: Page, portal: Portal, code: str) -> None:
    """The worker draws it within seconds."""
    for _ in range(60):
        drawn = portal.rows(
            "SELECT l.document FROM licensing_silenceletter l JOIN licensing_licencerequest r"
            " ON r.id = l.case_id WHERE r.tracking_code = ?",
            code,
        )
        if drawn and drawn[0][0]:
            return
        page.wait_for_timeout(500)
    raise AssertionError("the letter was not drawn")


def reload_until(page: Page, awaited: Locator) -> Locator:
    """Papers in the making: the page says so and asks to be opened anew."""
    for _ in range(40):
        if awaited.count():
            return awaited
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"not drawn in time: {awaited}")


def download(page: Page, link: Locator) -> bytes:
    """What comes when the link is pressed."""
    with page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()


def test_unanswered_applicant_is_accepted_by_law_and_carries_letter_and_inquiries(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    people.sign_in(page, portal, somebody)
    code = ask_for_a_licence(page, somebody, "فروشگاه بی‌پاسخ")
    let_the_answer_be_overdue(portal, code)

    page.goto("/panel/requests/")
    page.get_by_role("main").get_by_role("link", name=re.compile("سوپرمارکت")).first.click()
    expect(page.get_by_role("main").locator(".chip").first).to_have_text("تکمیل مدارک و استعلام‌ها")
    expect(page.get_by_role("list", name="مراحل پرونده").get_by_text(ACCEPTED).first).to_be_visible()
    expect(page.get_by_text("نوبت شما")).to_be_visible()
    assert_accessible(page)
    assert any("عدم اعلام نظر" in text for text in portal.texts(somebody.mobile))
    link = page.get_by_role("link", name="نامهٔ پذیرش به حکم قانون (PDF)")
    wait_for_the_letter(page, portal, code)
    assert download(page, link).startswith(PDF)

    page.get_by_role("button", name="آماده‌کردن نامه‌ها و فرم اصناف کارت").click()
    letters = page.get_by_role("link", name="دریافت نامه‌ها و فرم اصناف کارت (PDF)")
    assert download(page, reload_until(page, letters)).startswith(PDF)

    visitor = browser.new_context(**browser_context_args).new_page()
    track(visitor, portal, code)
    expect(visitor.get_by_text(ACCEPTED).first).to_be_visible()
    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    people.open_file(desk, code)
    expect(desk.get_by_role("heading", name="پذیرش به حکم قانون")).to_be_visible()
    expect(desk.get_by_text("تکمیل مدارک و استعلام‌ها").first).to_be_visible()
