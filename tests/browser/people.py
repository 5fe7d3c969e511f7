"""What people do in the browser, by the words on the screen."""

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from asnaf.sample.staff import PASSWORD
from core.jalali import tehran_today, to_jalali
from core.text import to_persian_digits
from tests.browser.portal import Portal


@dataclass(frozen=True)
class Citizen:
    """A made-up person of the sample nation."""

    mobile: str
    national_code: str
    birth: tuple[str, str, str]


def enter(page: Page, portal: Portal, citizen: Citizen) -> None:
    """Steps 1 and 2: mobile, national code, captcha, then the code (seed 000 §1.2–1.4)."""
    page.goto("/sign-in/")
    page.get_by_label("شماره تلفن همراه").fill(citizen.mobile)
    page.get_by_label("کد ملی").fill(citizen.national_code)
    key = page.locator("input[name=captcha_0]").input_value()
    page.get_by_label("کد امنیتی").fill(portal.captcha(key))
    _an_hour_has_passed(portal, citizen)
    had = len(portal.texts(citizen.mobile))
    page.get_by_role("button", name="ارسال کد فعال‌سازی").click()
    expect(page.get_by_role("heading", name="کد فعال‌سازی")).to_be_visible()
    page.get_by_label("کد فعال‌سازی").fill(portal.last_code(citizen.mobile, after=had))
    page.get_by_role("button", name="ثبت", exact=True).click()
    page.wait_for_url("**/panel/**")


def _an_hour_has_passed(portal: Portal, citizen: Citizen) -> None:
    """Several tests play the same person; what one has asked for counts for no other (R7)."""
    for key in (f"code:%:m:{citizen.mobile}:%", f"code:%:n:{citizen.national_code}:%", "look-up:%"):
        portal.change("DELETE FROM accounts_ratecount WHERE key LIKE ?", key)


def sign_in(page: Page, portal: Portal, citizen: Citizen) -> None:
    """From the sign-in page to the dashboard; who is new says that they have no licence."""
    enter(page, portal, citizen)
    without_licence = page.get_by_role("button", name="پروانه ندارم")
    if without_licence.count():
        without_licence.click()
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


def new_postal_code() -> str:
    """A place nobody has asked for yet: one person may have one open request per trade and place."""
    return "11936" + "".join(secrets.choice("1346789") for _ in range(5))


def days_pass(portal: Portal, code: str, days: int) -> None:
    """The term of this file that runs, with all its turns, began so many days earlier."""
    portal.manage("shell", "-c", _DAYS_PASS.format(code=code, days=days))


_DAYS_PASS = """
from datetime import timedelta
from django.db.models import F
from deadlines.models import Deadline, DeadlineInterval
from licensing.cases.models import LicenceRequest

ago = timedelta(days={days})
case = LicenceRequest.objects.get(tracking_code="{code}")
running = Deadline.objects.get(subject_type="licensing.licencerequest", subject_id=case.pk, state="OPEN")
DeadlineInterval.objects.filter(deadline=running).update(started_at=F("started_at") - ago, ended_at=F("ended_at") - ago)
Deadline.objects.filter(pk=running.pk).update(started_at=F("started_at") - ago, due_at=F("due_at") - ago)
LicenceRequest.objects.filter(pk=case.pk).update(due_at=F("due_at") - ago)
"""


def confirm_slips(page: Page) -> None:
    """Each line of the bill was paid by a slip of its own, whose number no other walk has used (R134)."""
    button = page.get_by_role("button", name="تأیید پرداخت‌ها")
    expect(button).to_be_visible(timeout=30_000)
    for slip in page.get_by_label(re.compile("شمارهٔ فیش")).all():
        slip.fill(to_persian_digits(str(100_000_000 + secrets.randbelow(900_000_000))))
    button.click()


def give_minute(page: Page, number: str, button: str) -> None:
    """The board enters a minute of today's meeting, chooses it, and presses the button of the decision."""
    offer_minute(page, number)
    choose_minute(page, number, button)


def offer_minute(page: Page, number: str) -> None:
    """The minute is in the list of the page; the board enters it when it is not there yet."""
    expect(page.locator("select[name=minute]").first).to_be_attached()  # not the page before this one
    if not minute_option(page, number).count():
        address = page.url
        enter_minute(page, number)
        page.goto(address)


def choose_minute(page: Page, number: str, button: str) -> None:
    """Choose a minute of the list, and press the button of the decision beside it."""
    form = page.locator("form").filter(has=page.get_by_role("button", name=button))
    value = minute_option(page, number).first.get_attribute("value")
    form.get_by_label("صورتجلسه", exact=True).select_option(value)
    form.get_by_role("button", name=button).click()


def minute_option(page: Page, number: str) -> Locator:
    """The choice of a minute in the forms of a page."""
    return page.locator("select[name=minute] option").filter(
        has_text=f"صورتجلسهٔ {to_persian_digits(number)} "
    )


def choose_reason(page: Page, label: str, reason: str) -> None:
    """A coded reason with the first article it may rest on."""
    field = page.get_by_label(label, exact=True)
    option = field.locator("option").filter(has_text=reason.rstrip(".")).first
    field.select_option(option.get_attribute("value"))


def enter_minute(page: Page, number: str) -> None:
    """A minute of today's board meeting, on the board's own page."""
    year, month, day = to_jalali(tehran_today())
    page.goto("/admin/organizations/boardminute/add/")
    page.get_by_label("شمارهٔ صورتجلسه").fill(number)
    page.get_by_label("روز", exact=True).fill(to_persian_digits(str(day)))
    page.get_by_label("ماه", exact=True).select_option(str(month))
    page.get_by_label("سال", exact=True).fill(to_persian_digits(str(year)))
    page.get_by_label("متن تصمیم‌ها").fill("پرونده‌های نوبت بررسی شد.")
    page.get_by_role("button", name="ثبت", exact=True).click()
    expect(page.get_by_text("صورتجلسه ثبت شد.")).to_be_visible()


def post_answered(page: Page) -> None:
    """Wait on the desk until the worker has asked the post about the postal code (R103)."""
    for _ in range(30):
        if not page.get_by_text("در انتظار پاسخ پست").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_text("در انتظار پاسخ پست")).to_have_count(0)


def originals_match(page: Page) -> None:
    """The board has seen the original of every paper; before that no bill can be sent (R78)."""
    expect(page.get_by_role("button", name="صدور صورتحساب")).to_have_count(0)
    group = page.get_by_role("group", name="اصل با تصویر مطابق است")
    for box in group.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="ثبت تطبیق").click()
    expect(page.get_by_text("تطبیق با اصل ثبت شد.")).to_be_visible()


def papers_came_by_post(page: Page) -> None:
    """The envelope held everything, and all of it is in order (R70)."""
    page.get_by_text("مدارکی که با پست رسیده است").click()
    for tick in page.get_by_role("group", name="کدام‌ها در پاکت بود").get_by_role("checkbox").all():
        tick.check()
    page.get_by_role("button", name="ثبت مدارک پستی").click()
    expect(page.get_by_text("مدارک پستی ثبت و پذیرفته شد.")).to_be_visible()
