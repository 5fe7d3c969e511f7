"""Receivers of signals from the apps below."""

from functools import partial
from typing import Any

from django.db import transaction

from accounts.models import Person
from core.searched import follow_names
from support.models import Ticket


def follow_new_name(sender: Any, person: Person, **kwargs: Any) -> None:
    """Update the search text of a person's tickets when their name changes."""
    mine = Ticket.objects.filter(author=person).select_related("author")
    transaction.on_commit(partial(follow_names, mine), robust=True)
