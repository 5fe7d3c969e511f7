"""Requests whose user is known by type: what stands behind a door of the portal."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of a person who is signed in, behind Django's `login_required`."""

    user: User


class CitizenRequest(SignedInRequest):
    """A request of a citizen, as `citizen_required` hands it on."""


class StaffRequest(SignedInRequest):
    """A request of a colleague, as the desk hands it on: its site lets nobody else through."""
