"""Thirty inquiries of one union in one file, each letter with a code a scanner reads, and an answer by scanning."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

LETTERS = 30
#: Six requests accepted by the board of the sample's grocers; each asks six bodies.
SIX_ACCEPTED = """
from accounts.models import User
from core.jalali import tehran_today
from licensing.decisions import services
from organizations.bodies.models import Union
from organizations.conditions import published
from tests.factories import LicenceRequestFactory, PersonFactory, minute_of, national_code

board = User.objects.get(username="union-board")
union = Union.objects.get(pk=board.memberships.get().body_id)
trade = union.coverage.select_related("category").get(category__isic_code="521101", county=union.county).category
for number in range(6):
    case = LicenceRequestFactory(
        union=union,
        category=trade,
        general_conditions=published.general_conditions_in_force(),
        special_conditions=published.conditions_in_force(union, trade),
        applicant=PersonFactory(national_code=national_code(3_000_000 + number), mobile=f"0913700000{number}"),
        unit_name=f"فروشگاه چاپ {number}",
        submitted=True,
    )
    services.open_review(case, by=board)
    services.accept(case, minute=minute_of(case.union, "90/1"), by=board)
"""


def sheets_of(desk: Page, folder: Path) -> list[str]:
    """The file once the worker has drawn it, and the code read off each of its sheets."""
    link = desk.get_by_role("link", name="دریافت نامه‌ها (PDF)")
    for _ in range(60):
        if link.count():
            break
        desk.wait_for_timeout(1000)
        desk.reload()
    with desk.expect_download() as download:
        link.click()
    download.value.save_as(folder / "letters.pdf")
    subprocess.run(
        ["pdftoppm", "-r", "100", "-gray", "-png", folder / "letters.pdf", folder / "sheet"], check=True
    )
    found = [zxingcpp.read_barcodes(Image.open(sheet)) for sheet in sorted(folder.glob("sheet*.png"))]
    assert [len(codes) for codes in found] == [1] * LETTERS
    return [codes[0].text for codes in found]


def test_union_prints_thirty_inquiries_at_once_and_scans_an_answer_in(
    browser: Browser, portal: Portal, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    portal.manage("shell", "-c", SIX_ACCEPTED)
    wide = browser_context_args | {"viewport": {"width": 1280, "height": 900}}
    desk = browser.new_context(**wide).new_page()
    people.sign_in_staff(desk, portal, "union-board")
    desk.goto("/admin/licensing/inquiry/?state__exact=PREPARED")
    rows = desk.locator("#result_list tbody tr").filter(has_not_text="منطقه پستی")
    for number in range(LETTERS):
        rows.nth(number).locator("input[name=_selected_action]").check()
    desk.locator("select[name=action]").select_option(label="چاپ نامه‌های انتخاب‌شده در یک فایل")
    desk.locator("button[name=index]").click()

    codes = sheets_of(desk, tmp_path)

    assert len(set(codes)) == LETTERS
    desk.goto("/admin/licensing/inquiry/find/")
    desk.get_by_label("رمز نامه").fill(codes[0])
    desk.keyboard.press("Enter")  # as a scanner does after the code
    desk.get_by_label("پاسخ مثبت").check()
    desk.get_by_role("button", name="ثبت پاسخ").click()
    expect(desk.get_by_text(re.compile("پاسخ مثبت")).first).to_be_visible()
