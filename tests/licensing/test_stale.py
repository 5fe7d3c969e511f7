"""A form drawn from an older page is refused, shows both versions, and loses nothing typed."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

import organizations
from core.jalali import tehran_today, to_jalali
from licensing.billing import payments
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.decisions import refusals
from licensing.decisions import services as decisions
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind
from licensing.desk import holding
from licensing.licences.desk import DeliveryForm
from licensing.notes.models import UnionNote
from organizations.desk.stale import typed_rows
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    SpecialConditionsFactory,
    WorkingUnionFactory,
    board_of,
    bring_to,
    grounds_of,
    invited,
    minute_of,
    slips_of,
    with_originals,
)
from tests.test_doors import verified

pytestmark = pytest.mark.django_db

OLD = "پس از باز کردن این صفحه، پرونده تغییر کرده است."
CHECKLIST = Path(organizations.__path__[0]) / "data" / "special_conditions_521128.json"
TYPED = "آنچه نوشته بودید"


@pytest.fixture
def union():
    return WorkingUnionFactory()


@pytest.fixture
def colleague(union):
    """Somebody else of the board, who was first."""
    board_of(union)
    return MembershipFactory(body=union).user


@pytest.fixture
def client(union):
    return verified(board_of(union))


def case_in(union, status, **changes):
    return bring_to(LicenceRequestFactory(submitted=True, union=union, **changes), status)


def day(name, on=None):
    year, month, number = to_jalali(on or tehran_today())
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def minute(case, number="۴۵/۸"):
    return {"minute": minute_of(case.union, number).pk}


def ground(kind):
    [chosen] = grounds_of(kind)
    return {"ground_1": f"{chosen.reason.pk}:{chosen.source}:{chosen.article}"}


def send(client, step, case, **typed):
    """The form of a page that was drawn when `case` was read."""
    return client.post(
        reverse(f"admin:licensing_request_{step}", args=[case.pk]), {"seen_version": case.version} | typed
    )


def fresh(case):
    return LicenceRequest.objects.get(pk=case.pk)


class TestStepThatIsStillOpen:
    """A colleague changed the file, but the step is there: the form stands as typed and can be sent again."""

    def test_acceptance_after_a_conditional_one_shows_the_news_and_the_form_as_typed(
        self, union, client, colleague
    ):
        case = case_in(union, Status.UNDER_REVIEW)
        refusals.accept_conditionally(
            fresh(case),
            grounds=grounds_of(ReasonKind.NEED),
            minute=minute_of(case.union, "3"),
            by=colleague,
        )

        answer = send(client, "accept", case, **minute(case))
        page = answer.content.decode()

        assert answer.status_code == 409
        assert OLD in page
        assert f"وضعیت آن اکنون «{fresh(case).get_status_display()}» است" in page
        assert str(colleague) in page
        assert f'<option value="{minute(case)["minute"]}" selected>' in page
        assert TYPED not in page
        assert fresh(case).status == Status.CONDITIONAL

        again = send(client, "accept", fresh(case), **minute(case))
        assert again.status_code == 302
        assert fresh(case).status == Status.IN_PROGRESS

    def test_form_that_stands_again_carries_the_version_of_now(self, union, client, colleague):
        case = case_in(union, Status.DOCS_COMPLETE)
        invited(fresh(case))

        page = send(client, "note", case, text="نقشه را بفرستید", **minute(case)).content.decode()

        assert f'name="seen_version" value="{fresh(case).version}"' in page
        assert f'name="seen_version" value="{case.version}"' not in page

    def test_message_is_not_posted_over_news_its_writer_has_not_seen(self, union, client, colleague):
        case = case_in(union, Status.UNDER_REVIEW)
        decisions.accept(fresh(case), minute=minute_of(case.union, "3"), by=colleague)

        answer = send(client, "note", case, text="درخواست شما هنوز بررسی نشده است.", **minute(case))
        page = answer.content.decode()

        assert answer.status_code == 409
        assert OLD in page
        assert "درخواست شما هنوز بررسی نشده است." in page
        assert not UnionNote.objects.exists()

    def test_refusal_after_a_conditional_acceptance_keeps_reasons_and_minute(self, union, client, colleague):
        case = case_in(union, Status.UNDER_REVIEW)
        refusals.accept_conditionally(
            fresh(case),
            grounds=grounds_of(ReasonKind.NEED),
            minute=minute_of(case.union, "3"),
            by=colleague,
        )
        typed = ground(ReasonKind.REFUSAL) | {"explanation_1": "فاصلهٔ صنفی رعایت نشده است"} | minute(case)

        answer = send(client, "reject", case, **typed)
        page = answer.content.decode()

        assert answer.status_code == 409
        assert OLD in page
        assert "فاصلهٔ صنفی رعایت نشده است" in page
        assert f'<option value="{typed["ground_1"]}" selected>' in page
        assert f'name="seen_version" value="{fresh(case).version}"' in page
        assert fresh(case).status == Status.CONDITIONAL

    def test_invitation_to_an_interview_a_colleague_has_moved_keeps_place_and_hour(self, union, client):
        case = case_in(union, Status.DOCS_COMPLETE)
        invited(fresh(case))
        typed = {"clock": "۹:۳۰", "place": "سالن جلسه"} | day("day", tehran_today())

        answer = send(client, "interview", case, **typed, anyway="on")
        page = answer.content.decode()

        assert answer.status_code == 409
        assert OLD in page
        assert "سالن جلسه" in page
        assert "۹:۳۰" in page


class TestStepThatIsClosed:
    """A colleague was first: what was typed stands on a card."""

    def test_second_acceptance_learns_whose_the_first_was_and_keeps_its_minute(
        self, union, client, colleague
    ):
        case = case_in(union, Status.UNDER_REVIEW)
        decisions.accept(fresh(case), minute=minute_of(case.union, "3"), by=colleague)

        answer = send(client, "accept", case, **minute(case))
        page = answer.content.decode()

        assert answer.status_code == 409
        assert TYPED in page
        assert "۴۵/۸" in page
        assert str(colleague) in page
        assert fresh(case).decisions.count() == 1

    def test_refusal_of_an_accepted_file_keeps_reason_article_words_and_minute(
        self, union, client, colleague
    ):
        case = case_in(union, Status.UNDER_REVIEW)
        decisions.accept(fresh(case), minute=minute_of(case.union, "3"), by=colleague)
        typed = ground(ReasonKind.REFUSAL) | {"explanation_1": "فاصلهٔ صنفی رعایت نشده است"} | minute(case)

        answer = send(client, "reject", case, **typed)
        page = answer.content.decode()

        assert answer.status_code == 409
        assert TYPED in page
        assert Reason.objects.get(pk=typed["ground_1"].split(":")[0]).text.rstrip(".") in page
        assert "مادهٔ ۱" in page
        assert "فاصلهٔ صنفی رعایت نشده است" in page
        assert fresh(case).status == Status.IN_PROGRESS

    def test_slips_of_a_bill_a_colleague_confirmed_are_shown_as_typed(self, union, client, colleague):
        case = case_in(union, Status.AWAITING_PAYMENT)
        lines = list(case.invoice.lines.all())
        payments.confirm_payments(fresh(case), slips_of(case), by=colleague)

        answer = send(client, "pay", case, **{f"slip_{line.pk}": f"۹۹{line.pk}" for line in lines})
        page = answer.content.decode()

        assert answer.status_code == 409
        assert TYPED in page
        assert all(f"شمارهٔ فیش: {line.title}" in page for line in lines)
        seen = set(fresh(case).invoice.lines.values_list("slip_number", flat=True))
        assert seen == set(slips_of(case).values())

    def test_bill_form_of_an_old_page_does_not_turn_into_the_next_step(self, union, client, colleague):
        case = with_originals(case_in(union, Status.DOCS_COMPLETE))
        bring_to(case, Status.AWAITING_PAYMENT)

        answer = send(client, "bill", case)

        assert answer.status_code == 409
        assert OLD in answer.content.decode()
        assert fresh(case).status == Status.AWAITING_PAYMENT

    def test_message_to_a_file_that_was_closed_meanwhile_is_kept_for_its_writer(
        self, union, client, colleague
    ):
        case = case_in(union, Status.UNDER_REVIEW)
        refusals.reject(
            fresh(case),
            grounds=grounds_of(ReasonKind.REFUSAL),
            minute=minute_of(case.union, "3"),
            by=colleague,
        )

        page = send(client, "note", case, text="خط یک\nخط دو", **minute(case)).content.decode()

        assert TYPED in page
        assert "خط یک<br>خط دو" in page


def test_refusal_on_a_fresh_page_says_nothing_of_news(union):
    case = case_in(union, Status.UNDER_REVIEW)
    operator = MembershipFactory(body=union, role=Role.UNION_OPERATOR).user

    answer = send(verified(operator), "note", case, text="بی صورتجلسه")

    assert answer.status_code == 400
    assert OLD not in answer.content.decode()
    assert "بی صورتجلسه" in answer.content.decode()


def test_ticks_of_a_refused_checklist_stand_again():
    union = WorkingUnionFactory()
    conditions = SpecialConditionsFactory(
        union=union,
        version=2,
        approval__body=union,
        content=json.loads(CHECKLIST.read_text(encoding="utf-8")),
    )
    case = case_in(union, Status.DOCS_COMPLETE, special_conditions=conditions)
    invited(fresh(case))

    answer = send(verified(board_of(union)), "checklist", case, points=["service_list"])

    assert answer.status_code == 409
    assert answer.context["offers"]["checklist"].form["points"].value() == ["service_list"]
    assert not fresh(case).ticks.exists()


def test_typed_words_are_those_of_the_page(union):
    form = DeliveryForm(
        {"method": "HAND", "originals_seen": "on", "received_by": "همسر", "seen_version": "1"} | day("on"),
        user=None,
    )
    form.is_valid()

    rows = {row["key"]: row["value"] for row in typed_rows(form)}

    assert rows["راه تحویل"] == "تحویل حضوری"
    assert rows["تحویل حضوری: اصل مدارک دیده شد"] == "بله"
    assert rows["تحویل‌گیرنده"] == "همسر"
    assert "شمارهٔ مرسولهٔ سفارشی" not in rows


@pytest.mark.parametrize("held", [True, False])
def test_old_page_says_who_holds_the_file_now(held):
    case = case_in(WorkingUnionFactory(), Status.UNDER_REVIEW)
    board = board_of(case.union)
    holder = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    refusals.accept_conditionally(
        fresh(case), grounds=grounds_of(ReasonKind.NEED), minute=minute_of(case.union, "3"), by=board
    )
    if held:
        holding.take(fresh(case), by=holder)

    page = send(verified(board), "accept", case, **minute(case)).content.decode()

    assert (f"پرونده در دست <b>{holder}</b> است" in page) is held
    assert ("پرونده در دست کسی نیست" in page) is not held
