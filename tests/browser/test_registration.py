"""Seed 000 §1–§11 and §16 by the words on the screen: on a phone and a desk, with JavaScript and without."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.text import to_persian_digits as persian
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
TWO_UNITS = Citizen("09700000005", "9970010018", ("7", "11", "1363"))
SELF_EMPLOYED = Citizen("09700000003", "1279999993", ("25", "1", "1360"))
LICENCE_ENDED = Citizen("09700000006", "9970010026", ("30", "2", "1355"))
LICENCE_LONG_OVER = Citizen("09700000007", "9970010034", ("14", "8", "1348"))
UNTOLD = Citizen("09700000012", "9970010085", ("1", "1", "1370"))

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Shop:
    """What the owner reads off their papers."""

    licence: str
    workshop: str
    branch: str


def shops_of(portal: Portal, citizen: Citizen) -> list[Shop]:
    """The licences of a person with the codes of their workshops; empty codes where there is none."""
    rows = portal.rows(
        "SELECT l.number, w.workshop_code, w.branch_code FROM registries_samplelicence l"
        " JOIN registries_sampleperson p ON p.id = l.holder_id"
        " LEFT JOIN registries_sampleworkshop w ON w.licence_id = l.id WHERE p.national_code = ? ORDER BY l.id",
        citizen.national_code,
    )
    return [Shop(licence, workshop or "", branch or "") for licence, workshop, branch in rows]


def look_away(page: Page) -> None:
    """Without JavaScript axe cannot run."""


def fill_birth_date(page: Page, birth: tuple[str, str, str]) -> None:
    day, month, year = birth
    page.get_by_label("روز", exact=True).fill(persian(day))
    page.get_by_label("ماه", exact=True).select_option(month)
    page.get_by_label("سال", exact=True).fill(persian(year))


def read_prerequisites(page: Page, look: Look) -> None:
    """Before anything is typed: the six items."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="ثبت‌نام صاحبان پروانه").click()
    expect(page.get_by_role("heading", name="اطلاعات و مدارک پیش‌نیاز")).to_be_visible()
    for item in ("شماره تلفن همراه", "کد ملی", "تاریخ تولد", "شماره پروانه کسب"):
        expect(page.get_by_role("listitem").filter(has_text=item).first).to_be_visible()
    look(page)
    page.get_by_role("main").get_by_role("link", name="ورود و ثبت‌نام").click()
    expect(page.get_by_role("heading", name="ورود و ثبت‌نام")).to_be_visible()


def tell_the_licence(page: Page, citizen: Citizen, shop: Shop, look: Look) -> None:
    """§1.5: a wrong number first, then the right one."""
    expect(page.get_by_role("heading", name="پروانه کسب", exact=True)).to_be_visible()
    look(page)
    page.get_by_label("شمارهٔ پروانه کسب").fill("۱۴۰۳/۹۹۹۹۹")
    fill_birth_date(page, citizen.birth)
    page.get_by_role("button", name="مرحله بعد").click()
    expect(page.get_by_role("alert")).to_contain_text("به نام شما پیدا نشد")
    look(page)
    page.get_by_label("شمارهٔ پروانه کسب").fill(persian(shop.licence))
    page.get_by_role("button", name="مرحله بعد").click()
    expect(page.get_by_role("heading", name="این پروانه پیدا شد")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(persian(shop.licence))
    look(page)


def register(page: Page, portal: Portal, citizen: Citizen, form: str, look: Look) -> None:
    """§1 from the landing page to the dashboard."""
    shop = shops_of(portal, citizen)[0]
    read_prerequisites(page, look)
    people.enter(page, portal, citizen)
    tell_the_licence(page, citizen, shop, look)
    page.get_by_label(form).check()
    page.get_by_role("button", name="ثبت", exact=True).click()
    if form == "بنگاه رسمی":
        page.get_by_label("کد کارگاه واحد صنفی").fill(persian(shop.workshop))
        page.get_by_label("کد شعبه تأمین اجتماعی").fill(persian(shop.branch))
        look(page)
        page.get_by_role("button", name="ثبت‌نام").click()
        expect(page.get_by_role("heading", name="بیمه هستند")).to_be_visible()
        look(page)
        page.get_by_role("button", name="تأیید و ثبت‌نام").click()
    expect(page.get_by_role("heading", name="داشبورد")).to_be_visible()
    look(page)


def read_the_dashboard(page: Page, citizen: Citizen, look: Look) -> None:
    """§9: the facts of the unit; the holder's code only when asked for."""
    main = page.get_by_role("main")
    for fact in ("رستهٔ واحد صنفی", "شناسهٔ واحد صنفی", "اعتبار پروانه کسب", "شاغلان در واحد صنفی"):
        expect(main.get_by_text(fact).first).to_be_visible()
    expect(main).not_to_contain_text(persian(citizen.national_code))
    page.get_by_role("button", name="نمایش کد ملی").click()
    expect(page.get_by_role("main")).to_contain_text(persian(citizen.national_code))
    look(page)
    page.get_by_role("main").get_by_role("link", name="پنهان کردن").click()
    expect(page.get_by_role("main")).not_to_contain_text(persian(citizen.national_code))


def add_a_unit(page: Page, shop: Shop, look: Look) -> None:
    """§11 with «ثبت اطلاعات» on every page."""
    page.get_by_role("navigation", name="منوی پنل").get_by_role("link", name="افزودن").first.click()
    look(page)
    page.get_by_label("شمارهٔ پروانه کسب").fill(shop.licence)
    page.get_by_role("button", name="ثبت اطلاعات").click()
    expect(page.get_by_role("heading", name="این پروانه پیدا شد")).to_be_visible()
    look(page)
    page.get_by_role("button", name="ثبت اطلاعات").click()
    page.get_by_label("کد کارگاه واحد صنفی").fill(shop.workshop)
    page.get_by_label("کد شعبه تأمین اجتماعی").fill(shop.branch)
    page.get_by_role("button", name="ثبت اطلاعات").click()
    look(page)
    page.get_by_role("button", name="تأیید و افزودن واحد").click()
    expect(page.get_by_role("heading", name="مدیریت واحد صنفی")).to_be_visible()
    look(page)


def sign_out(page: Page, look: Look) -> None:
    """§16: «خیر» stays, only «بله» ends the session."""
    page.goto("/sign-out/")
    look(page)
    page.get_by_role("main").get_by_role("link", name="خیر").click()
    expect(page.get_by_role("heading", name="داشبورد")).to_be_visible()
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="بله").click()
    page.goto("/panel/")
    expect(page.get_by_role("heading", name="ورود و ثبت‌نام")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE], indirect=True, ids=["phone"])
def test_owner_of_two_units_registers_one_and_adds_the_other_on_a_phone(page: Page, portal: Portal) -> None:
    first, second = shops_of(portal, TWO_UNITS)

    register(page, portal, TWO_UNITS, "بنگاه رسمی", assert_accessible)
    read_the_dashboard(page, TWO_UNITS, assert_accessible)
    add_a_unit(page, second, assert_accessible)
    for shop in (first, second):
        expect(page.get_by_role("main")).to_contain_text(persian(shop.licence))
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="وضعیت و کارگاه")).to_be_visible()
    assert_accessible(page)
    sign_out(page, assert_accessible)


@pytest.mark.parametrize("viewport", [DESK], indirect=True, ids=["desk"])
def test_self_employed_owner_registers_on_a_desk(page: Page, portal: Portal) -> None:
    register(page, portal, SELF_EMPLOYED, "خویش‌فرما", assert_accessible)

    read_the_dashboard(page, SELF_EMPLOYED, assert_accessible)
    page.get_by_role("navigation", name="منوی پنل").get_by_role("link", name="خروج").click()
    asked = page.get_by_role("dialog", name="از سامانه خارج می‌شوید؟")
    asked.get_by_role("button", name="خیر").click()
    expect(page.get_by_role("heading", name="داشبورد")).to_be_visible()
    page.get_by_role("navigation", name="منوی پنل").get_by_role("link", name="خروج").click()
    asked.get_by_role("button", name="بله").click()
    expect(page.get_by_role("heading", name="پروانه کسب، بدون رفت‌وآمد")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_same_way_without_javascript(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any], size: dict[str, int]
) -> None:
    citizen = LICENCE_ENDED if size is PHONE else LICENCE_LONG_OVER
    plain = browser_context_args | {"java_script_enabled": False, "viewport": size}
    page = browser.new_context(**plain).new_page()

    register(page, portal, citizen, "بنگاه رسمی", look_away)

    read_the_dashboard(page, citizen, look_away)
    expect(page.get_by_role("main")).to_contain_text("خاکستری")
    sign_out(page, look_away)


def test_owner_who_closes_the_browser_goes_on_at_another_device(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any]
) -> None:
    first = browser.new_context(**browser_context_args)
    page = first.new_page()
    people.enter(page, portal, UNTOLD)
    page.get_by_label("شمارهٔ پروانه کسب").fill("1403/55555")
    fill_birth_date(page, UNTOLD.birth)
    page.get_by_role("button", name="مرحله بعد").click()
    expect(page.get_by_text("پاسخی نگرفتیم؛ چیزی از دست نرفت")).to_be_visible()
    assert_accessible(page)
    first.close()

    other = browser.new_context(**browser_context_args | {"viewport": DESK}).new_page()
    people.enter(other, portal, UNTOLD)

    expect(other.get_by_label("شمارهٔ پروانه کسب")).to_have_value("1403/55555")
    expect(other.get_by_label("سال", exact=True)).to_have_value(persian(UNTOLD.birth[2]))
    other.get_by_role("button", name="پروانه ندارم").click()
    expect(other.get_by_role("heading", name="داشبورد")).to_be_visible()
    assert_accessible(other)
