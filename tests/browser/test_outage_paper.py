"""A declared outage: the union enters the paper file with its own date, and the applicant finds it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.jalali import MONTHS, tehran_today, to_jalali
from core.text import to_persian_digits
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

SHOP = "فروشگاه زیتون"


def fill_day(page: Page, label: str, day: date) -> None:
    """The three boxes of a date."""
    year, month, number = to_jalali(day)
    box = page.get_by_role("group", name=label)
    box.get_by_label("روز").fill(to_persian_digits(str(number)))
    box.get_by_label("ماه").select_option(label=MONTHS[month - 1])
    box.get_by_label("سال").fill(to_persian_digits(str(year)))


def declare_outage(page: Page, day: date) -> None:
    """From eight in the morning until two in the afternoon."""
    page.goto("/admin/deadlines/outagenotice/add/")
    page.get_by_label("شهرستان").select_option(label="تهران")
    fill_day(page, "از روز", day)
    page.get_by_label("از ساعت").fill("۸:۰۰")
    fill_day(page, "تا روز", day)
    page.get_by_label("تا ساعت").fill("۱۴:۰۰")
    page.get_by_label("علت").fill("قطع فیبر نوری")
    page.get_by_role("button", name="ادامه").click()
    page.get_by_role("button", name="همین ثبت شود").click()  # after it was shown what the outage moves
    expect(page.get_by_text("قطعی اعلام شد")).to_be_visible()


def say_when(page: Page, day: date, receipt: str) -> None:
    """The first page of a paper file."""
    page.goto("/admin/licensing/licencerequest/")
    page.get_by_role("link", name="ثبت پروندهٔ کاغذی زمان قطعی").click()
    page.get_by_label("رسته").select_option(label="سوپرمارکت")
    page.get_by_label("شهرستان").select_option(label="تهران")
    fill_day(page, "روز گرفتن پرونده", day)
    page.get_by_label("ساعت گرفتن پرونده").fill("۱۱:۳۰")
    page.get_by_label("شمارهٔ رسید کاغذی").fill(receipt)
    page.get_by_role("button", name="ادامه").click()


def fill_file(page: Page, applicant: Citizen) -> None:
    """The second page, from the paper."""
    page.get_by_label("کد ملی متقاضی").fill(applicant.national_code)
    day, month, year = applicant.birth
    page.get_by_label("روز", exact=True).fill(day)
    page.get_by_label("ماه", exact=True).select_option(month)
    page.get_by_label("سال", exact=True).fill(year)
    page.get_by_label("تلفن همراه متقاضی").fill(applicant.mobile)
    page.get_by_label("نام واحد صنفی").fill(SHOP)
    page.get_by_label("مالک", exact=True).check()
    page.get_by_label("مساحت").fill("۳۰")
    page.get_by_label("نشانی محل کسب").fill("خیابان زیتون، پلاک ۷")
    page.get_by_label("کد پستی").fill(people.new_postal_code())
    page.get_by_label("شمارهٔ شناسنامه").fill("۲۱۸۳")
    page.get_by_label("محل صدور شناسنامه").fill("تهران")
    page.get_by_label("تجاری", exact=True).check()
    page.get_by_label("شمار کارکنان").fill("۰")
    page.get_by_label(re.compile("روی کاغذ امضا کرده است")).check()
    page.get_by_role("button", name="ثبت پرونده با تاریخ خودش").click()


def test_paper_taken_in_a_declared_outage_is_entered_with_its_own_date_and_found_by_the_applicant(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    yesterday = tehran_today() - timedelta(days=1)
    commission = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(commission, portal, "commission")
    declare_outage(commission, yesterday)
    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-operator")
    say_when(desk, yesterday - timedelta(days=2), "پ/۱۱")
    expect(desk.get_by_role("alert")).to_contain_text("تخلف است")
    assert_accessible(desk)

    say_when(desk, yesterday, "پ/۱۱")
    assert_accessible(desk)
    fill_file(desk, somebody)

    expect(desk.get_by_text("پرونده با تاریخ خودش ثبت شد")).to_be_visible()
    expect(desk.get_by_text("در زمان قطعی، روی کاغذ گرفته و بعد وارد شده است")).to_be_visible()
    assert any("کد رهگیری" in sms for sms in portal.texts(somebody.mobile))
    people.sign_in(page, portal, somebody)
    page.goto("/panel/requests/")
    page.locator("table th a").first.click()
    expect(page.get_by_text("در زمان قطعی، روی کاغذ گرفته و بعد وارد شده است")).to_be_visible()
    assert_accessible(page)
