"""Public addresses of unions and of what they publish."""

from django.urls import path

from organizations.proposals import pages as suggestions
from organizations.unions import pages as public

urlpatterns = [
    path("unions/", public.unions, name="unions"),
    path("unions/<number:pk>/", public.union, name="union"),
    path("conditions/<number:pk>/", public.conditions, name="conditions"),
    path(
        "conditions/<number:old>/to/<number:new>/", public.conditions_difference, name="conditions_difference"
    ),
    path("conditions/general/<number:version>/", public.general_conditions, name="general_conditions"),
    path(
        "conditions/general/<number:old>/to/<number:new>/",
        public.general_conditions_difference,
        name="general_conditions_difference",
    ),
    path("suggestions/new/", suggestions.suggest_category, name="suggest_category"),
    path("suggestions/sent/", suggestions.suggestion_sent, name="suggestion_sent"),
    path("suggestions/track/", suggestions.track_suggestion, name="track_suggestion"),
    path("suggestions/status/", suggestions.suggestion_status, name="suggestion_status"),
    path("panel/suggestions/", suggestions.my_suggestions, name="my_suggestions"),
    path("panel/suggestions/<number:pk>/", suggestions.my_suggestion, name="my_suggestion"),
]
