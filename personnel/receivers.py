"""Receivers of signals from the apps below."""

from typing import Any

from accounts.models import User
from guild_units.models import GuildUnit
from personnel import services
from registries.ports import InsuredPerson


def take_over_the_list(
    sender: Any, unit: GuildUnit, insured: list[InsuredPerson], by: User, **kwargs: Any
) -> None:
    """A unit was registered: the people of the list its owner confirmed are at work there."""
    if insured:
        services.take_over_list(unit, insured, by=by)
