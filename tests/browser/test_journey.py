"""The whole journey on a phone: asked for, decided, issued, printed, verified. With JavaScript and without."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.text import to_persian_digits
from tests.browser import people
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

NEWCOMER = Citizen("09700000002", "0070000018", ("3", "9", "1372"))
OWNER = Citizen("09121234567", "0012345679", ("12", "4", "1365"))
TRADE = "سوپرمارکت"


def ask_for_a_licence(page: Page, citizen: Citizen, shop: str, place: str = "") -> str:
    """From the landing page to the tracking code; returns the code's sixteen digits."""
    page.goto("/")
    expect(page.get_by_role("heading", name="پروانه کسب، بدون رفت‌وآمد")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="درخواست پروانه کسب").first.click()
    page.get_by_role("link", name="شروع درخواست").first.click()
    page.get_by_role("link", name="تهران", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="تهران", exact=True).last.click()
    page.get_by_label("جست‌وجوی رسته").fill(TRADE)
    page.get_by_role("button", name="جست‌وجو").click()
    page.get_by_role("link", name=re.compile(TRADE)).first.click()
    expect(page.get_by_role("heading", name="اتحادیهٔ شما پیدا شد")).to_be_visible()
    page.get_by_role("link", name="ادامه: خواندن ضوابط").click()
    _conditions_must_be_accepted(page)
    _fill_forms(page, citizen, shop, place or people.new_postal_code())
    expect(page.get_by_role("heading", name="درخواست شما ثبت شد")).to_be_visible()
    found = re.search(r"(?:[۰-۹]{4}\s?){4}", page.get_by_role("main").inner_text())
    assert found
    digits = re.sub(r"\s", "", found[0])
    return digits.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))


def _conditions_must_be_accepted(page: Page) -> None:
    """Without the tick the forms do not open (R63)."""
    page.get_by_role("button", name="ادامه: فرم‌های درخواست").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("آیین‌نامه و ضوابط را خواندم و می‌پذیرم").check()
    page.get_by_role("button", name="ادامه: فرم‌های درخواست").click()


def _fill_forms(page: Page, citizen: Citizen, shop: str, place: str) -> None:
    page.get_by_role("main").get_by_role("link", name="مشخصات متقاضی").click()
    day, month, year = citizen.birth
    page.get_by_label("روز", exact=True).fill(day)
    page.get_by_label("ماه", exact=True).select_option(month)
    page.get_by_label("سال", exact=True).fill(year)
    page.get_by_role("main").get_by_role("button", name=re.compile("ثبت|ادامه|ذخیره")).first.click()
    page.get_by_role("main").get_by_role("link", name="محل کسب").click()
    page.get_by_label("نام واحد صنفی").fill(shop)
    page.get_by_label("مالک", exact=True).check()
    page.get_by_label("مساحت").fill("۴۲")
    page.get_by_label("نشانی محل کسب").fill("خیابان بهار، کوچهٔ نسترن، پلاک ۱۲")
    page.get_by_label("کد پستی").fill(to_persian_digits(place))
    page.get_by_role("main").get_by_role("button", name=re.compile("ثبت|ادامه|ذخیره")).first.click()
    page.get_by_role("main").get_by_role("link", name="اطلاعات برای ادارات مرتبط").click()
    page.get_by_label("شمارهٔ شناسنامه").fill("۲۱۸۳")
    page.get_by_label("محل صدور شناسنامه").fill("تهران")
    page.get_by_label("تجاری", exact=True).check()
    page.get_by_label("شمار کارکنان").fill("۰")
    page.get_by_role("main").get_by_role("button", name=re.compile("ثبت|ادامه|ذخیره")).first.click()
    page.get_by_role("main").get_by_role("link", name="بازبینی و ثبت").click()
    page.get_by_label(re.compile("تعهد می‌دهم")).check()
    page.get_by_role("button", name="ثبت درخواست و دریافت کد رهگیری").click()


def track(page: Page, portal: Portal, code: str) -> None:
    """What anybody with the code sees: the step, and nothing about the person."""
    page.goto("/track/")
    page.get_by_label("کد رهگیری").fill(code)
    page.get_by_label("کد امنیتی").fill(portal.captcha(page.locator("input[name=captcha_0]").input_value()))
    page.get_by_role("main").get_by_role("button", name=re.compile("پیگیری")).click()


def decide(page: Page, portal: Portal, code: str, staff: str) -> None:
    """The union's side: open, accept with a minute, complete, bill, confirm, issue."""
    people.sign_in_staff(page, portal, staff)
    people.open_file(page, code)
    page.get_by_role("button", name="باز کردن پرونده").click()
    people.give_minute(page, "۴۵/۱", "ثبت پذیرش")
    people.papers_came_by_post(page)
    bodies_were_asked_and_said_yes(page)
    people.originals_match(page)
    page.get_by_role("button", name="صدور صورتحساب").click()
    people.confirm_slips(page)
    expect(page.get_by_role("button", name="صدور پروانه")).to_be_visible(
        timeout=30_000
    )  # not the page before this one
    people.give_minute(page, "۴۶/۱", "صدور پروانه")
    expect(page.get_by_text("پروانه صادر شد.")).to_be_visible()


def bodies_were_asked_and_said_yes(page: Page) -> None:
    """Letters of all inquiries printed together, then the answer of each (R100–R105)."""
    file = page.url
    people.post_answered(page)
    page.get_by_role("button", name="چاپ نامه‌های این پرونده").click()
    expect(page.get_by_role("heading", name="نامه‌های استعلام")).to_be_visible()
    answers = [link.get_attribute("href") for link in page.locator("main .card li a").all()]
    for address in answers:
        page.goto(str(address))
        page.get_by_label("پاسخ مثبت").check()
        page.get_by_role("button", name="ثبت پاسخ").click()
        expect(page.get_by_text("پاسخ ثبت و به متقاضی اعلام شد.")).to_be_visible()
    page.goto(file)


def qr_of_licence(page: Page, folder: Path) -> str:
    """Download the licence from the dashboard and read its QR off the printed page."""
    page.goto("/panel/")
    link = page.get_by_role("link", name="دریافت پروانه").first
    for _ in range(30):  # the worker draws it within seconds
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        link.click()
    pdf = folder / "licence.pdf"
    download.value.save_as(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, folder / "licence"], check=True)
    codes = zxingcpp.read_barcodes(Image.open(folder / "licence.png"))
    assert len(codes) == 1
    return codes[0].text


def walk(
    citizen_page: Page, staff_page: Page, portal: Portal, citizen: Citizen, staff: str, folder: Path
) -> None:
    """Everybody's part, in order."""
    people.sign_in(citizen_page, portal, citizen)
    code = ask_for_a_licence(citizen_page, citizen, "فروشگاه بهار")
    track(citizen_page, portal, code)
    expect(citizen_page.get_by_text("ثبت شده").first).to_be_visible()
    text = citizen_page.get_by_role("main").inner_text()
    assert citizen.national_code not in text
    assert "فروشگاه بهار" not in text
    decide(staff_page, portal, code, staff)
    address = qr_of_licence(citizen_page, folder)
    assert address.startswith(f"{portal.url}/v/")
    citizen_page.context.clear_cookies()  # anybody, not signed in
    citizen_page.goto(address)
    expect(citizen_page.get_by_text("این پروانه معتبر است")).to_be_visible()
    expect(citizen_page.get_by_role("heading", name="فروشگاه بهار")).to_be_visible()
    assert citizen_page.context.cookies() == []
    assert any("پروانه کسب شما به شمارهٔ" in text for text in portal.texts(citizen.mobile))


def test_licence_is_asked_for_decided_issued_and_verified_on_a_phone(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    staff = browser.new_context(**browser_context_args)

    walk(page, staff.new_page(), portal, NEWCOMER, "union-board", tmp_path)


def test_same_journey_without_javascript(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    plain = browser_context_args | {"java_script_enabled": False}
    citizen: BrowserContext = browser.new_context(**plain)
    staff: BrowserContext = browser.new_context(**plain)

    walk(citizen.new_page(), staff.new_page(), portal, OWNER, "union-board", tmp_path)


def test_union_user_opening_another_unions_request_gets_the_same_page_as_for_none(
    page: Page, portal: Portal
) -> None:
    rows = portal.rows(
        "SELECT r.id FROM licensing_licencerequest r JOIN organizations_body b ON b.id = r.union_id"
        " WHERE r.status <> 'DRAFT' AND b.name LIKE '%خواربار%' LIMIT 1"
    )
    people.sign_in_staff(page, portal, "union-other")

    for pk in (rows[0][0] if rows else 1, 999999):
        answer = page.goto(f"/admin/licensing/licencerequest/{pk}/change/")
        assert answer is not None
        assert answer.status == 404
