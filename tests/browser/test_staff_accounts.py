"""A colleague's first day: the commission opens the account, the chamber's operator gets in with it."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.jalali import to_jalali
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 800}
OWN_PASSWORD = "نان و پنیر و سبزی تازه"


def newcomer(portal: Portal) -> tuple[str, date]:
    """Somebody of the civil registry whom the portal does not know."""
    code, born = portal.rows(
        "SELECT national_code, birth_date FROM registries_sampleperson"
        " WHERE birth_date < '2000-01-01' AND deceased_on IS NULL"
        " AND national_code NOT IN (SELECT national_code FROM accounts_person) ORDER BY id DESC LIMIT 1"
    )[0]
    return code, born if isinstance(born, date) else date.fromisoformat(born[:10])


def open_account(page: Page, portal: Portal, username: str) -> str:
    """Both pages of the commission; returns the first password."""
    code, born = newcomer(portal)
    year, month, day = to_jalali(born)
    page.goto("/admin/accounts/user/")
    assert_accessible(page)
    page.get_by_role("link", name="حساب تازه برای همکار").click()
    page.get_by_role("button", name="ادامه").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("کد ملی همکار").fill(code)
    page.get_by_label("روز", exact=True).fill(str(day))
    page.get_by_label("ماه", exact=True).select_option(str(month))
    page.get_by_label("سال", exact=True).fill(str(year))
    page.get_by_label("نقش").select_option(label="کاربر اتاق اصناف")
    page.get_by_label("نهاد").select_option(index=1)
    page.get_by_role("button", name="ادامه").click()
    expect(page.get_by_role("heading", name="این همکار است؟")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_label("نام کاربری")).to_have_value(re.compile(r"^chamber-operator-\d+$"))
    page.get_by_label("نام کاربری").fill(username)
    page.get_by_role("button", name="بله، حساب باز شود").click()
    expect(page.get_by_role("heading", name="گذرواژهٔ نخست", exact=True)).to_be_visible()
    assert_accessible(page)
    return page.locator(".copy__code").inner_text()


@pytest.mark.parametrize("viewport", [DESKTOP], ids=["desktop"], indirect=True)
def test_commission_opens_an_account_and_the_colleague_lands_on_the_desk(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any]
) -> None:
    people.sign_in_staff(page, portal, "commission")
    password = open_account(page, portal, "first-day")
    page.get_by_role("link", name="به همکار دادم").click()
    expect(page.get_by_text("در انتظار نخستین ورود")).to_be_visible()
    assert_accessible(page)

    phone = browser.new_context(**browser_context_args | {"viewport": {"width": 390, "height": 844}})
    colleague = phone.new_page()
    colleague.goto("/admin/")
    colleague.get_by_label("نام کاربری").fill("first-day")
    colleague.get_by_label("گذرواژه").fill(password)
    colleague.get_by_role("button", name="ورود", exact=True).click()
    expect(colleague.get_by_role("heading", name="راه‌اندازی ورود دومرحله‌ای")).to_be_visible()
    colleague.get_by_label("کد شش‌رقمی برنامه").fill(portal.token("first-day"))
    colleague.get_by_role("button", name="تأیید و ادامه").click()
    colleague.get_by_role("link", name="نگه داشتم، ادامه").click()
    expect(colleague.get_by_role("heading", name="گذرواژهٔ خودتان را بگذارید")).to_be_visible()
    assert_accessible(colleague)
    colleague.get_by_label("گذرواژهٔ کنونی").fill(password)
    colleague.get_by_label("گذرواژهٔ تازه", exact=True).fill(OWN_PASSWORD)
    colleague.get_by_label("تکرار گذرواژهٔ تازه").fill(OWN_PASSWORD)
    colleague.get_by_role("button", name="ثبت گذرواژهٔ تازه").click()
    expect(colleague.get_by_role("heading", name="کارتابل")).to_be_visible()

    colleague.goto("/admin/backup-codes/")
    expect(colleague.get_by_text("۱۰ کد")).to_be_visible()
    assert_accessible(colleague)
    colleague.get_by_label("کد شش‌رقمی برنامه").fill(portal.token("first-day"))
    colleague.get_by_role("button", name="ساختن کدهای تازه").click()
    expect(colleague.get_by_text("کدهای تازه ساخته شد")).to_be_visible()
    assert_accessible(colleague)

    page.get_by_text("پایان همکاری").click()
    page.get_by_label("علت").fill("پایان قرارداد")
    page.get_by_role("button", name="بستن حساب").click()
    expect(page.get_by_text("حساب بسته شد.")).to_be_visible()
    assert_accessible(page)
    colleague.goto("/admin/")
    expect(colleague.get_by_role("heading", name="ورود همکاران")).to_be_visible()
