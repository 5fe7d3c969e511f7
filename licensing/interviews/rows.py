"""An interview as values for a template."""

from django.urls import reverse

from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.interviews import services as interviews
from licensing.interviews.models import Interview


def interview(case: LicenceRequest, ahead: Interview | None) -> Row | None:
    """The appointment that is ahead, with the address of its calendar file."""
    if ahead is None:
        return None
    return {
        "when": interviews.in_words(ahead.at),
        "place": ahead.place,
        "originals": ahead.originals_list,
        "url": reverse("interview_calendar", args=[case.pk]),
    }
