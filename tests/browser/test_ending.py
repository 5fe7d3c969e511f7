"""The end of a request on both screens: interview, bill, issue, delivery by post."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.jalali import tehran_today, to_jalali
from core.text import to_persian_digits
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_journey import ask_for_a_licence, bodies_were_asked_and_said_yes

pytestmark = pytest.mark.browser

ITEM = "181230001234567890123456"


def bring_to_complete_papers(desk: Page, portal: Portal, code: str) -> None:
    """The union's side until every paper and answer is in."""
    people.sign_in_staff(desk, portal, "union-board")
    people.open_file(desk, code)
    desk.get_by_role("button", name="باز کردن پرونده").click()
    people.give_minute(desk, "۶۱/۱", "ثبت پذیرش")
    people.papers_came_by_post(desk)
    bodies_were_asked_and_said_yes(desk)
    people.originals_match(desk)


def invite(desk: Page, days: int, clock: str) -> None:
    """Fill in the page of the invitation and send it; a doubtful time is confirmed."""
    year, month, day = to_jalali(tehran_today() + timedelta(days=days))
    desk.get_by_label("روز", exact=True).fill(to_persian_digits(str(day)))
    desk.get_by_label("ماه", exact=True).select_option(str(month))
    desk.get_by_label("سال", exact=True).fill(to_persian_digits(str(year)))
    desk.get_by_label("ساعت", exact=True).fill(clock)
    desk.get_by_role("button", name="ثبت و دعوت متقاضی").click()
    again = desk.get_by_label("با این حال همین زمان ثبت شود")
    if again.count():
        again.check()
        desk.get_by_role("button", name="ثبت و دعوت متقاضی").click()
    expect(desk.get_by_text("دعوت به مصاحبه ثبت و به متقاضی پیامک شد.")).to_be_visible()


def let_the_interview_begin(portal: Portal) -> None:
    """Its moment comes: no page can move time."""
    ago = datetime.now(UTC) - timedelta(hours=1)
    portal.change("UPDATE licensing_interview SET at = ? WHERE result = ''", ago)


def invitation_is_seen(page: Page, desk: Page, mine: str) -> None:
    """The board invites to an hour it has to confirm; the applicant sees it and takes it to the calendar."""
    desk.get_by_role("link", name="دعوت به مصاحبه").click()
    assert_accessible(desk)
    desk.get_by_role("checkbox").first.check()
    invite(desk, 3, "۲۱")
    page.goto(mine)
    expect(page.get_by_role("heading", name="مصاحبه")).to_be_visible()
    expect(page.get_by_text("ساعت ۲۱:۰۰").first).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="افزودن به تقویم").click()
    assert b"BEGIN:VEVENT\r\n" in download.value.path().read_bytes()


def hold_bill_and_issue(desk: Page) -> None:
    """The result first, then the usual way."""
    desk.get_by_label("برگزار شد").check()
    desk.get_by_role("button", name="ثبت نتیجه").click()
    expect(desk.get_by_text("نتیجهٔ مصاحبه ثبت شد.").first).to_be_visible()
    desk.get_by_role("button", name="صدور صورتحساب").click()
    people.confirm_slips(desk)
    people.give_minute(desk, "۶۲/۱", "صدور پروانه")


def post_the_licence(desk: Page) -> None:
    """Not without the number of the registered item."""
    desk.get_by_label("پست سفارشی", exact=True).check()
    desk.get_by_role("button", name="ثبت تحویل پروانه").click()
    expect(desk.get_by_role("alert").first).to_contain_text("شمارهٔ مرسولهٔ سفارشی را بنویسید")
    assert_accessible(desk)
    desk.get_by_label(re.compile("شمارهٔ مرسولهٔ سفارشی")).fill(to_persian_digits(ITEM))
    desk.get_by_role("button", name="ثبت تحویل پروانه").click()
    expect(desk.get_by_text("تحویل پروانه ثبت و به متقاضی اعلام شد.")).to_be_visible()


def licence_and_label_are_with_the_holder(page: Page, mine: str) -> None:
    """The way, its number, and the label to print."""
    page.goto(mine)
    expect(page.get_by_text(to_persian_digits(ITEM)).first).to_be_visible()
    expect(page.get_by_text("تحویل شده").first).to_be_visible()
    assert_accessible(page)
    label = page.get_by_role("link", name="دریافت برچسب صنفی (PDF)")
    for _ in range(30):  # the worker draws it within seconds
        if label.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        label.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_interview_bill_issue_and_delivery_by_post_on_both_screens(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    people.sign_in(page, portal, somebody)
    code = ask_for_a_licence(page, somebody, "فروشگاه ارغوان")
    page.goto("/panel/requests/")
    page.locator("table th a").first.click()
    mine = page.url
    desk = browser.new_context(
        **browser_context_args | {"viewport": {"width": 1280, "height": 900}}
    ).new_page()
    bring_to_complete_papers(desk, portal, code)
    assert_accessible(desk)

    invitation_is_seen(page, desk, mine)
    assert any("دعوت به مصاحبهٔ پروانه کسب" in sms for sms in portal.texts(somebody.mobile))
    let_the_interview_begin(portal)
    hold_bill_and_issue(desk)
    post_the_licence(desk)
    licence_and_label_are_with_the_holder(page, mine)
    assert any("پست شد" in sms for sms in portal.texts(somebody.mobile))
