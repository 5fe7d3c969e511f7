"""A question with a picture from a phone, support's answer at the desk, and the message that tells of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.accessibility import assert_accessible
from tests.browser.people import Citizen
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser
SUPPORT = "support"


def ask(page: Page, subject: str, file: Path | None = None) -> None:
    """A new ticket, from the list of tickets."""
    page.goto("/panel/support/")
    page.get_by_role("link", name=re.compile("تیکت تازه|نوشتن به پشتیبانی")).click()
    page.get_by_label("بخش", exact=True).select_option(label="ورود و ثبت‌نام")
    page.get_by_label("موضوع").fill(subject)
    page.get_by_label("متن پیام").fill("کد ۱۲۳ را می‌زنم و پیامی نمی‌آید.")
    if file:
        page.get_by_label("پیوست").set_input_files(file)
    page.get_by_role("button", name="فرستادن به پشتیبانی").click()
    expect(page.get_by_text("تیکت شما با شمارهٔ")).to_be_visible()


def open_at_desk(desk: Page, portal: Portal, subject: str) -> None:
    """From the sign-in of support to one conversation, through the queue."""
    people.sign_in_staff(desk, portal, SUPPORT)
    desk.goto("/admin/support/ticket/")
    assert_accessible(desk)
    desk.get_by_role("link", name=subject).click()


def test_person_asks_with_a_picture_and_reads_the_answer_in_box_and_conversation(
    page: Page,
    browser: Browser,
    portal: Portal,
    browser_context_args: dict[str, Any],
    somebody: Citizen,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "screen.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(picture)
    people.sign_in(page, portal, somebody)
    page.goto("/panel/support/")
    expect(page.get_by_text("هنوز چیزی از ما نپرسیده‌اید.")).to_be_visible()
    assert_accessible(page)
    page.goto("/panel/support/new/")
    page.get_by_role("button", name="فرستادن به پشتیبانی").click()
    expect(page.get_by_role("heading", name="مشکلی در فرم هست")).to_be_visible()
    assert_accessible(page)
    ask(page, "کد نمی‌رسد", picture)
    assert_accessible(page)
    conversation = page.url
    small = page.get_by_role("img", name="تصویر کوچک پیوست")
    assert small.evaluate("picture => picture.naturalWidth") > 0

    wide = browser_context_args | {"viewport": {"width": 1280, "height": 900}}
    desk = browser.new_context(**wide).new_page()
    open_at_desk(desk, portal, "کد نمی‌رسد")
    desk.get_by_role("button", name="برداشتن تیکت").click()
    expect(desk.get_by_text("تیکت در دست شماست.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_label("متن پاسخ").fill("شمارهٔ همراه خود را بسنجید و دوباره بکوشید.")
    desk.get_by_role("button", name="فرستادن پاسخ").click()
    expect(desk.get_by_text("خبر داده شد")).to_be_visible()

    page.goto("/panel/messages/")
    page.get_by_role("link", name="پاسخ پشتیبانی به «کد نمی‌رسد»").click()
    expect(page.get_by_text("شمارهٔ همراه خود را بسنجید")).to_be_visible()
    page.goto(conversation)
    expect(page.get_by_role("list", name="پیام‌ها").get_by_text("کارشناس پشتیبانی")).to_be_visible()
    page.get_by_role("button", name="مشکلم حل شد؛ تیکت را ببندید").click()
    expect(page.get_by_text("تیکت بسته شد.")).to_be_visible()
    assert_accessible(page)
    page.goto("/panel/support/")
    expect(page.get_by_role("row", name=re.compile("کد نمی‌رسد.*بسته"))).to_be_visible()
    assert_accessible(page)


def test_same_conversation_without_javascript(
    browser: Browser,
    portal: Portal,
    browser_context_args: dict[str, Any],
    somebody: Citizen,
) -> None:
    page = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    people.sign_in(page, portal, somebody)
    ask(page, "پرسش دوم")
    desk = browser.new_context(**browser_context_args, java_script_enabled=False).new_page()
    people.sign_in_staff(desk, portal, SUPPORT)
    desk.goto("/admin/support/ticket/?topic=SIGN_IN")
    desk.get_by_role("link", name="پرسش دوم").click()
    desk.get_by_label("متن پاسخ").fill("پاسخ دوم")
    desk.get_by_role("button", name="فرستادن پاسخ").click()
    desk.get_by_role("button", name="بستن تیکت").click()
    expect(desk.get_by_text("تیکت بسته شد.")).to_be_visible()

    page.reload()
    page.get_by_label("متن پیام").fill("باز هم نشد.")
    page.get_by_role("button", name="فرستادن پیام").click()
    expect(page.get_by_text("تیکت دوباره باز است")).to_be_visible()


def test_person_reads_an_instruction_and_downloads_it(
    page: Page, portal: Portal, somebody: Citizen, tmp_path: Path
) -> None:
    people.sign_in(page, portal, somebody)
    page.goto("/panel/instructions/")
    assert_accessible(page)
    page.get_by_role("link", name="رستهٔ من").click()
    expect(page.get_by_text("رستهٔ شما را هنوز نمی‌دانیم.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="همه", exact=True).click()
    page.get_by_role("link", name="راهنمای نصب QR در ورودی واحد صنفی", exact=True).click()
    expect(page.get_by_role("heading", name="راهنمای نصب QR در ورودی واحد صنفی", level=1)).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="دریافت PDF").click()
    download.value.save_as(tmp_path / "instruction.pdf")
    assert (tmp_path / "instruction.pdf").read_bytes().startswith(b"%PDF")
