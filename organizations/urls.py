"""Public addresses of unions and of what they publish."""

from django.urls import path

from organizations import views

urlpatterns = [
    path("unions/", views.unions, name="unions"),
    path("unions/<int:pk>/", views.union, name="union"),
    path("conditions/<int:pk>/", views.conditions, name="conditions"),
    path("conditions/<int:old>/to/<int:new>/", views.conditions_difference, name="conditions_difference"),
    path("conditions/general/<int:version>/", views.general_conditions, name="general_conditions"),
    path(
        "conditions/general/<int:old>/to/<int:new>/",
        views.general_conditions_difference,
        name="general_conditions_difference",
    ),
]
