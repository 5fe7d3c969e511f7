"""Database sessions that know their user, so that people can list and end them.

Sessions stay in the database alone: signing in must outlive Redis, and `cached_db` does not.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from core.jalali import tehran_today

SEEN_KEY = "seen"
STARTED_KEY = "started"
AGENT_KEY = "agent"
RIGHTS_KEY = "rights"


def rights_of(user: Any) -> str:
    """What a session of staff remembers of its owner's roles. Changes with every role granted or withdrawn, and with
    the day in Tehran: roles begin and end with a day, so no clock has to watch them."""
    return f"{user.rights_version}:{tehran_today().isoformat()}"


class SessionStore(DatabaseStore):
    """Django's database store with the user and last sight written beside the data."""

    @classmethod
    def get_model_class(cls) -> Any:
        return apps.get_model("accounts", "Session")

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        user_id = data.get(SESSION_KEY)
        row.user_id = int(user_id) if user_id else None
        row.last_seen_at = timezone.now()
        if data.get(STARTED_KEY):
            row.created_at = datetime.fromtimestamp(data[STARTED_KEY], tz=timezone.get_current_timezone())
        row.agent = str(data.get(AGENT_KEY, ""))[:120]
        return row
