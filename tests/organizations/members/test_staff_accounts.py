"""Accounts for colleagues: opened with a role by the body above, closed and opened again; never one's own."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import texts
from accounts.models import Person, Session, User
from accounts.services import staff as staff_sign_in
from core.models import AuditEntry
from core.refusals import RuleBroken
from messaging.models import Message
from organizations.members import identities, staff_accounts
from organizations.members.models import Membership
from organizations.members.querysets import accounts_below
from organizations.roles.querysets import holds
from organizations.roles.states import Role
from registries.backends import sample
from registries.models import SamplePerson
from registries.ports import UNKNOWN, PersonFacts, RegisterUnavailable
from tests.desk import step_url
from tests.factories import BIRTH_DATE, CitizenFactory, NewcomerFactory, PersonFactory, StaffFactory
from tests.organizations.factories import chain, staff
from tests.races import at_once, together

START = "2026-11-21T08:00:00Z"

CODE = "0012345679"

ADD, CONFIRM, LIST = "/admin/accounts/user/add/", "/admin/accounts/user/add/confirm/", "/admin/accounts/user/"

BORN = {"birth_date_day": "12", "birth_date_month": "1", "birth_date_year": "1364"}

FACTS = PersonFacts(CODE, "مریم", "کاظمی", "علی", date(1985, 4, 1), "FEMALE")


@pytest.fixture
def maryam(db):
    """Somebody of the civil registry whom the portal does not know."""
    return SamplePerson.objects.create(
        national_code=CODE,
        first_name="مریم",
        last_name="کاظمی",
        father_name="علی",
        birth_date=date(1985, 4, 1),
        gender="FEMALE",
    )


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def refused(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def open_for(nation, **changes):
    values = {
        "username": "maryam",
        "role": Role.CHAMBER_OPERATOR,
        "body": nation.chamber,
        "by": nation.by_commission,
    }
    return staff_accounts.open_colleague(changes.pop("facts", FACTS), **values | changes)


def asked(nation, **changes):
    return (
        {
            "national_code": CODE,
            "role": Role.CHAMBER_OPERATOR,
            "body": nation.chamber.pk,
        }
        | BORN
        | changes
    )


def opened_at_desk(desk, nation, **changes):
    """Both pages; returns the one with the password."""
    client = desk(nation.by_commission)
    assert client.post(ADD, asked(nation)).url == CONFIRM
    form = client.get(CONFIRM).context["form"]
    return client, client.post(CONFIRM, {"mark": form.initial["mark"], "username": "maryam"} | changes)


def test_commission_opens_an_account_for_a_chamber_and_hands_the_password_over(nation, desk, maryam):
    client, page = opened_at_desk(desk, nation)
    user, password = User.objects.get(username="maryam"), page.context["password"]

    assert user.check_password(password)
    assert (user.is_staff, user.must_change_password) == (True, True)
    assert user.person.full_name == "مریم کاظمی"
    assert holds(user, Role.CHAMBER_OPERATOR)
    assert user.memberships.get().granted_by == nation.by_commission
    assert password in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert client.get(CONFIRM).url == ADD
    assert AuditEntry.objects.filter(action="account_opened", subject_id=str(user.pk)).count() == 1


def test_person_is_shown_by_name_and_the_code_only_in_part_before_the_account_is_opened(nation, desk, maryam):
    client = desk(nation.by_commission)
    client.post(ADD, asked(nation))

    page = client.get(CONFIRM)

    assert "مریم کاظمی" in page.content.decode()
    assert CODE not in page.content.decode()
    assert page.context["form"].initial["username"] == f"chamber-operator-{nation.chamber.pk}"
    assert not User.objects.filter(person__national_code=CODE).exists()


def test_first_password_opens_for_three_days_and_must_be_changed(nation, frozen):
    opened = open_for(nation)

    def enter():
        return staff_sign_in.staff_credentials(
            None, username="maryam", password=opened.password, token="", address="10.0.0.1"
        )

    assert enter().user == opened.user
    frozen.shift(3 * 86400 - 60)
    assert enter().device is None
    frozen.shift(60)
    assert refused(enter) == "first_password_over"
    staff_accounts.renew_first_password(opened.user, by=nation.by_commission)
    assert refused(enter) == "wrong_credentials"


def test_password_of_ones_own_ends_the_term_and_nobody_makes_another(nation, frozen):
    opened = open_for(nation)
    user = staff_sign_in.change_password(opened.user, old=opened.password, new="نان و پنیر و سبزی تازه")

    assert user.first_password_until is None
    assert refused(staff_accounts.renew_first_password, user, by=nation.by_commission) == "own_password"


def test_fresh_first_password_is_shown_once_and_kills_the_former(nation, desk):
    opened = open_for(nation)
    address = reverse("admin:accounts_user_change", args=[opened.user.pk])

    page = desk(nation.by_commission).post(step_url(address, "first_password"))
    opened.user.refresh_from_db()

    assert opened.user.check_password(page.context["password"])
    assert page.context["password"] != opened.password
    assert AuditEntry.objects.filter(action="first_password_renewed").count() == 1


def test_citizen_keeps_their_account_beside_the_new_one_and_hears_of_it(nation):
    citizen = CitizenFactory(person=PersonFactory(national_code=CODE, mobile="09121112233"))

    opened = open_for(nation)

    assert opened.user.person == citizen.person
    assert citizen.person.users.count() == 2
    assert Message.objects.get(recipient=citizen.person).subject == "حساب همکار برای شما باز شد"
    citizen.refresh_from_db()
    assert (citizen.is_staff, citizen.person.mobile) == (False, "09121112233")


def test_second_account_of_one_person_is_refused_with_the_way_out(nation, desk, maryam):
    open_for(nation)
    page = desk(nation.by_commission).post(ADD, asked(nation))

    assert page.status_code == 400
    assert "«maryam»" in page.context["form"].errors["national_code"][0]
    assert refused(open_for, nation, username="another") == "has_account"
    staff_accounts.dismiss(User.objects.get(username="maryam"), by=nation.by_commission, note="پایان قرارداد")
    assert refused(open_for, nation, username="another") == "has_closed_account"


def test_nobody_opens_an_account_for_themselves(nation):
    code = nation.by_commission.person.national_code
    mine = PersonFacts(code, "من", "خودم", "علی", BIRTH_DATE, "FEMALE")

    assert refused(open_for, nation, facts=mine) == "own_account"
    assert (
        refused(
            staff_accounts.look_up_colleague,
            national_code=code,
            birth_date=BIRTH_DATE,
            role=Role.CHAMBER_OPERATOR,
            body=nation.chamber,
            by=nation.by_commission,
        )
        == "own_account"
    )


@pytest.mark.parametrize(
    ("by", "role", "body", "code"),
    [
        ("by_commission", Role.CHAMBER_OPERATOR, "other_chamber", "not_your_office"),
        ("by_commission", Role.UNION_BOARD, "union", "not_your_office"),
        ("by_chamber", Role.CHAMBER_OPERATOR, "chamber", "not_your_office"),
        ("by_operator", Role.UNION_OPERATOR, "union", "not_your_office"),
        ("by_secretariat", Role.SECRETARIAT, "secretariat", "not_your_office"),
        ("by_commission", Role.CHAMBER_OPERATOR, "union", "wrong_body"),
    ],
)
def test_roles_of_others_are_not_given_and_no_account_is_left_behind(nation, by, role, body, code):
    values = {"role": role, "body": getattr(nation, body), "by": getattr(nation, by)}

    assert refused(open_for, nation, **values) == code
    assert not User.objects.filter(username="maryam").exists()
    assert not Person.objects.filter(national_code=CODE).exists()


@pytest.mark.parametrize(
    "name", ["ab", "9maryam", "مریم", "maryam kazemi", "citizen-7", "a" * 33, "staff-chamber"]
)
def test_bad_and_taken_user_names_are_told_at_the_field(nation, desk, maryam, name):
    _, page = opened_at_desk(desk, nation, username=name)

    assert page.status_code == 400
    assert page.context["form"].errors["username"]
    assert not User.objects.filter(person__national_code=CODE).exists()


def test_proposed_name_is_a_free_one(nation):
    first = staff_accounts.propose_username(Role.CHAMBER_OPERATOR, nation.chamber)
    StaffFactory(username=first)

    assert staff_accounts.propose_username(Role.CHAMBER_OPERATOR, nation.chamber) == f"{first}-2"


@pytest.mark.parametrize(
    ("answer", "field", "said"),
    [
        (None, "birth_date", "با هم نمی‌خوانند"),
        (UNKNOWN, "__all__", "اکنون پاسخ نمی‌دهد"),
        (RegisterUnavailable("identity"), "__all__", ""),
    ],
    ids=["mismatch", "unknown", "down"],
)
def test_answer_that_is_no_yes_opens_nothing_and_keeps_what_was_typed(
    nation, desk, monkeypatch, answer, field, said
):
    def tell(self, national_code, birth_date):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(sample.IdentityRegister, "person", tell)

    client = desk(nation.by_commission)
    page = client.post(ADD, asked(nation))

    assert said in page.context["form"].errors[field][0]
    assert CODE in page.content.decode()
    assert client.get(CONFIRM).url == ADD


def test_dead_person_gets_no_account(nation, desk, maryam):
    SamplePerson.objects.update(deceased_on=date(2020, 1, 1))

    page = desk(nation.by_commission).post(ADD, asked(nation))

    assert "فوت" in page.context["form"].errors["national_code"][0]


def test_minor_gets_no_account(nation, desk, maryam, frozen):
    SamplePerson.objects.update(birth_date=date(2008, 11, 22))
    page = desk(nation.by_commission).post(ADD, asked(nation) | {
        "birth_date_day": "2", "birth_date_month": "9", "birth_date_year": "1387",
    })  # fmt: skip

    assert "۱۸ سال" in page.context["form"].errors["birth_date"][0]


def test_questions_to_the_registry_are_recorded_and_end_at_thirty_an_hour(nation, desk, maryam, monkeypatch):
    monkeypatch.setattr(identities, "LOOKUPS_AN_HOUR", 1)
    client = desk(nation.by_commission)

    client.post(ADD, asked(nation))
    page = client.post(ADD, asked(nation))

    entry = AuditEntry.objects.get(action="identity_asked")
    assert (entry.actor_id, CODE in entry.note) == (nation.by_commission.pk, False)
    assert "کسان زیادی" in page.context["form"].errors["__all__"][0]


@pytest.mark.django_db(transaction=True)
def test_registry_is_asked_outside_any_transaction(monkeypatch):
    nation, inside = chain(), []

    def tell(self, national_code, birth_date):
        inside.append(connection.in_atomic_block)
        return FACTS

    monkeypatch.setattr(sample.IdentityRegister, "person", tell)

    staff_accounts.look_up_colleague(
        national_code=CODE,
        birth_date=FACTS.birth_date,
        role=Role.CHAMBER_OPERATOR,
        body=nation.chamber,
        by=nation.by_commission,
    )

    assert inside == [False]
    assert AuditEntry.objects.filter(action="identity_asked").count() == 1


def test_page_of_another_tab_never_opens_an_account_for_the_wrong_person(nation, desk, maryam):
    other = NewcomerFactory()
    client = desk(nation.by_commission)
    client.post(ADD, asked(nation))
    stale = client.get(CONFIRM).context["form"].initial["mark"]
    client.post(
        ADD,
        asked(
            nation,
            national_code=other.national_code,
            birth_date_day="3",
            birth_date_month="9",
            birth_date_year="1372",
        ),
    )

    answer = client.post(CONFIRM, {"mark": stale, "username": "maryam"})

    assert answer.url == CONFIRM
    assert not User.objects.filter(username="maryam").exists()


def test_second_page_closes_after_a_quarter_of_an_hour(nation, desk, maryam, frozen):
    client = desk(nation.by_commission)
    client.post(ADD, asked(nation))
    for _ in range(2):
        frozen.shift(460)
        answer = client.get(CONFIRM)

    assert answer.url == ADD


def test_form_offers_only_what_this_person_grants(nation, desk):
    form = desk(nation.by_commission).get(ADD).context["form"]

    assert {value for value, _ in form.fields["role"].choices if value} == {
        Role.CHAMBER_OPERATOR,
        Role.CHAMBER_INSPECTOR,
    }
    assert list(form.fields["body"].queryset) == [nation.chamber.body_ptr]


@pytest.mark.parametrize("who", ["by_board", "by_operator", "by_inspector"])
def test_who_grants_nothing_finds_no_door(nation, desk, who):
    client = desk(getattr(nation, who))

    assert client.get(ADD).status_code == 403
    assert client.get(CONFIRM).status_code == 403
    assert client.get(LIST).status_code == 403


def test_dismissed_colleague_is_out_at_the_next_request_and_back_when_taken_back(nation):
    clerk = nation.by_operator
    client = Client()
    client.force_login(clerk, backend="accounts.backends.StaffBackend")
    assert client.get(reverse("my_sessions")).status_code == 200

    staff_accounts.dismiss(clerk, by=nation.by_chamber, note="پایان قرارداد")
    clerk.refresh_from_db()

    assert not Session.objects.filter(user=clerk).exists()
    assert client.get(reverse("my_sessions")).status_code == 302
    assert not holds(clerk, Role.UNION_OPERATOR)
    staff_accounts.reinstate(clerk, by=nation.by_chamber, note="قرارداد تازه")
    clerk.refresh_from_db()
    assert holds(clerk, Role.UNION_OPERATOR)
    notes = AuditEntry.objects.filter(subject_id=str(clerk.pk)).values_list("action", "note")
    assert {("account_closed", "پایان قرارداد"), ("account_reopened", "قرارداد تازه")} <= set(notes)


def test_dismissal_at_the_desk_asks_for_the_reason(nation, desk):
    address = reverse("admin:accounts_user_change", args=[nation.by_operator.pk])
    client = desk(nation.by_chamber)

    silent = client.post(step_url(address, "dismiss"), {"note": ""})
    client.post(step_url(address, "dismiss"), {"note": "پایان قرارداد"})
    page = client.get(address).content.decode()

    assert silent.status_code == 400
    assert not User.objects.get(pk=nation.by_operator.pk).is_active
    assert "باز کردن دوبارهٔ حساب" in page
    assert "بازنشانی عامل دوم" not in page


@pytest.mark.parametrize("act", ["dismiss", "reinstate", "reset", "first_password"])
def test_accounts_of_others_are_a_404_for_every_act(nation, desk, act):
    address = reverse("admin:accounts_user_change", args=[nation.by_other_chamber.pk])

    assert desk(nation.by_commission).post(step_url(address, act), {"note": "x"}).status_code == 404
    assert desk(nation.by_commission).get(address).status_code == 404


def test_nobody_dismisses_or_takes_back_themselves_not_even_from_a_second_account(nation):
    twin = staff(Role.CHAMBER_OPERATOR, nation.chamber, person=nation.by_commission.person)

    for account in (nation.by_commission, twin):
        assert refused(staff_accounts.dismiss, account, by=nation.by_commission, note="x") == "own_account"
        assert refused(staff_accounts.reinstate, account, by=nation.by_commission, note="x") == "own_account"
        assert refused(staff_accounts.renew_first_password, account, by=nation.by_commission) == "own_account"


def test_body_that_does_not_stand_above_dismisses_nobody(nation):
    for by in (nation.by_other_chamber, nation.by_inspector, nation.by_operator):
        assert refused(staff_accounts.dismiss, nation.by_board, by=by, note="x") == "not_your_office"


def test_closing_twice_and_opening_what_is_open_are_told(nation):
    staff_accounts.dismiss(nation.by_operator, by=nation.by_chamber, note="x")

    assert (
        refused(staff_accounts.dismiss, nation.by_operator, by=nation.by_chamber, note="x")
        == "already_closed"
    )
    staff_accounts.reinstate(nation.by_operator, by=nation.by_chamber, note="x")
    assert (
        refused(staff_accounts.reinstate, nation.by_operator, by=nation.by_chamber, note="x")
        == "already_open"
    )


def test_last_holder_of_the_secretariat_stays(nation):
    second = staff(Role.SECRETARIAT, nation.secretariat)
    staff_accounts.dismiss(second, by=nation.by_secretariat, note="x")
    nation.by_secretariat.refresh_from_db()

    assert refused(staff_accounts.dismiss, nation.by_secretariat, by=second, note="x") == "last_secretariat"


def test_account_whose_roles_are_over_is_looked_after_by_the_secretariat_alone(nation):
    Membership.objects.filter(user=nation.by_operator).update(valid_to=date(2021, 1, 1))

    assert nation.by_operator in accounts_below(nation.by_secretariat)
    assert nation.by_operator not in accounts_below(nation.by_chamber)
    staff_accounts.dismiss(nation.by_operator, by=nation.by_secretariat, note="x")


def test_account_whose_role_is_still_to_come_belongs_to_the_body_that_gave_it(nation):
    Membership.objects.filter(user=nation.by_operator).update(valid_from=date(2099, 1, 1))

    assert nation.by_operator in accounts_below(nation.by_chamber)


def test_list_asks_the_same_for_one_and_for_many(nation, desk):
    client = desk(nation.by_chamber)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(5):
        staff(Role.UNION_OPERATOR, nation.union)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(few) == len(many)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_known", [False, True])
def test_two_commissioners_opening_the_same_account_at_once_open_one(is_known):
    nation = chain()
    if is_known:  # nobody waits for a person who is just being made
        PersonFactory(national_code=CODE)

    names = ["first", "second", "third", "fourth"]
    results = at_once(4, lambda: open_for(nation, username=names.pop()).user.pk)

    assert User.objects.filter(person__national_code=CODE).count() == 1
    assert results.count("has_account") == 3


@pytest.mark.django_db(transaction=True)
def test_two_of_the_secretariat_who_dismiss_each_other_at_once_leave_one():
    nation = chain()
    first, second = nation.by_secretariat, staff(Role.SECRETARIAT, nation.secretariat)

    results = together(
        lambda: staff_accounts.dismiss(second, by=first, note="x"),
        lambda: staff_accounts.dismiss(first, by=second, note="x"),
    )

    seats = Membership.objects.filter(role=Role.SECRETARIAT, user__is_active=True)
    assert seats.count() == 1
    assert "last_secretariat" in results


class TestLock:
    """Wrong tries on an account show at the desk above; its holder asks and a second person takes the lock off."""

    def lock(self, account, address="203.0.113.7"):
        for _ in range(6):
            with pytest.raises(RuleBroken):
                staff_sign_in.staff_credentials(
                    None, username=account.username, password="wrong", token="", address=address
                )

    def test_lock_stands_on_the_page_and_is_taken_off_there(self, nation, desk):
        address = reverse("admin:accounts_user_change", args=[nation.by_operator.pk])
        client = desk(nation.by_chamber)
        before = client.get(address).content.decode()
        self.lock(nation.by_operator)

        locked = client.get(address).content.decode()
        client.post(step_url(address, "unlock"))

        assert "قفل ورود" not in before
        assert "قفل ورود" in locked
        assert "قفل ورود" not in client.get(address).content.decode().replace(texts.UNLOCKED, "")
        assert staff_sign_in.sign_in_lock(nation.by_operator) is None
        entry = AuditEntry.objects.get(action="sign_in_unlocked")
        assert entry.actor_id == nation.by_chamber.pk

    def test_nobody_takes_off_their_own_nor_from_beside(self, nation):
        self.lock(nation.by_operator)

        assert refused(staff_accounts.unlock, nation.by_operator, by=nation.by_operator) == "own_account"
        assert (
            refused(staff_accounts.unlock, nation.by_operator, by=nation.by_other_chamber)
            == "not_your_office"
        )
        assert staff_sign_in.sign_in_lock(nation.by_operator)

    def test_account_of_another_name_is_left_alone(self, nation):
        self.lock(nation.by_operator)
        self.lock(nation.by_board, address="198.51.100.1")

        staff_accounts.unlock(nation.by_operator, by=nation.by_chamber)

        assert staff_sign_in.sign_in_lock(nation.by_board)

    def test_lock_that_is_none_is_told(self, nation):
        assert refused(staff_accounts.unlock, nation.by_operator, by=nation.by_chamber) == "not_locked"


@pytest.mark.parametrize("role", [Role.EXECUTIVE_BODY, Role.BANK_OFFICER, Role.HEALTH_VERIFIER])
def test_role_whose_desk_is_not_open_yet_reads_so(nation, desk, role):
    user = staff(role, nation.secretariat)

    page = desk(user).get(reverse("admin:index")).content.decode()

    assert "این میز هنوز باز نشده است" in page
    assert "admin/css/base.css" not in page, "two style sheets that do not know each other hide the head"
    assert "اجازه" not in page
