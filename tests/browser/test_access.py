"""The ways in and out in a real browser: by the guide's words, on phone and desktop, with and without JavaScript."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from asnaf.sample.staff import PASSWORD
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

#: People of the crowd, each for one test, so that no limit of one is felt by another.
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
both_sizes = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)


def fill_step_one(page: Page, portal: Portal, citizen: Citizen) -> None:
    page.get_by_label("شماره تلفن همراه").fill(citizen.mobile)
    page.get_by_label("کد ملی").fill(citizen.national_code)
    page.get_by_label("کد امنیتی").fill(portal.captcha(page.locator("input[name=captcha_0]").input_value()))


def press_sign_out(page: Page) -> None:
    """«خروج» in the menu under one's name."""
    page.locator("details.person summary").click()
    page.locator("details.person").get_by_role("link", name="خروج").click()


@both_sizes
def test_person_signs_in_by_the_guides_words_and_leaves_only_after_yes(
    page: Page, portal: Portal, somebody: Citizen
) -> None:
    page.goto("/sign-in/")
    assert_accessible(page)
    before = page.locator("input[name=captcha_0]").input_value()
    page.get_by_role("button", name="به‌روزرسانی").click()
    expect(page.locator("input[name=captcha_0]")).not_to_have_value(before)
    fill_step_one(page, portal, somebody)
    page.get_by_role("button", name="ارسال کد فعال‌سازی").click()

    expect(page.get_by_role("button", name="ارسال مجدد")).to_be_disabled()
    expect(page.get_by_text(re.compile("ارسال مجدد تا ۱:"))).to_be_visible()
    assert_accessible(page)
    page.get_by_label("کد فعال‌سازی").fill(portal.last_code(somebody.mobile))
    page.get_by_role("button", name="ثبت", exact=True).click()
    expect(page).to_have_url(re.compile("/panel/"))

    page.goto("/panel/sessions/")
    press_sign_out(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="خیر").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_role("heading", name="نشست‌های من")).to_be_visible()
    press_sign_out(page)
    dialog.get_by_role("button", name="بله").click()
    expect(page.get_by_text("از سامانه خارج شدید.")).to_be_visible()


def test_person_signs_in_and_out_without_javascript(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    page.goto("/sign-in/")
    page.get_by_label("شماره تلفن همراه").fill(somebody.mobile)
    page.get_by_role("button", name="به‌روزرسانی").click()
    expect(page.get_by_label("شماره تلفن همراه")).to_have_value(somebody.mobile)
    fill_step_one(page, portal, somebody)
    page.get_by_role("button", name="ارسال کد فعال‌سازی").click()
    expect(page.get_by_text("۱۲۰ ثانیه پس از ارسال")).to_be_visible()
    page.get_by_role("button", name="ارسال مجدد").click()
    expect(page.get_by_text("ثانیه دیگر می‌توانید بگیرید")).to_be_visible()
    page.get_by_label("کد فعال‌سازی").fill(portal.last_code(somebody.mobile))
    page.get_by_role("button", name="ثبت", exact=True).click()
    expect(page).to_have_url(re.compile("/panel/"))

    page.goto("/panel/sessions/")
    press_sign_out(page)
    expect(page.get_by_role("heading", name="از سامانه خارج می‌شوید؟")).to_be_visible()
    page.get_by_role("link", name="خیر").click()
    expect(page).to_have_url(re.compile("/panel/"))
    page.goto("/sign-out/")
    page.get_by_role("button", name="بله").click()
    expect(page.get_by_text("از سامانه خارج شدید.")).to_be_visible()


def test_person_signs_in_with_the_keyboard_alone(page: Page, portal: Portal, somebody: Citizen) -> None:
    page.goto("/sign-in/")
    press_until(page, "شماره تلفن همراه")
    page.keyboard.type(somebody.mobile)
    press_until(page, "کد ملی")
    page.keyboard.type(somebody.national_code)
    press_until(page, "کد امنیتی")
    page.keyboard.type(portal.captcha(page.locator("input[name=captcha_0]").input_value()))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="کد فعال‌سازی")).to_be_visible()
    press_until(page, "کد فعال‌سازی")
    page.keyboard.type(portal.last_code(somebody.mobile))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/panel/"))


def press_until(page: Page, label: str) -> None:
    """Tab on until the field with this label has the focus."""
    field = page.get_by_label(label)
    for _ in range(30):
        page.keyboard.press("Tab")
        if field.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach «{label}»")


@both_sizes
def test_mistakes_are_told_at_the_field_and_on_top(page: Page, portal: Portal) -> None:
    page.goto("/sign-in/")
    page.get_by_label("شماره تلفن همراه").fill("۰۸۱۲۱۲۳۴۵۶۷")
    page.get_by_label("کد ملی").fill("1111111111")
    page.get_by_role("button", name="ارسال کد فعال‌سازی").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("با ۰۹ آغاز می‌شود")
    expect(page.get_by_label("کد ملی")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)


@both_sizes
def test_pages_of_ones_own_access_are_accessible(page: Page, portal: Portal, somebody: Citizen) -> None:
    people.sign_in(page, portal, somebody)

    for address in ("/panel/sessions/", "/panel/mobile/", "/sign-out/"):
        page.goto(address)
        assert_accessible(page)


def test_person_without_the_old_sim_gets_a_reference_that_support_finds(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], somebody: Citizen
) -> None:
    page.goto("/sign-in/")
    page.get_by_role("link", name="به سیم‌کارت قبلی دسترسی ندارم").click()
    assert_accessible(page)
    page.get_by_label("کد ملی").fill(somebody.national_code)
    page.get_by_label("شمارهٔ تازه").fill(somebody.mobile)
    page.get_by_label("کد امنیتی").fill(portal.captcha(page.locator("input[name=captcha_0]").input_value()))
    page.get_by_role("button", name="ثبت درخواست").click()
    expect(page.get_by_role("heading", name="درخواست شما ثبت شد")).to_be_visible()
    assert_accessible(page)
    reference = page.locator("[data-copy]").get_attribute("data-copy") or ""

    desk = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(desk, portal, "union-operator")
    desk.goto("/admin/accounts/mobilechange/")
    assert_accessible(desk)
    desk.get_by_label("شمارهٔ مرجع").fill(reference)
    desk.get_by_role("button", name="یافتن درخواست").click()
    expect(desk.get_by_role("heading", name="هویت تأیید می‌شود")).to_be_visible()
    assert_accessible(desk)


def test_session_that_is_about_to_end_asks_and_goes_on(page: Page, portal: Portal, somebody: Citizen) -> None:
    page.clock.install()
    people.sign_in(page, portal, somebody)
    page.goto("/panel/sessions/")
    page.clock.fast_forward(1690_000)

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("هنوز اینجا هستید؟")
    assert_accessible(page)
    with page.expect_response("**/session/keep/") as answer:
        dialog.get_by_role("button", name="ادامه می‌دهم").click()
    assert answer.value.status == 200
    expect(dialog).not_to_be_visible()


@both_sizes
def test_staff_page_is_accessible_and_tells_nothing_apart(page: Page, portal: Portal) -> None:
    page.goto("/admin/")
    assert_accessible(page)
    said = []
    for name in ("bank", f"nobody-{time.time_ns()}"):
        page.get_by_label("نام کاربری").fill(name)
        page.get_by_label("گذرواژه").fill("wrong wrong wrong")
        page.get_by_label("کد تأیید برنامهٔ رمزساز").fill("000000")
        page.get_by_role("button", name="ورود", exact=True).click()
        said.append(page.get_by_role("alert").inner_text())

    assert said[0] == said[1]
    assert_accessible(page)


def test_member_of_staff_whose_factor_was_reset_sets_up_a_new_one(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any]
) -> None:
    above = browser.new_context(**browser_context_args).new_page()
    people.sign_in_staff(above, portal, "secretariat")
    above.goto("/admin/accounts/user/")
    above.get_by_role("link", name="executive").click()
    assert_accessible(above)
    above.get_by_role("button", name="بازنشانی عامل دوم").click()
    expect(above.get_by_text("عامل دوم بازنشانی شد")).to_be_visible()

    page.goto("/admin/")
    page.get_by_label("نام کاربری").fill("executive")
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.get_by_role("button", name="ورود", exact=True).click()
    expect(page.get_by_role("heading", name="راه‌اندازی ورود دومرحله‌ای")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("کد شش‌رقمی برنامه").fill(portal.token("executive"))
    page.get_by_role("button", name="تأیید و ادامه").click()
    expect(page.get_by_role("heading", name="کدهای پشتیبان")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="نگه داشتم، ادامه").click()
    expect(page.get_by_role("heading", name="کارتابل")).to_be_visible()
    page.goto("/admin/password_change/")
    assert_accessible(page)
