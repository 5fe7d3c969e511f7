"""Requests typed by who may send them, so that `request.user` is a `User`."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of a person who is signed in, behind Django's `login_required`."""

    user: User


class CitizenRequest(SignedInRequest):
    """A request of a citizen, as `citizen_required` hands it on."""


class StaffRequest(SignedInRequest):
    """A request of staff, behind the guard of the staff site."""
