"""The interview at the union's desk: inviting on a page of its own, and what came of it (R77)."""

from typing import Any

from accounts.models import User
from core.refusals import why_not
from licensing.cases import rules as cases_rules
from licensing.cases.desk import refusal_by
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Actor, Status
from licensing.interviews import rules, services
from licensing.interviews.desk_forms import InterviewResultForm, InvitationForm
from licensing.interviews.models import Interview
from organizations.desk.cards import Card, Place
from organizations.desk.steps import Step

TITLE, TITLE_AGAIN = "دعوت به مصاحبه", "زمان تازهٔ مصاحبه"


def _may_invite(case: LicenceRequest, user: User) -> bool:
    return rules.may_invite(case, user) and not why_not(cases_rules.check_impartial, case, user)


def _records(case: LicenceRequest, user: User) -> bool:
    of_union = case.status == Status.INTERVIEW and Actor.UNION_OPERATOR in case.actors_of(user)
    return of_union and services.ahead(case) is not None


def _title(case: LicenceRequest, user: User) -> str:
    return TITLE_AGAIN if services.ahead(case) else TITLE


STEPS = (
    Step(
        name="interview",
        service=services.invite,
        form=InvitationForm,
        button="ثبت و دعوت متقاضی",
        title=_title,
        done="دعوت به مصاحبه ثبت و به متقاضی پیامک شد.",
        offered=_may_invite,
        why=refusal_by(rules.check_may_invite),
        own_page=True,
        template="admin/licensing/interview.html",
        values=lambda case, user, form: {"before": form.before and services.in_words(form.before.at)},
        is_panel=False,
    ),
    Step(
        name="interview_result",
        path="interview/result",
        service=services.record_interview,
        form=InterviewResultForm,
        button="ثبت نتیجه",
        done="نتیجهٔ مصاحبه ثبت شد.",
        offered=_records,
        is_panel=False,
    ),
)


def cards(case: LicenceRequest, user: User) -> list[Card]:
    """The appointments and what may be done about them: above the steps while a result is awaited, below them else."""
    found = list(case.interviews.select_related("result_by__person"))
    if not found and not _may_invite(case, user):
        return []
    place = Place.STEPS if _records(case, user) else Place.AFTER
    return [Card("admin/licensing/_interviews.html", {"rows": [_row(one) for one in found]}, place)]


def _row(interview: Interview) -> dict[str, Any]:
    return {
        "when": services.in_words(interview.at),
        "place": interview.place,
        "originals": interview.originals_list,
        "result": interview.get_result_display() if interview.result else "",
        "note": interview.note,
        "by": str(interview.result_by) if interview.result_by else "",
    }
