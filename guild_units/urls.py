"""Addresses of registration, of further units, and of QR codes."""

from django.urls import path

from guild_units.views import codes, registration, scan, verify

urlpatterns = [
    path("register/", registration.prerequisites, name="prerequisites"),
    path("panel/units/add/", registration.add_unit, name="add_unit"),
    path("panel/units/add/licence/", registration.unit_licence, name="unit_licence"),
    path("panel/units/add/kind/", registration.unit_form, name="unit_form"),
    path("panel/units/add/workshop/", registration.unit_workshop, name="unit_workshop"),
    path("panel/units/add/people/", registration.unit_people, name="unit_people"),
    path("panel/units/add/no-licence/", registration.no_licence, name="no_licence"),
    path("panel/qr/", codes.my_codes, name="my_codes"),
    path("panel/qr/<number:pk>/", codes.unit_code, name="unit_code"),
    path("panel/qr/<number:pk>/poster.pdf", codes.code_poster, name="code_poster"),
    path("panel/qr/<number:pk>/code.png", codes.code_png, name="code_png"),
    path("panel/qr/<number:pk>/code.svg", codes.code_svg, name="code_svg"),
    path("panel/qr/<number:pk>/reissue/", codes.reissue_code, name="reissue_code"),
    path("verify/", verify.verify, name="verify"),
    path("q/<str:token>/", scan.scan, name="scan"),
]
