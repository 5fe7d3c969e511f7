from django.urls import path

from messaging import views

urlpatterns = [
    path("panel/messages/", views.inbox, name="inbox"),
    path("panel/messages/list.csv", views.inbox_file, name="inbox_file"),
    path("panel/messages/<int:pk>/message.txt", views.message_file, name="message_file"),
    path("panel/messages/<int:pk>/", views.message, name="message"),
    path("panel/messages/<int:pk>/archive/", views.archive_message, name="archive_message"),
]
