"""Addresses of the licence request, the public look-ups and the licence."""

from django.urls import path

from licensing.views import eligibility, guide, needs, opening, papers, public, requests, restarting, slips

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
    path("panel/requests/<number:pk>/person/", requests.request_person, name="request_person"),
    path("panel/requests/<number:pk>/place/", requests.request_place, name="request_place"),
    path("panel/requests/<number:pk>/offices/", requests.request_offices, name="request_offices"),
    path("panel/requests/<number:pk>/platform/", requests.request_platform, name="request_platform"),
    path("panel/requests/<number:pk>/check/", requests.request_check, name="request_check"),
    path("panel/requests/<number:pk>/code/", requests.request_code, name="request_code"),
    path("panel/requests/<number:pk>/withdraw/", requests.withdraw_request, name="withdraw_request"),
    path("panel/requests/<number:pk>/again/", restarting.restart_request, name="restart_request"),
    path("panel/requests/<number:pk>/papers/", papers.request_papers, name="request_papers"),
    path("panel/requests/<number:pk>/papers/<slug:code>/", papers.request_paper, name="request_paper"),
    path("panel/requests/<number:pk>/needs/", needs.request_needs, name="request_needs"),
    path("panel/requests/<number:pk>/slips/", slips.request_slips, name="request_slips"),
    path("panel/requests/<number:pk>/letters/", requests.request_letters, name="request_letters"),
    path("panel/letters/<number:pk>/pdf/", requests.letters_document, name="letters_document"),
    path("panel/papers/<number:pk>/remove/", papers.remove_paper, name="remove_paper"),
    path("panel/papers/<number:pk>/file/", papers.paper_file, name="paper_file"),
    path("panel/papers/<number:pk>/small/", papers.paper_thumbnail, name="paper_thumbnail"),
    path("panel/licences/<number:pk>/pdf/", requests.licence_document, name="licence_document"),
    path("panel/licences/<number:pk>/label/", requests.licence_label, name="licence_label"),
    path("panel/requests/<number:pk>/interview.ics", requests.interview_calendar, name="interview_calendar"),
    path("panel/requests/<number:pk>/silence-letter/", requests.silence_letter, name="silence_letter"),
]
