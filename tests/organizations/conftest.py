"""What the tests of the bodies stand on."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.organizations.factories import Chain, chain


@pytest.fixture
def nation(db: None) -> Chain:
    """Two counties of one province and one of another, every body with its account."""
    return chain()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Opens the staff's site for an account whose second factor is taken as checked."""
    from asnaf.admin_site import StaffSite

    monkeypatch.setattr(
        StaffSite, "has_permission", lambda self, request: request.user.is_active and request.user.is_staff
    )

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.StaffBackend")
        return client

    return open_for
