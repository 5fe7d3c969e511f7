"""Addresses of the working-day calendar."""

from django.urls import path

from deadlines import views

urlpatterns = [
    path("working-days/", views.working_days, name="working_days"),
    path("working-days/<number:year>/<number:month>/", views.working_days_month, name="working_days_month"),
]
