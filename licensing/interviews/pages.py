"""The interview as a calendar entry."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from licensing.cases.models import LicenceRequest
from licensing.cases.pages import own_case
from licensing.interviews import services as interviews


@require_safe
@own_case
def interview_calendar(request: HttpRequest, case: LicenceRequest) -> HttpResponse:
    """The interview that is ahead, for the calendar of a phone."""
    interview = interviews.ahead(case)
    if interview is None:
        raise Http404
    answer = HttpResponse(
        interviews.calendar_file(case, interview), content_type="text/calendar; charset=utf-8; method=PUBLISH"
    )
    answer["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer
