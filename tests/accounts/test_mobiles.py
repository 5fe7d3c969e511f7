"""Another number: by its owner, or after a lost SIM with a recorded check of identity."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import rules
from accounts.models import MobileChange, Person, Session, User
from accounts.services import mobiles
from accounts.states import ChangeState, Mover
from core.models import AuditEntry
from core.refusals import RuleBroken
from messaging.models import Message, Sms
from registries.models import SamplePerson, SampleSim
from tests.accounts.browsers import ask_for_code, captcha_of, sign_in
from tests.accounts.conftest import MOBILE, NATIONAL_CODE
from tests.accounts.test_codes import refusal_of
from tests.factories import StaffFactory

START = "2026-11-21T08:00:00Z"
NEW = "09351112233"


@pytest.fixture
def clock(db):
    with time_machine.travel(START, tick=False) as frozen:
        yield frozen


@pytest.fixture
def two_sims(sim):
    """The same person owns a second SIM."""
    return SampleSim.objects.create(mobile=NEW, person=sim.person)


@pytest.fixture
def owner(clock, two_sims, sent_codes):
    """Signed in with the first SIM."""
    client = sign_in(sent_codes)
    clock.shift(130)
    return client


def ask_for_change(client, mobile=NEW):
    answer = captcha_of(client.get(reverse("change_mobile")))
    return client.post(reverse("change_mobile"), {"mobile": mobile} | answer)


def test_owner_changes_the_number_with_a_code_to_the_new_sim_and_both_are_told(owner, sent_codes):
    ask_for_change(owner)
    done = owner.post(reverse("change_mobile_code"), {"code": sent_codes[-1]})

    assert done.url == reverse("dashboard")
    assert Person.objects.get().mobile == NEW
    assert MobileChange.objects.get().state == ChangeState.DONE
    told = Sms.objects.filter(kind="M4", text__contains="عوض شد")
    assert sorted(told.values_list("mobile", flat=True)) == [MOBILE, NEW]
    assert Message.objects.filter(subject="شمارهٔ همراه شما عوض شد").count() == 1
    entry = AuditEntry.objects.get(action="mobile_changed")
    assert MOBILE not in str(entry.before) + str(entry.after)


def test_code_goes_to_the_new_number(owner, sent_codes):
    ask_for_change(owner)

    assert Sms.objects.filter(kind="M1").latest("pk").mobile == NEW


def test_change_ends_the_other_sessions_and_keeps_this_one(owner, clock, sent_codes):
    other = sign_in(sent_codes)
    ask_for_change(owner)
    owner.post(reverse("change_mobile_code"), {"code": sent_codes[-1]})

    assert owner.get(reverse("inbox")).status_code == 200
    assert other.get(reverse("inbox")).status_code == 302


@pytest.mark.parametrize(
    ("mobile", "said"),
    [(MOBILE, "همین حالا شمارهٔ شماست"), ("09121112233", "با هم نمی‌خوانند"), ("0912", "۱۱ رقم")],
)
def test_unfit_new_number_is_refused_with_its_reason(owner, mobile, said):
    page = ask_for_change(owner, mobile)

    assert said in page.content.decode()
    assert Person.objects.get().mobile == MOBILE


def test_wrong_code_changes_nothing_and_says_so(owner, sent_codes):
    ask_for_change(owner)

    page = owner.post(reverse("change_mobile_code"), {"code": "000000"})

    assert "درست نیست" in page.content.decode()
    assert Person.objects.get().mobile == MOBILE


def test_sign_in_code_never_changes_a_number(owner, clock, sent_codes):
    ask_for_change(owner)
    ask_for_code(Client())

    owner.post(reverse("change_mobile_code"), {"code": sent_codes[-1]})

    assert Person.objects.get().mobile == MOBILE


def test_change_not_finished_within_an_hour_expires(owner, clock, sent_codes):
    ask_for_change(owner)
    clock.shift(3601)

    mobiles.expire_changes()

    assert MobileChange.objects.get().state == ChangeState.EXPIRED


def test_own_second_sim_does_not_open_the_account_without_a_change(owner, sent_codes):
    stranger = Client()
    ask_for_code(stranger, mobile=NEW)
    page = stranger.post(reverse("sign_in_code"), {"code": sent_codes[-1]}, follow=True)

    assert "حسابتان با شمارهٔ دیگری ثبت شده است" in page.content.decode()
    assert page.request["PATH_INFO"] == reverse("lost_sim")
    assert "_auth_user_id" not in stranger.session
    assert Person.objects.get().mobile == MOBILE


def ask_without_sim(client=None, national_code=NATIONAL_CODE, mobile=NEW):
    client = client or Client()
    answer = captcha_of(client.get(reverse("lost_sim")))
    return client.post(reverse("lost_sim"), {"national_code": national_code, "mobile": mobile} | answer)


def test_lost_sim_is_replaced_after_a_check_and_the_new_sims_code(owner, clock, sent_codes):
    page = ask_without_sim()
    change = MobileChange.objects.get()
    checker = StaffFactory()
    mobiles.confirm_identity(change, seen="NATIONAL_CARD", note="حضوری", by=checker)
    back = Client()
    ask_for_code(back, mobile=NEW)
    answer = back.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    change.refresh_from_db()
    assert page.context["plain"] == change.reference
    assert answer.url == reverse("dashboard")
    assert Person.objects.get(national_code=NATIONAL_CODE).mobile == NEW
    assert (change.state, change.checked_by, change.seen) == (ChangeState.DONE, checker, "NATIONAL_CARD")
    assert owner.get(reverse("inbox")).status_code == 302, "sessions on the lost phone end"


def test_both_numbers_hear_of_the_check_and_of_the_change(owner, sent_codes):
    ask_without_sim()
    mobiles.confirm_identity(MobileChange.objects.get(), seen="PASSPORT", note="حضوری", by=StaffFactory())
    told = list(Sms.objects.filter(kind="M4").values_list("mobile", flat=True))
    back = Client()
    ask_for_code(back, mobile=NEW)
    back.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    assert sorted(told) == [MOBILE, NEW]
    assert Sms.objects.filter(kind="M4", mobile=MOBILE).count() == 2


def test_request_without_a_check_opens_nothing(owner, sent_codes):
    ask_without_sim()
    stranger = Client()
    ask_for_code(stranger, mobile=NEW)
    stranger.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    assert "_auth_user_id" not in stranger.session


def test_equal_requests_share_one_reference(owner):
    first, second = ask_without_sim(), ask_without_sim()

    assert first.context["plain"] == second.context["plain"]


def test_person_unknown_to_the_portal_gets_the_same_page(clock, two_sims):
    page = ask_without_sim()

    assert page.templates[0].name == "accounts/lost_sim_done.html"
    refusal = refusal_of(
        mobiles.confirm_identity, MobileChange.objects.get(), seen="PASSPORT", note="", by=StaffFactory()
    )
    assert refusal.code == "no_account"


def test_fourth_request_of_a_day_is_refused_until_told(clock, two_sims):
    for _ in range(3):
        ask_without_sim()
        MobileChange.objects.update(state=ChangeState.EXPIRED)

    page = ask_without_sim()

    assert "از ساعت ۱۱:۳۰ فردا" in page.content.decode()


def test_sim_of_somebody_else_cannot_be_asked_for(clock, two_sims):
    SamplePerson.objects.create(
        national_code="0070000018", first_name="پریسا", last_name="کاویان", father_name="علی", gender="FEMALE"
    )
    page = ask_without_sim(national_code="0070000018")

    assert "با هم نمی‌خوانند" in page.content.decode()
    assert not MobileChange.objects.exists()


def request_of(person_code=NATIONAL_CODE, **changes):
    facts = {
        "reference": "1234567895",
        "lost_sim": True,
        "national_code": person_code,
        "new_mobile": NEW,
        "state": ChangeState.AWAITING_CHECK,
        "ends_at": timezone.now() + rules.CHECK_WITHIN,
    }
    return MobileChange.objects.create(**facts | changes)


def test_nobody_confirms_or_refuses_their_own_request(clock):
    clerk = StaffFactory(person__national_code=NATIONAL_CODE, person__mobile=MOBILE)
    change = request_of()

    assert (
        refusal_of(mobiles.confirm_identity, change, seen="PASSPORT", note="", by=clerk).code == "own_change"
    )
    assert refusal_of(mobiles.refuse_change, change, note="", by=clerk).code == "own_change"


def test_refused_request_is_closed_for_good(clock):
    change = mobiles.refuse_change(request_of(), note="عکس یکی نبود", by=StaffFactory())

    refusal = refusal_of(mobiles.confirm_identity, change, seen="PASSPORT", note="", by=StaffFactory())

    assert refusal.code == "move_closed"
    assert AuditEntry.objects.filter(action="moved to REFUSED").count() == 1


def test_request_checked_too_late_is_closed(clock):
    change = request_of()
    clock.shift(14 * 86400 + 1)

    assert refusal_of(mobiles.refuse_change, change, note="", by=StaffFactory()).code == "move_closed"


ALLOWED = {
    ("AWAITING_CHECK", "AWAITING_CODE", "STAFF"),
    ("AWAITING_CHECK", "REFUSED", "STAFF"),
    ("AWAITING_CHECK", "EXPIRED", "PORTAL"),
    ("AWAITING_CODE", "DONE", "PERSON"),
    ("AWAITING_CODE", "EXPIRED", "PORTAL"),
}


@pytest.mark.parametrize("mover", Mover.values)
@pytest.mark.parametrize("to", ChangeState.values)
@pytest.mark.parametrize("state", ChangeState.values)
def test_only_moves_of_the_table_exist(state, to, mover):
    now = timezone.now()
    change = MobileChange(state=state, ends_at=now + rules.CODE_WITHIN)

    if (state, to, mover) in ALLOWED:
        rules.check_move(change, ChangeState(to), Mover(mover), now)
    else:
        with pytest.raises(RuleBroken):
            rules.check_move(change, ChangeState(to), Mover(mover), now)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": ChangeState.AWAITING_CODE},
        {"checked_at": "2026-11-21T08:00:00Z"},
        {"state": ChangeState.EXPIRED, "done_at": "2026-11-21T08:00:00Z"},
    ],
    ids=["code without a check", "checked by nobody", "done though expired"],
)
def test_database_refuses_what_must_not_be(clock, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        request_of(**facts)


def test_sessions_of_the_lost_phone_end_only_for_this_person(owner, sent_codes):
    stranger = User.objects.create(username="other", is_staff=True)
    Session.objects.create(session_key="k", user=stranger, expire_date="2030-01-01T00:00Z")
    mobiles.confirm_identity(request_of(), seen="PASSPORT", note="", by=StaffFactory())
    back = Client()
    ask_for_code(back, mobile=NEW)
    back.post(reverse("sign_in_code"), {"code": sent_codes[-1]})

    assert Session.objects.filter(user=stranger).exists()


def test_resend_for_the_new_number_waits_120_seconds_too(owner, clock, sent_codes):
    ask_for_change(owner)
    clock.shift(60)
    early = owner.post(reverse("resend_mobile_code"), follow=True)
    clock.shift(60)
    late = owner.post(reverse("resend_mobile_code"), follow=True)
    owner.post(reverse("change_mobile_code"), {"code": sent_codes[-1]})

    assert "۶۰ ثانیه دیگر" in early.content.decode()
    assert "کد تازه فرستاده شد" in late.content.decode()
    assert Person.objects.get().mobile == NEW


def test_code_page_without_a_change_under_way_leads_back(owner):
    assert owner.get(reverse("change_mobile_code")).url == reverse("change_mobile")
    assert owner.post(reverse("resend_mobile_code")).url == reverse("change_mobile")


def test_change_asked_for_twice_is_one_whose_time_begins_anew(owner, clock):
    ask_for_change(owner)
    clock.shift(600)
    ask_for_change(owner)

    change = MobileChange.objects.get()
    assert (change.ends_at - timezone.now()) == rules.OWN_CODE_WITHIN


def test_staff_have_no_number_to_change(clock):
    refusal = refusal_of(mobiles.start_own_change, StaffFactory(), new_mobile=NEW, session_token="t")

    assert refusal.code == "staff_account"


def test_code_of_one_person_never_completes_the_change_of_another(owner, clock, sent_codes):
    ask_for_change(owner)
    MobileChange.objects.update(national_code="0070000018")

    page = owner.post(reverse("change_mobile_code"), {"code": sent_codes[-1]})

    assert "دیگر باز نیست" in page.content.decode()
    assert Person.objects.get().mobile == MOBILE
