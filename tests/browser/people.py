"""What people do in the browser, by the words on the screen."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from asnaf.sample.staff import PASSWORD
from tests.browser.portal import Portal


@dataclass(frozen=True)
class Citizen:
    """A made-up person of the sample nation."""

    mobile: str
    national_code: str
    birth: tuple[str, str, str]


def sign_in(page: Page, portal: Portal, citizen: Citizen) -> None:
    """From the sign-in page to the dashboard (seed 000 §1.2–1.4)."""
    page.goto("/sign-in/")
    page.get_by_label("شماره تلفن همراه").fill(citizen.mobile)
    page.get_by_label("کد ملی").fill(citizen.national_code)
    key = page.locator("input[name=captcha_0]").input_value()
    page.get_by_label("کد امنیتی").fill(portal.captcha(key))
    before = len(portal.texts(citizen.mobile))
    page.get_by_role("button", name="ارسال کد فعالسازی").click()
    expect(page.get_by_role("heading", name="کد فعال‌سازی")).to_be_visible()
    page.get_by_label("کد فعال‌سازی").fill(portal.last_code(citizen.mobile, after=before))
    page.get_by_role("button", name="ثبت", exact=True).click()
    expect(page.get_by_role("heading", name="داشبورد")).to_be_visible()


def sign_in_staff(page: Page, portal: Portal, username: str) -> None:
    """Password and token, to the desk."""
    page.goto("/admin/")
    page.get_by_label("نام کاربری").fill(username)
    page.get_by_label("گذرواژه").fill(PASSWORD)
    page.get_by_label("کد تأیید برنامهٔ رمزساز").fill(portal.token(username))
    page.get_by_role("button", name="ورود", exact=True).click()
    expect(page.get_by_role("heading", name="کارتابل")).to_be_visible()


def open_file(page: Page, code: str) -> None:
    """From the union's inbox to one file, by its tracking code."""
    page.goto("/admin/licensing/licencerequest/")
    page.get_by_label("کد رهگیری، ردیف یا نام").fill(code)
    page.get_by_role("button", name="پالایش").click()
    page.locator(".inbox tbody th a").first.click()
