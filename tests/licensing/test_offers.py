"""What the desk offers is what its rules let pass: one check answers both."""

import re

import pytest
from django.urls import reverse

from core.refusals import RuleBroken
from licensing.cases import rules as cases_rules
from licensing.cases.states import MOVES, Actor, Status
from licensing.desk.review import CaseDesk
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    SpecialConditionsFactory,
    board_of,
    bring_to,
    content,
    invited,
    with_originals,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
OF_UNION = {Actor.UNION_OPERATOR, Actor.UNION_BOARD}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page_of(case, user=None):
    address = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    return verified(user or board_of(case.union)).get(address).content.decode()


#: The state each step of the desk leads to, and what its service needs besides the case and the person.
LEADS = {
    "open": (Status.UNDER_REVIEW, {}),
    "accept": (Status.ACCEPTED, {"minute": None}),
    "conditional": (Status.CONDITIONAL, {"minute": None, "grounds": ()}),
    "reject": (Status.REJECTED, {"minute": None, "grounds": ()}),
    "return": (Status.IN_PROGRESS, {"minute": None, "grounds": ()}),
    "refuse": (Status.REFUSED, {"minute": None, "grounds": ()}),
    "bill": (Status.AWAITING_PAYMENT, {}),
    "pay": (Status.READY, {"slips": {}}),
    "issue": (Status.ISSUED, {"minute": None}),
    "deliver": (Status.DELIVERED, {"method": "HAND", "on": None}),
}


def step_named(name):
    return next(step for step in CaseDesk.steps if step.name == name)


def test_every_move_of_the_union_has_a_step_but_the_invitation_that_has_a_page_of_its_own():
    moves = {to for moves in MOVES.values() for to, actor in moves.items() if actor in OF_UNION}

    assert moves - {to for to, _ in LEADS.values()} == {Status.INTERVIEW}
    assert step_named("interview").own_page


def test_file_completes_itself_and_no_button_says_so():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)

    assert "مدارک کامل است" not in page_of(case)


def test_bill_is_offered_only_once_the_originals_were_compared_and_says_why_before():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)
    bill = reverse("admin:licensing_request_bill", args=[case.pk])
    before = page_of(case)
    assert f'action="{bill}"' not in before
    assert "نخست هیأت مدیره اصل این مدارک را ببیند" in before
    assert 'id="originals"' in before

    after = page_of(with_originals(case))

    assert f'action="{bill}"' in after
    assert 'id="originals"' not in after


def test_steps_wait_for_the_result_of_the_interview_and_say_so():
    case = with_originals(bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE))
    invited(case)
    case.refresh_from_db()

    page = page_of(case)

    assert "نخست نتیجهٔ مصاحبهٔ" in page
    for name in ("bill", "refuse", "return"):
        address = reverse(f"admin:licensing_request_{name}", args=[case.pk])
        assert f'="{address}"' not in page, name


def test_issue_waits_for_the_checklist_and_says_so():
    case = LicenceRequestFactory(submitted=True)
    text = content("متن") | {"checklist": [{"code": "A", "text": "بند نخست"}]}
    case.special_conditions = SpecialConditionsFactory(union=case.union, version=2, content=text)
    case.save()
    ready = bring_to(case, Status.READY)

    page = page_of(ready)

    assert reverse("admin:licensing_request_issue", args=[case.pk]) not in page
    assert "بند از چک‌لیست ضوابط خاص هنوز تأیید نشده است" in page


@pytest.mark.parametrize(
    "status", [Status.SUBMITTED, Status.UNDER_REVIEW, Status.DOCS_COMPLETE, Status.READY]
)
def test_officer_is_offered_no_step_on_their_own_file(status):
    case = bring_to(LicenceRequestFactory(submitted=True), status)
    board = board_of(case.union)
    board.person = case.applicant
    board.save()

    page = page_of(case, board)

    actions = re.findall(rf'action="[^"]*/{case.pk}/([a-z/]+)/"', page)
    assert set(actions) <= {"take", "release"}


@pytest.mark.parametrize(
    "status", [Status.UNDER_REVIEW, Status.DOCS_COMPLETE, Status.AWAITING_PAYMENT, Status.READY]
)
@pytest.mark.parametrize("role", [Role.UNION_OPERATOR, Role.UNION_BOARD])
def test_offer_and_refusal_of_a_step_are_one_sentence(status, role):
    case = bring_to(LicenceRequestFactory(submitted=True), status)
    user = MembershipFactory(body=case.union, role=role).user
    for name, (to, needs) in LEADS.items():
        step = step_named(name)
        why = step.why(case, user)

        if why:
            with pytest.raises(RuleBroken, match=re.escape(why)):
                step.service(case, by=user, **needs)
        else:
            assert to in cases_rules.moves_open_to(case, user)
            assert step.offered(case, user)


def test_overdue_file_is_red_on_its_own_page_as_in_the_inbox():
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    case = bring_to(LicenceRequestFactory(submitted=True), Status.DOCS_COMPLETE)

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        page = page_of(case)

    assert re.search(r"chip--danger[^>]*>\s*مهلت گذشته", page)
