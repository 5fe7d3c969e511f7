from django.urls import path

from messaging import views

urlpatterns = [
    path("panel/messages/", views.inbox, name="inbox"),
    path("panel/messages/list.csv", views.inbox_file, name="inbox_file"),
    path("panel/messages/<number:pk>/message.txt", views.message_file, name="message_file"),
    path("panel/messages/<number:pk>/", views.message, name="message"),
    path("panel/messages/<number:pk>/archive/", views.archive_message, name="archive_message"),
]
