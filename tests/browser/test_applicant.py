"""The rest of the applicant's side on a phone: no second request, the file opened by a code, lapse and restart."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from core.text import to_persian_digits as persian
from tests.browser import people
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_journey import ask_for_a_licence, track

pytestmark = pytest.mark.browser

ONLINE = Citizen("09700000004", "0000000124", ("18", "6", "1370"))
NEWCOMER = Citizen("09700000002", "0070000018", ("3", "9", "1372"))


def begin_supermarket(page: Page) -> None:
    """From the first choice to a fresh draft of the trade of the journey."""
    page.goto("/panel/requests/new/")
    page.get_by_role("main").get_by_role("link", name="تهران", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="تهران", exact=True).last.click()
    page.get_by_label("جست‌وجوی رسته").fill("سوپرمارکت")
    page.get_by_role("button", name="جست‌وجو").click()
    page.get_by_role("link", name=re.compile("سوپرمارکت")).first.click()
    page.get_by_role("link", name="ادامه: خواندن ضوابط").click()
    page.get_by_label("آیین‌نامه و ضوابط را خواندم و می‌پذیرم").check()
    page.get_by_role("button", name="ادامه: فرم‌های درخواست").click()


def fill_place(page: Page, place: str) -> None:
    """The same premises once more."""
    page.get_by_role("main").get_by_role("link", name="محل کسب").click()
    page.get_by_label("نام واحد صنفی").fill("فروشگاه دوم")
    page.get_by_label("مالک", exact=True).check()
    page.get_by_label("مساحت").fill("۲۰")
    page.get_by_label("نشانی محل کسب").fill("خیابان بهار، کوچهٔ نسترن، پلاک ۱۲")
    page.get_by_label("کد پستی").fill(persian(place))
    page.get_by_role("main").get_by_role("button", name="ثبت و ادامه").click()


def test_second_request_for_the_same_place_is_led_to_the_first(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, NEWCOMER)
    place = people.new_postal_code()
    code = ask_for_a_licence(page, NEWCOMER, "فروشگاه اول", place)

    begin_supermarket(page)
    fill_place(page, place)

    expect(page.get_by_text("درخواست بازی برای همین رسته و محل دارید.").first).to_be_visible()
    page.get_by_role("link", name="رفتن به همان درخواست").click()
    expect(page.get_by_text(persian(code[-4:])).first).to_be_visible()


def test_file_is_opened_from_the_tracking_page_by_a_code_to_the_phone(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, object]
) -> None:
    people.sign_in(page, portal, ONLINE)
    code = ask_for_a_licence(page, ONLINE, "فروشگاه باز")
    visitor = browser.new_context(**browser_context_args).new_page()
    track(visitor, portal, code)
    expect(visitor.get_by_text("مهلت چگونه حساب شده است؟")).to_be_visible()

    visitor.get_by_role("link", name="دیدن همهٔ جزئیات").click()
    key = visitor.locator("input[name=captcha_0]").input_value()
    visitor.get_by_label("کد امنیتی").fill(portal.captcha(key))
    before = len(portal.texts(ONLINE.mobile))
    visitor.get_by_role("button", name="فرستادن کد").click()
    expect(visitor.get_by_role("heading", name="کد پیامک‌شده")).to_be_visible()
    for _ in range(60):
        if len(portal.texts(ONLINE.mobile)) > before:
            break
        visitor.wait_for_timeout(300)
    visitor.get_by_label("کد فعال‌سازی").fill(portal.last_code(ONLINE.mobile))
    visitor.get_by_role("button", name="باز کردن پرونده").click()

    expect(visitor.get_by_role("heading", name="همهٔ جزئیات درخواست")).to_be_visible()
    expect(visitor.get_by_text(re.compile("درخواست ثبت شد و به .* رسید")).first).to_be_visible()
    assert ONLINE.national_code not in visitor.content()
    visitor.context.clear_cookies()
    visitor.goto("/track/details/")
    expect(visitor.get_by_role("heading", name="پیگیری درخواست")).to_be_visible()


def test_after_a_lapse_the_same_answers_begin_again_in_one_click(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, object], somebody: Citizen
) -> None:
    people.sign_in(page, portal, somebody)
    code = ask_for_a_licence(page, somebody, "فروشگاه از نو")
    staff = browser.new_context(**browser_context_args).new_page()
    accept(staff, portal, code)
    lapse(portal, code)

    page.goto("/panel/requests/")
    page.get_by_role("main").get_by_role("link", name=re.compile("سوپرمارکت")).first.click()
    page.get_by_role("link", name="شروع دوباره با همین اطلاعات").click()
    expect(page.get_by_text("همان نسخه‌ای که پیش‌تر پذیرفتید").first).to_be_visible()
    page.get_by_label("آیین‌نامه و ضوابط را خواندم و می‌پذیرم").check()
    page.get_by_role("button", name="شروع دوباره با همین اطلاعات").click()
    expect(page.get_by_text("پروندهٔ تازه با همان اطلاعات باز شد.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="بازبینی و ثبت").click()
    expect(page.get_by_text("فروشگاه از نو").first).to_be_visible()


def accept(page: Page, portal: Portal, code: str) -> None:
    """The union accepts; the three months for documents begin."""
    people.sign_in_staff(page, portal, "union-board")
    people.open_file(page, code)
    page.get_by_role("button", name="باز کردن پرونده").click()
    people.give_minute(page, "۴۵/۲", "ثبت پذیرش")
    expect(page.get_by_text("تکمیل مدارک و استعلام‌ها").first).to_be_visible()


def lapse(portal: Portal, code: str) -> None:
    """Half a year passes, and the nightly look finds it."""
    people.days_pass(portal, code, 180)
    portal.manage("shell", "-c", "from licensing.decisions.lapsing import lapse_overdue; lapse_overdue()")
