"""Addresses of a person's conversations with support."""

from django.urls import path

from support import views

urlpatterns = [
    path("panel/support/", views.tickets, name="tickets"),
    path("panel/support/new/", views.new_ticket, name="new_ticket"),
    path("panel/support/<number:pk>/", views.ticket, name="ticket"),
    path("panel/support/<number:pk>/close/", views.close_ticket, name="close_ticket"),
    path("panel/support/files/<number:pk>/", views.ticket_file, name="ticket_file"),
    path("panel/support/files/<number:pk>/small/", views.ticket_thumbnail, name="ticket_thumbnail"),
]
