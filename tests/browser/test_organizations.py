"""Chamber, commission and secretariat at their desks: tariff and conditions, activation, categories."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in_staff
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser

DESKTOP = [{"width": 1280, "height": 900}]
UNION_WITHOUT_CONDITIONS = "اتحادیهٔ صنف فرش و موکت شهرستان تهران"
PAPER_UNION = "اتحادیهٔ صنف مسافرخانه‌داران و مهمان‌پذیران شهرستان تهران"
BAKERS = "اتحادیهٔ صنف نانوایان شهرستان تهران"


def fill_day(page: Page, label: str, day: str, month: str, year: str) -> None:
    """The three boxes of a date."""
    box = page.get_by_role("group", name=label)
    box.get_by_label("روز").fill(day)
    box.get_by_label("ماه").select_option(label=month)
    box.get_by_label("سال").fill(year)


@pytest.mark.parametrize("viewport", DESKTOP, indirect=True, ids=["desktop"])
def test_a_chamber_makes_a_new_version_of_a_tariff(page: Page, portal: Portal):
    sign_in_staff(page, portal, "chamber")
    page.goto("/admin/organizations/union/?q=نانوایان")
    page.get_by_role("link", name=BAKERS).click()
    page.get_by_role("link", name="حق عضویت سالانه").click()
    version = page.locator("details", has_text="نسخهٔ تازه").first
    version.get_by_label("مبلغ به ریال").fill("۹۹۰٬۰۰۰")
    fill_day(page, "تاریخ مصوبه", "1", "فروردین", "1404")
    fill_day(page, "اعتبار از", "1", "فروردین", "1410")
    version.get_by_role("button", name="ثبت نسخهٔ تازه").click()

    expect(page.get_by_role("link", name="شمارهٔ مصوبه را بنویسید")).to_be_visible()
    expect(version.get_by_label("مبلغ به ریال")).to_have_value("۹۹۰٬۰۰۰")
    version.get_by_label("شمارهٔ مصوبه").fill("۱۴۰۴/۱۲")
    version.get_by_role("button", name="ثبت نسخهٔ تازه").click()

    expect(page.get_by_text("نسخهٔ تازه ثبت شد")).to_be_visible()
    page.goto("/admin/organizations/feeitem/?q=نانوایان&kind=MEMBERSHIP_ANNUAL")
    expect(page.get_by_role("row", name="۹۹۰٬۰۰۰ ریال")).to_be_visible()
    expect(page.get_by_role("row", name="هنوز آغاز نشده")).to_be_visible()


def test_a_chamber_publishes_conditions_and_everybody_reads_them(page: Page, portal: Portal):
    sign_in_staff(page, portal, "chamber")
    page.goto("/admin/organizations/specialconditions/?q=فرش&published=no")
    page.get_by_role("link", name=UNION_WITHOUT_CONDITIONS).first.click()
    page.get_by_role("link", name="ویرایش پیش‌نویس").click()
    page.get_by_label("تکالیف فرد صنفی").fill("الف) نصب برچسب قیمت\nتبصره بند الف: به ریال")
    page.get_by_role("button", name="پیش‌نمایش").click()
    expect(page.get_by_role("heading", name="پیش‌نمایش")).to_be_visible()
    expect(page.locator(".preview")).to_contain_text("نصب برچسب قیمت")
    page.get_by_role("button", name="ذخیرهٔ پیش‌نویس").click()
    page.get_by_role("button", name="انتشار برای همیشه").click()
    expect(page.get_by_text("نشانی عمومی آن برای همیشه همین است")).to_be_visible()
    page.get_by_role("link", name="صفحهٔ عمومی").click()

    expect(page.get_by_text("نصب برچسب قیمت")).to_be_visible()
    expect(page.get_by_role("heading", name=f"هیأت مدیرهٔ {UNION_WITHOUT_CONDITIONS}")).to_be_visible()


def test_a_commission_approves_what_the_chamber_proposed(page: Page, portal: Portal):
    sign_in_staff(page, portal, "chamber")
    page.goto("/admin/organizations/unionactivation/add/")
    page.get_by_label("اتحادیه", exact=True).select_option(label=PAPER_UNION)
    page.get_by_label("شرح آمادگی").fill("دو کاربر در آزمون پذیرفته شدند.")
    for label in ("نرم‌افزار نصب", "سخت‌افزار و خط", "کارکنان دوره"):
        page.get_by_label(label).check()
    page.get_by_role("button", name="ثبت", exact=True).click()
    expect(page.get_by_text("پیشنهاد شده").first).to_be_visible()
    page.context.clear_cookies()

    sign_in_staff(page, portal, "commission")
    page.goto("/admin/organizations/unionactivation/?state=PROPOSED")
    page.get_by_role("link", name=PAPER_UNION).click()
    page.get_by_label("شمارهٔ مصوبه").fill("۱۴۰۴/۷")
    fill_day(page, "تاریخ مصوبه", "1", "فروردین", "1404")
    page.get_by_role("button", name="تصویب فعال‌سازی").click()

    expect(page.get_by_text("فعال‌سازی تصویب شد")).to_be_visible()
    page.goto("/admin/organizations/unionactivation/progress/")
    expect(page.get_by_role("heading", name="پیشرفت پذیرش الکترونیکی")).to_be_visible()


@pytest.mark.parametrize("viewport", DESKTOP, indirect=True, ids=["desktop"])
def test_the_secretariat_brings_categories_in_without_the_wrong_row(
    page: Page, portal: Portal, tmp_path: Path
):
    file = tmp_path / "categories.csv"
    rows = "کد آیسیک,نام رسته,شاخه\n990001,تعمیر پهپاد,خدمات فنی\n12,کوتاه,خدماتی\n"
    file.write_text(rows, encoding="utf-8-sig")
    sign_in_staff(page, portal, "secretariat")
    page.goto("/admin/organizations/category/")
    page.get_by_role("link", name="ورود از فایل").click()
    page.get_by_label("فایل اکسل یا CSV").set_input_files(file)
    page.get_by_role("button", name="ثبت", exact=True).click()

    expect(page.get_by_role("row", name="کوتاه")).to_contain_text("۶، ۷، ۹ یا ۱۰ رقم")
    page.get_by_role("button", name="وارد کردن").click()
    expect(page.get_by_text("چیزی وارد نشد").first).to_be_visible()
    page.get_by_text("فقط ردیف‌های درست").click()
    page.get_by_role("button", name="وارد کردن").click()

    expect(page.get_by_text("رسته‌ها وارد شدند")).to_be_visible()
    page.goto("/admin/organizations/category/?q=پهپاد")
    expect(page.get_by_role("link", name="تعمیر پهپاد")).to_be_visible()
