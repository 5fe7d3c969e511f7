"""Papers from a phone, one given back and sent again; inquiries printed together and answered."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.people import Citizen
from tests.browser.portal import Portal
from tests.browser.test_journey import ask_for_a_licence

pytestmark = pytest.mark.browser


def photo(folder: Path, name: str) -> Path:
    """A photo as a phone takes it, with maker and direction."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Phone", 6
    file = folder / f"{name}.jpg"
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(file, exif=exif)
    return file


def send(page: Page, title: str, file: Path) -> None:
    """One paper, from the list of papers and back to it."""
    page.get_by_role("link", name=f"فرستادن {title}", exact=True).click()
    page.get_by_label("فایل مدرک").set_input_files(file)
    page.get_by_role("button", name="فرستادن فایل").click()
    expect(page.get_by_text(f"«{title}» فرستاده شد.")).to_be_visible()


def judge(page: Page, title: str, verdict: str, reason: str = "") -> None:
    """The union's word on one paper."""
    sheet = page.get_by_role("article", name=title)
    sheet.get_by_label(verdict, exact=True).check()
    if reason:
        sheet.get_by_label("دلیل، اگر پذیرفته نیست").select_option(label=reason)
    sheet.get_by_role("button", name="ثبت نظر").click()
    expect(page.get_by_text(f"نظر دربارهٔ «{title}» ثبت شد.")).to_be_visible()


def say_yes(desk: Page, letter: str) -> None:
    """The answer of the body whose letter has this code."""
    desk.goto("/admin/licensing/inquiry/find/")
    desk.get_by_label("رمز نامه").fill(letter)
    desk.get_by_role("button", name="یافتن استعلام").click()
    desk.get_by_label("پاسخ مثبت").check()
    desk.get_by_role("button", name="ثبت پاسخ").click()


def codes_of_letters(page: Page, folder: Path) -> list[str]:
    """Download the letters and read the code off each sheet."""
    link = page.get_by_role("link", name="دریافت نامه‌ها (PDF)")
    for _ in range(40):  # the worker draws them within seconds
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        link.click()
    pdf = folder / "letters.pdf"
    download.value.save_as(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", pdf, folder / "letter"], check=True)
    sheets = [zxingcpp.read_barcodes(Image.open(sheet)) for sheet in sorted(folder.glob("letter*.png"))]
    assert all(len(found) == 1 for found in sheets)
    return [found[0].text for found in sheets]


def large_photo(folder: Path, name: str) -> Path:
    """Twelve million pixels of noise: more than the portal takes unless the browser makes it smaller."""
    file = folder / f"{name}.jpg"
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(file, quality=100, subsampling=0)
    return file


def open_paper(page: Page, portal: Portal, citizen: Citizen, unit: str) -> None:
    """The form of one paper of a new request."""
    people.sign_in(page, portal, citizen)
    ask_for_a_licence(page, citizen, unit)
    page.goto("/panel/requests/")
    page.get_by_role("main").get_by_role("link", name=re.compile("سوپرمارکت")).first.click()
    page.get_by_role("link", name="فرستادن مدارک").click()
    page.get_by_role("link", name="فرستادن تصویر پشت و روی کارت ملی", exact=True).click()


def test_pages_are_gathered_shrunk_in_the_browser_and_sent_together(
    page: Page,
    browser: Browser,
    portal: Portal,
    browser_context_args: dict[str, Any],
    tmp_path: Path,
    somebody: Citizen,
) -> None:
    open_paper(page, portal, somebody, "فروشگاه برگ‌ها")
    address, chosen = page.url, page.get_by_label("فایل مدرک")
    front, back = large_photo(tmp_path, "front"), photo(tmp_path, "back")
    assert front.stat().st_size > 8_000_000

    chosen.set_input_files([front, photo(tmp_path, "blurred")])
    chosen.set_input_files([back])
    expect(page.get_by_text("۳ فایل آمادهٔ فرستادن")).to_be_visible()
    page.get_by_role("button", name="برداشتن blurred.jpg").click()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="فرستادن فایل").click()
    assert int(sent.value.all_headers()["content-length"]) < 6_000_000
    expect(page.get_by_text("۲ فایل فرستاده شد.")).to_be_visible()

    unreadable = tmp_path / "lease.pdf"
    unreadable.write_bytes(b"%PDF-1.7 nothing")
    page.goto(address)
    page.get_by_label("فایل مدرک").set_input_files(unreadable)
    page.get_by_role("button", name="فرستادن فایل").click()
    expect(page.get_by_role("alert")).to_contain_text("lease.pdf")

    plain = browser.new_context(**browser_context_args | {"java_script_enabled": False})
    plain.add_cookies(page.context.cookies())
    unscripted = plain.new_page()
    unscripted.goto(address)
    unscripted.get_by_label("فایل مدرک").set_input_files([front, back])
    unscripted.get_by_role("button", name="فرستادن فایل").click()
    expect(unscripted.get_by_text("۲ فایل فرستاده شد.")).to_be_visible()


def test_papers_from_a_phone_and_letters_with_a_code_each(
    page: Page,
    browser: Browser,
    portal: Portal,
    browser_context_args: dict[str, Any],
    tmp_path: Path,
    somebody: Citizen,
) -> None:
    people.sign_in(page, portal, somebody)
    code = ask_for_a_licence(page, somebody, "فروشگاه مهتاب")
    page.goto("/panel/requests/")
    page.get_by_role("main").get_by_role("link", name=re.compile("سوپرمارکت")).first.click()
    page.get_by_role("link", name="فرستادن مدارک").click()
    card, picture = "تصویر پشت و روی کارت ملی", "عکس ۳×۴"
    send(page, card, photo(tmp_path, "card"))
    send(page, picture, photo(tmp_path, "picture"))
    papers = page.url

    desk = browser.new_context(
        **browser_context_args | {"viewport": {"width": 1280, "height": 900}}
    ).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    people.open_file(desk, code)
    desk.get_by_role("button", name="باز کردن پرونده").click()
    judge(desk, picture, "می‌پذیرم")
    judge(desk, card, "فقط همین دوباره فرستاده شود", "خوانا نیست یا بخشی از آن دیده نمی‌شود")

    page.goto(papers)
    expect(page.get_by_role("link", name="همین را دوباره بفرستید")).to_have_count(1)
    page.get_by_role("link", name="همین را دوباره بفرستید").click()
    page.get_by_label("فایل مدرک").set_input_files(photo(tmp_path, "card-again"))
    page.get_by_role("button", name="فرستادن فایل").click()
    expect(page.get_by_text(f"«{card}» فرستاده شد.")).to_be_visible()
    expect(page.get_by_role("link", name="همین را دوباره بفرستید")).to_have_count(0)

    desk.reload()
    judge(desk, card, "می‌پذیرم")
    people.give_minute(desk, "۴۷/۱", "ثبت پذیرش")
    people.papers_came_by_post(desk)
    file = desk.url
    people.post_answered(desk)
    desk.get_by_role("button", name="چاپ نامه‌های این پرونده").click()
    codes = codes_of_letters(desk, tmp_path)
    assert len(set(codes)) == len(codes) >= 5
    for letter in codes:
        say_yes(desk, letter)
    desk.goto(file)
    people.originals_match(desk)
    expect(desk.get_by_role("button", name="صدور صورتحساب")).to_be_visible()

    page.goto(papers.replace("papers/", ""))
    page.get_by_text(re.compile("^استعلام‌ها: ")).click()
    police = page.get_by_role("listitem").filter(has_text="اماکن عمومی")
    expect(police).to_contain_text("پاسخ مثبت")
