"""The checklist of the special conditions: ticked at the desk, asked for before issue (R212)."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

import organizations
from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cases.states import Status
from licensing.decisions import rules as decisions_rules
from licensing.desk import checklist
from licensing.licences import services as licences
from licensing.licences.models import Licence
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    minute_of,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
FILE = Path(organizations.__path__[0]) / "data" / "special_conditions_521128.json"


@pytest.fixture
def case():
    """A request of category 521128 under the conditions of its national union, ready for issue."""
    union = WorkingUnionFactory()
    conditions = SpecialConditionsFactory(
        union=union,
        version=2,
        approval__body=union,
        content=json.loads(FILE.read_text(encoding="utf-8")),
    )
    case = LicenceRequestFactory(union=union, special_conditions=conditions, submitted=True)
    return bring_to(case, Status.READY)


def issue(case):
    return licences.issue(case, minute=minute_of(case.union, "13"), by=board_of(case.union))


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value


def test_licence_is_not_issued_while_a_point_is_not_ticked(case):
    points = list(decisions_rules.checklist_of(case))
    checklist.tick_checklist(case, points[:-1], by=board_of(case.union))

    refusal = refusal_of(issue, case)

    assert refusal.code == "checklist"
    assert "۱ بند" in str(refusal)
    assert not Licence.objects.exists()


def test_licence_is_issued_when_every_point_is_ticked(case):
    checklist.tick_checklist(case, decisions_rules.checklist_of(case), by=board_of(case.union))

    assert issue(case).case == case


def test_operator_may_tick_and_untick_and_the_trail_keeps_both(case):
    operator = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    checklist.tick_checklist(case, ["service_list", "online_platform"], by=operator)
    checklist.tick_checklist(case, ["service_list"], by=board_of(case.union))
    checklist.tick_checklist(case, ["service_list"], by=board_of(case.union))

    tick = case.ticks.get()
    assert (tick.code, tick.ticked_by) == ("service_list", operator)
    assert AuditEntry.objects.filter(action="checklist ticked").count() == 2


def test_point_that_is_not_in_the_accepted_conditions_is_refused(case):
    refusal = refusal_of(checklist.tick_checklist, case, ["invented"], by=board_of(case.union))

    assert refusal.code == "unknown_point"


def test_people_of_other_unions_cannot_tick(case):
    refusal = refusal_of(checklist.tick_checklist, case, [], by=MembershipFactory().user)

    assert refusal.code == "not_your_turn"


def test_ordinary_trade_has_no_checklist():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.READY)
    page = verified(board_of(case.union)).get(
        reverse("admin:licensing_licencerequest_change", args=[case.pk])
    )

    assert "checklist" not in page.context["offers"]
    assert issue(case)


def test_union_ticks_on_the_desk_and_sees_what_is_left(case):
    desk = verified(board_of(case.union))
    address = reverse("admin:licensing_request_checklist", args=[case.pk])
    typed = {"seen_version": case.version, "points": ["service_list", "online_platform"]}

    text = desk.post(address, typed, follow=True).content.decode()

    assert "چک‌لیست نگه داشته شد" in text
    assert "۱۰ بند هنوز تأیید نشده است" in text
    assert text.count("checked") == 2
    assert verified(MembershipFactory().user).post(address, typed).status_code == 404


def test_overseer_reads_the_ticks_without_a_form(case):
    checklist.tick_checklist(case, ["service_list"], by=board_of(case.union))
    secretariat = verified(MembershipFactory(role=Role.SECRETARIAT).user)

    text = secretariat.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).content.decode()

    assert "✓" in text
    assert "نگه داشتن چک‌لیست" not in text
