"""Addresses of registration and of further units."""

from django.urls import path

from guild_units import views

urlpatterns = [
    path("register/", views.prerequisites, name="prerequisites"),
    path("panel/units/add/", views.add_unit, name="add_unit"),
    path("panel/units/add/licence/", views.unit_licence, name="unit_licence"),
    path("panel/units/add/kind/", views.unit_form, name="unit_form"),
    path("panel/units/add/workshop/", views.unit_workshop, name="unit_workshop"),
    path("panel/units/add/people/", views.unit_people, name="unit_people"),
    path("panel/units/add/no-licence/", views.no_licence, name="no_licence"),
]
