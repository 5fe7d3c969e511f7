"""The desk: who gets in, what is scoped, and that acts keep what was typed when refused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin, messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.jalali import from_jalali, to_jalali
from deadlines.admin import ClosureAdmin, DeadlineAdmin, HolidayAdmin, OutageNoticeAdmin, TermAdmin
from deadlines.models import Closure, Deadline, Holiday, OutageNotice, Term
from deadlines.services import working_days
from deadlines.states import Key
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Level, Role
from tests.deadlines.cases import begin, jalali, make_commission, make_staff
from tests.deadlines.test_declaring import DAY, NOW, announce, close_days, declare, the_day_before

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def request_of(user: User, data: dict[str, object] | None = None):
    factory = RequestFactory()
    request = factory.get("/admin/") if data is None else factory.post("/admin/", data)
    user.is_verified = lambda: True  # the second factor is the door of the site, tried elsewhere
    request.user = user
    request._messages = CookieStorage(request)
    return request


def said(request) -> list[str]:
    return [str(message) for message in messages.get_messages(request)]


def day(prefix: str, name: str, value: tuple[int, int, int]) -> dict[str, str]:
    year, month, number = value
    key = f"{prefix}-{name}" if prefix else name
    return {f"{key}_day": str(number), f"{key}_month": str(month), f"{key}_year": str(year)}


def basis(prefix: str = "") -> dict[str, str]:
    """Number and day of a decision, as typed."""
    start = f"{prefix}-" if prefix else ""
    typed = {f"{start}legal_basis": "مصوبه", f"{start}basis_number": "۱۲"}
    return typed | day(prefix, "basis_on", (1403, 6, 31))


def mark_in(html: str) -> str:
    """The mark of the values whose effect a page shows."""
    return re.search(r'name="previewed"[^>]*value="([0-9a-f]{64})"', html)[1]


def do(model, user, row, name: str, data: dict) -> tuple[str, object]:
    """Do an act as a person does: see what it moves, then do it. The page seen and the last answer."""
    shown = desk(model).step_view(request_of(user, data), row.pk, name).content.decode()
    return shown, desk(model).step_view(request_of(user, data | {"previewed": mark_in(shown)}), row.pk, name)


DESKS = {
    Holiday: HolidayAdmin,
    Closure: ClosureAdmin,
    OutageNotice: OutageNoticeAdmin,
    Term: TermAdmin,
    Deadline: DeadlineAdmin,
}


def desk(model):
    return DESKS[model](model, admin.site)


@pytest.fixture
def bank_officer(db) -> User:
    bank = Body.objects.create(name="بانک", kind=BodyKind.BANK, level=Level.NATIONAL)
    return make_staff(bank, Role.BANK_OFFICER)


@pytest.mark.parametrize("model", DESKS)
def test_whoever_has_no_office_here_sees_no_desk(model, bank_officer):
    request = request_of(bank_officer)

    assert not desk(model).has_view_permission(request)
    assert not desk(model).has_add_permission(request)
    with pytest.raises(Http404):
        desk(model).change_view(request, "1")


@pytest.mark.parametrize("model", DESKS)
def test_nobody_changes_or_deletes_a_row_by_djangos_own_form(model, secretary):
    request = request_of(secretary)

    assert not desk(model).has_change_permission(request)
    assert not desk(model).has_delete_permission(request)


@pytest.mark.parametrize(
    ("model", "commission_adds", "secretariat_adds"),
    [
        (Holiday, False, True),
        (Closure, True, True),
        (OutageNotice, True, False),
        (Term, False, False),
        (Deadline, False, False),
    ],
)
def test_each_office_adds_what_is_its_own(model, commission_adds, secretariat_adds, commissioner, secretary):
    assert desk(model).has_add_permission(request_of(commissioner)) is commission_adds
    assert desk(model).has_add_permission(request_of(secretary)) is secretariat_adds
    if not commission_adds:
        with pytest.raises(PermissionDenied):
            desk(model).add_view(request_of(commissioner))


def test_secretariat_adds_a_holiday(secretary):
    begin(at=jalali(1403, 7, 1))
    data = {"title": "تعطیلی عمومی", "source": "NATIONAL", **day("", "date", (1403, 7, 3)), **basis()}

    with the_day_before(DAY):
        shown = desk(Holiday).add_view(request_of(secretary, data)).content.decode()
        assert not Holiday.objects.filter(date=DAY).exists()
        request = request_of(secretary, data | {"previewed": mark_in(shown)})
        answer = desk(Holiday).add_view(request)

    assert "۱ مهلت باز جابه‌جا می‌شود: از پایان چهارشنبه ۱۸ مهر ۱۴۰۳ به پایان پنجشنبه ۱۹ مهر ۱۴۰۳." in shown

    assert answer.status_code == 302
    assert Holiday.objects.get(date=DAY).title == "تعطیلی عمومی"
    assert said(request) == ["تعطیلی ثبت شد؛ مهلت‌های باز جابه‌جا می‌شوند."]


def test_refused_holiday_keeps_what_was_typed(secretary):
    declare(secretary)
    data = {"title": "عنوان بلند من", "source": "MANUAL", **day("", "date", (1403, 7, 3)), **basis()}

    with the_day_before(DAY):
        answer = desk(Holiday).add_view(request_of(secretary, data))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert "این روز در جدول تعطیلات هست." in html
    assert "عنوان بلند من" in html


def test_page_of_a_holiday_offers_its_acts_to_the_secretariat_only(secretary, commissioner):
    holiday = declare(secretary)

    for user, offered in ((secretary, True), (commissioner, False)):
        html = desk(Holiday).change_view(request_of(user), str(holiday.pk)).content.decode()
        assert ("لغو این تعطیلی" in html) is offered
        assert "۳ مهر ۱۴۰۳" in html


def test_lunar_date_is_corrected_from_its_page(secretary):
    holiday = declare(secretary, is_estimated=True)
    data = {"title": holiday.title, **day("", "date", (1403, 7, 4)), **basis()}

    with the_day_before(DAY):
        _, answer = do(Holiday, secretary, holiday, "correct", data)

    assert answer.status_code == 302
    assert Holiday.objects.in_force().get(date=from_jalali(1403, 7, 4)).is_estimated is False


def test_act_of_another_office_or_of_no_name_is_refused(secretary, commissioner):
    holiday = declare(secretary)

    with pytest.raises(PermissionDenied):
        desk(Holiday).step_view(request_of(commissioner, {}), holiday.pk, "cancel")
    with pytest.raises(Http404):
        desk(Holiday).step_view(request_of(secretary, {}), holiday.pk, "burn")
    with pytest.raises(Http404):
        desk(Holiday).change_view(request_of(secretary), "first")


def test_refused_act_shows_the_page_again(secretary):
    holiday = declare(secretary)
    data = {"title": "عنوان تازه", **day("", "date", (1403, 1, 1))}

    answer = desk(Holiday).step_view(request_of(secretary, data), holiday.pk, "correct")

    assert answer.status_code == 400
    assert "عنوان تازه" in answer.content.decode()


def test_commission_closes_its_county_and_is_offered_no_other(commission, commissioner, other_county):
    html = desk(Closure).add_view(request_of(commissioner)).content.decode()
    assert commission.county.name in html
    assert other_county.name not in html
    data = {
        "county": commission.county_id,
        "reason": "برف",
        **basis(),
        "announced_by": commission.pk,
        **day("", "date_from", (1403, 7, 3)),
        **day("", "date_to", (1403, 7, 3)),
    }

    with the_day_before(DAY):
        shown = desk(Closure).add_view(request_of(commissioner, data)).content.decode()
        answer = desk(Closure).add_view(request_of(commissioner, data | {"previewed": mark_in(shown)}))

    assert "هیچ مهلت بازی جابه‌جا نمی‌شود." in shown
    assert answer.status_code == 302
    assert not working_days.is_working_day(DAY, commission.county)


def test_secretariat_is_offered_every_place(secretary, county, other_county):
    html = desk(Closure).add_view(request_of(secretary)).content.decode()

    assert all(name in html for name in (county.name, other_county.name, county.province.name))


def test_closure_of_another_place_is_not_found(commission, commissioner, other_county):
    closure = close_days(commissioner, commission)
    stranger = make_staff(make_commission(other_county), Role.COMMISSION_COUNTY)

    with pytest.raises(Http404):
        desk(Closure).change_view(request_of(stranger), str(closure.pk))
    assert desk(Closure).change_view(request_of(commissioner), str(closure.pk)).status_code == 200


def test_outage_is_announced_and_ended_with_persian_digits(commission, commissioner):
    data = {"county": commission.county_id, "reason": "قطع فیبر", "from_time": "۰۰:۰۱"}

    data |= day("", "from_day", to_jalali(NOW))
    with time_machine.travel(NOW, tick=False):
        shown = desk(OutageNotice).add_view(request_of(commissioner, data)).content.decode()
        assert not OutageNotice.objects.exists()
        request = request_of(commissioner, data | {"previewed": mark_in(shown)})
        assert desk(OutageNotice).add_view(request).status_code == 302
        notice = OutageNotice.objects.get()
        do(OutageNotice, commissioner, notice, "end", {"to_time": ""})

    notice.refresh_from_db()
    assert (notice.to_at, notice.is_end_announced) == (NOW, True)


@pytest.mark.parametrize("typed", [{"to_time": "10:00"}, {"from_time": "25:00"}, {"from_time": "نه"}])
def test_outage_with_half_a_moment_is_refused_kindly(commission, commissioner, typed):
    data = {"county": commission.county_id, "reason": "قطع", "from_time": "8:00"} | day(
        "", "from_day", (1403, 7, 3)
    )

    answer = desk(OutageNotice).add_view(request_of(commissioner, data | typed))

    assert answer.status_code == 400
    assert not OutageNotice.objects.exists()


def test_outage_page_tells_all_and_offers_its_end(commission, commissioner):
    notice = announce(commissioner, commission.county)

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        html = desk(OutageNotice).change_view(request_of(commissioner), str(notice.pk)).content.decode()

    assert "ثبت پایان قطعی" in html
    assert "خودبه‌خود پایان می‌یابد" in html
    assert "قطع فیبر نوری" in html


def test_secretariat_sets_a_new_length_of_a_term(secretary):
    term = Term.objects.get(key=Key.T1_UNION_ANSWER)
    data = {"amount": "۱۰", "unit": "WORKING_DAY", "legal_basis": "قانون تازه"}

    answer = desk(Term).step_view(
        request_of(secretary, data | day("", "valid_from", (1410, 1, 1))), term.pk, "set"
    )

    assert answer.status_code == 302
    assert Term.objects.filter(key=Key.T1_UNION_ANSWER).count() == 2
    assert "مدت تازه" in desk(Term).change_view(request_of(secretary), str(term.pk)).content.decode()


def test_inspector_reads_the_ledger_of_a_deadline_of_their_county_only(
    commission, commissioner, other_county
):
    here, there = begin(county=commission.county), begin(county=other_county)

    html = desk(Deadline).change_view(request_of(commissioner), str(here.pk)).content.decode()

    assert "جمعه ۶ اسفند ۱۴۰۰ شمرده نشد." in html
    with pytest.raises(Http404):
        desk(Deadline).change_view(request_of(commissioner), str(there.pk))


@pytest.mark.parametrize("model", DESKS)
def test_lists_cost_the_same_for_one_row_and_three(model, secretary, commissioner, commission):
    Holiday.objects.all().delete()

    def rows(n: int) -> int:
        declare(secretary, date=from_jalali(1403, 7, 20 + n))
        close_days(commissioner, commission)
        announce(commissioner, commission.county, from_at=NOW + n * HOUR, to_at=NOW + (n + 1) * HOUR)
        begin(county=commission.county, at=jalali(1403, 7, n + 1))
        with CaptureQueriesContext(connection) as queries:
            assert desk(model).changelist_view(request_of(secretary)).render().status_code == 200
        return len(queries)

    one, _, three = rows(0), rows(1), rows(2)

    assert one == three


def test_addresses_of_the_desk_exist():
    for model in DESKS:
        name = f"admin:deadlines_{model._meta.model_name}_changelist"
        assert reverse(name).startswith("/admin/")
