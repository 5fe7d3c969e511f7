"""Addresses of the licence request, the public look-ups and the licence."""

from django.urls import path

from licensing.billing import pages as slips
from licensing.decisions import needs_pages as needs
from licensing.decisions import pages as decisions_pages
from licensing.inquiries import pages as inquiries_pages
from licensing.intake import (
    eligibility_pages as eligibility,
)
from licensing.intake import (
    guide_pages as guide,
)
from licensing.intake import (
    pages,
)
from licensing.intake import (
    restarting_pages as restarting,
)
from licensing.interviews import pages as interviews_pages
from licensing.licences import pages as licences_pages
from licensing.panel import opening, public, requests
from licensing.papers import pages as papers

urlpatterns = [
    path("request/", public.request_guide, name="request_guide"),
    path("request/eligibility/", eligibility.eligibility, name="eligibility"),
    path("track/", public.track, name="track"),
    path("track/status/", public.track_status, name="track_status"),
    path("track/open/", opening.track_open, name="track_open"),
    path("track/code/", opening.track_code, name="track_code"),
    path("track/details/", opening.track_details, name="track_details"),
    path("track/letters/", opening.track_letters, name="track_letters"),
    path("track/letters/file/", opening.track_letters_file, name="track_letters_file"),
    path("track/silence-letter/", opening.track_silence_letter, name="track_silence_letter"),
    path("v/<str:token>/", public.verify_licence, name="verify_licence"),
    path("panel/requests/", requests.my_requests, name="my_requests"),
    path("panel/requests/new/", guide.new_request, name="new_request"),
    path("panel/requests/<number:pk>/", requests.request_page, name="request"),
    path("panel/requests/<number:pk>/person/", pages.request_person, name="request_person"),
    path("panel/requests/<number:pk>/place/", pages.request_place, name="request_place"),
    path("panel/requests/<number:pk>/offices/", pages.request_offices, name="request_offices"),
    path("panel/requests/<number:pk>/platform/", pages.request_platform, name="request_platform"),
    path("panel/requests/<number:pk>/check/", pages.request_check, name="request_check"),
    path("panel/requests/<number:pk>/code/", pages.request_code, name="request_code"),
    path("panel/requests/<number:pk>/withdraw/", requests.withdraw_request, name="withdraw_request"),
    path("panel/requests/<number:pk>/again/", restarting.restart_request, name="restart_request"),
    path("panel/requests/<number:pk>/papers/", papers.request_papers, name="request_papers"),
    path("panel/requests/<number:pk>/papers/<slug:code>/", papers.request_paper, name="request_paper"),
    path("panel/requests/<number:pk>/needs/", needs.request_needs, name="request_needs"),
    path("panel/requests/<number:pk>/slips/", slips.request_slips, name="request_slips"),
    path("panel/requests/<number:pk>/letters/", inquiries_pages.request_letters, name="request_letters"),
    path("panel/letters/<number:pk>/pdf/", inquiries_pages.letters_document, name="letters_document"),
    path("panel/papers/<number:pk>/remove/", papers.remove_paper, name="remove_paper"),
    path("panel/papers/<number:pk>/file/", papers.paper_file, name="paper_file"),
    path("panel/papers/<number:pk>/small/", papers.paper_thumbnail, name="paper_thumbnail"),
    path("panel/licences/<number:pk>/pdf/", licences_pages.licence_document, name="licence_document"),
    path("panel/licences/<number:pk>/label/", licences_pages.licence_label, name="licence_label"),
    path(
        "panel/requests/<number:pk>/interview.ics",
        interviews_pages.interview_calendar,
        name="interview_calendar",
    ),
    path("panel/requests/<number:pk>/silence-letter/", decisions_pages.silence_letter, name="silence_letter"),
]
