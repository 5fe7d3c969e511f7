"""How Django finds an account: staff by password, citizens by a person whose code was just verified."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.models import User


class _Backend(BaseBackend):
    staff: bool

    def get_user(self, user_id: int) -> User | None:
        """The active account behind a session; one dismissed or moved is signed out at the next request."""
        accounts = User.objects.select_related("person")
        return accounts.filter(pk=user_id, is_active=True, is_staff=self.staff).first()


class StaffBackend(_Backend):
    """User name and password; the second factor is judged beside them (`services.staff_credentials`)."""

    staff = True

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **credentials: Any
    ) -> User | None:
        """The staff account with these credentials. An unknown name costs the same time as a wrong password."""
        if not username or not password:
            return None
        user = User.objects.filter(username=username, is_staff=True, is_active=True).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) else None


class CitizenBackend(_Backend):
    """Citizens are signed in by `accounts.services.sign_in` only; there are no credentials to check here."""

    staff = False
