"""Timed entry points of guild units."""

from celery import shared_task

from guild_units.services import drafts


@shared_task(name="guild_units.forget_old_drafts", time_limit=120)
def forget_old_drafts() -> None:
    """Remove what registrations abandoned for ninety days hold."""
    drafts.forget_old_drafts()
