"""Addresses of the owner's units and the people in them."""

from django.urls import path

from personnel import views

urlpatterns = [
    path("panel/units/", views.my_units, name="my_units"),
    path("panel/units/<number:pk>/", views.unit_page, name="unit"),
]
