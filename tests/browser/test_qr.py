"""Seed 000 §12 and R50–R54 on a phone: from the menu to the decoded code to what a customer sees."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from core.jalali import to_jalali
from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_registration import look_away, register
from tests.core.raster import first_page

pytestmark = pytest.mark.browser

APPLICANT = Citizen("09700000002", "0070000018", ("3", "9", "1372"))

Look = Callable[[Page], None]


def read(picture: Image.Image) -> str:
    """What the camera of a telephone makes of it."""
    codes = zxingcpp.read_barcodes(picture.convert("L"))
    assert len(codes) == 1
    return codes[0].text


def downloaded(page: Page, link: Locator, to: Path) -> bytes:
    """The file behind a link."""
    with page.expect_download() as download:
        link.click()
    download.value.save_as(to)
    return to.read_bytes()


def somebody_with_a_licence(portal: Portal) -> Citizen:
    """One of the crowd whose licence holds and is attached to no unit yet: no other journey plays them."""
    mobile, national_code, born = portal.rows(
        "SELECT s.mobile, p.national_code, p.birth_date FROM registries_samplelicence l"
        " JOIN registries_sampleperson p ON p.id = l.holder_id JOIN registries_samplesim s ON s.person_id = p.id"
        " WHERE l.number NOT IN (SELECT licence_number FROM guild_units_guildunit) AND s.mobile >= '0970001'"
        " ORDER BY l.valid_to DESC LIMIT 1"
    )[0]
    year, month, day = to_jalali(date.fromisoformat(str(born)))
    return Citizen(mobile, national_code, (str(day), str(month), str(year)))


def open_codes(page: Page) -> None:
    """«دریافت QR کد» in the menu, which stands at the foot of a phone."""
    page.goto("/panel/")
    page.get_by_role("navigation", name="منوی پنل").get_by_role("link", name="QR کد").first.click()
    expect(page.get_by_role("heading", name="دریافت QR کد")).to_be_visible()


def take_the_code(page: Page, folder: Path, look: Look) -> str:
    """Screen, picture and poster say the same address; returns it."""
    look(page)
    on_screen = read(Image.open(io.BytesIO(page.locator("img.code__image").first.screenshot())))
    main = page.get_by_role("main")
    picture = downloaded(page, main.get_by_role("link", name="تصویر (PNG)").first, folder / "code.png")
    poster = main.get_by_role("link", name="پوستر A4").first
    for _ in range(30):  # the worker draws it within seconds
        if poster.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    paper = downloaded(page, poster, folder / "poster.pdf")
    assert read(Image.open(io.BytesIO(picture))) == on_screen
    assert read(first_page(paper)) == on_screen
    return on_screen


def scan(visitor: BrowserContext, address: str, look: Look) -> str:
    """Open the address as a passer-by; returns what is written there."""
    page = visitor.new_page()
    page.goto(address)
    look(page)
    assert visitor.cookies() == []
    return page.get_by_role("main").inner_text()


def replace_the_code(page: Page, look: Look) -> None:
    """«خیر» changes nothing, «بله» makes another code."""
    page.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    look(page)
    page.get_by_role("link", name="صدور کد تازه").click()
    look(page)
    page.get_by_role("main").get_by_role("link", name="خیر").click()
    page.get_by_role("link", name="صدور کد تازه").click()
    page.get_by_role("button", name="بله، کد تازه صادر شود").click()
    expect(page.get_by_text("کد پیشین از کار افتاد")).to_be_visible()


def walk(
    page: Page, visitor: BrowserContext, portal: Portal, citizen: Citizen, folder: Path, look: Look
) -> None:
    """The owner's part and the customer's part, and what happens to a code that was replaced."""
    open_codes(page)
    first = take_the_code(page, folder, look)
    assert re.fullmatch(re.escape(portal.url) + r"/q/[A-Za-z0-9_-]{24}/", first)
    seen = scan(visitor, first, look)
    assert "این کد اصل است و پروانهٔ این واحد معتبر است" in seen
    assert "هنوز ارزیابی نشده" in seen
    assert citizen.national_code not in seen
    replace_the_code(page, look)
    assert "این کد دیگر معتبر نیست" in scan(visitor, first, look)
    open_codes(page)
    second = take_the_code(page, folder, look)
    assert second != first
    assert "این کد اصل است" in scan(visitor, second, look)
    assert "این کد از این سامانه نیست" in scan(visitor, f"{portal.url}/q/{'A' * 24}/", look)


def test_owner_takes_the_code_on_a_phone_and_a_customer_scans_it(
    page: Page, browser: Browser, portal: Portal, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    owner = somebody_with_a_licence(portal)
    register(page, portal, owner, "خویش‌فرما", look_away)

    walk(
        page,
        browser.new_context(**browser_context_args),
        portal,
        owner,
        tmp_path,
        assert_accessible,
    )


def test_same_without_javascript(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    plain = browser_context_args | {"java_script_enabled": False}
    page = browser.new_context(**plain).new_page()
    owner = somebody_with_a_licence(portal)
    register(page, portal, owner, "خویش‌فرما", look_away)

    walk(page, browser.new_context(**plain), portal, owner, tmp_path, look_away)


def test_applicant_without_a_unit_is_led_to_registration(page: Page, portal: Portal) -> None:
    people.sign_in(page, portal, APPLICANT)
    open_codes(page)

    expect(page.get_by_text("هنوز واحدی ثبت نکرده‌اید")).to_be_visible()
    assert_accessible(page)
