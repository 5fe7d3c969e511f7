"""Scheduled and background tasks of guild units."""

from celery import shared_task

from guild_units.services import drafts, posters, scans, verifying


@shared_task(name="guild_units.draw_up_poster", time_limit=60, soft_time_limit=45)
def draw_up_poster(code_id: int) -> None:
    """Draw the poster of one QR code."""
    posters.draw_up_poster(code_id)


@shared_task(name="guild_units.sweep_posters", time_limit=120)
def sweep_posters() -> None:
    """Draw the posters that were missed."""
    posters.sweep_posters()


@shared_task(name="guild_units.ask_register_again", time_limit=3600, soft_time_limit=3540)
def ask_register_again() -> None:
    """Bring what the licence register told of units up to date."""
    verifying.ask_again()


@shared_task(name="guild_units.forget_old_drafts", time_limit=120)
def forget_old_drafts() -> None:
    """Remove what registrations abandoned for ninety days hold."""
    drafts.forget_old_drafts()


@shared_task(name="guild_units.forget_old_scans", time_limit=600, soft_time_limit=570)
def forget_old_scans() -> None:
    """Remove the notes of scans older than a year."""
    scans.forget_old_scans()
