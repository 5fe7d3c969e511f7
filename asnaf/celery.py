"""The Celery app and the timetable. Tasks are entry points only: each calls a service of its app."""

from typing import Any

from celery import Celery, Task, states
from celery.schedules import crontab
from celery.signals import task_postrun, worker_init, worker_ready

from asnaf.start import load_settings

load_settings()
from core import metrics  # noqa: E402 it reads the settings, and bad ones end in a sentence

app = Celery("asnaf")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep waiting text messages": {"task": "messaging.sweep_sms", "schedule": 30.0},
    "wipe old codes and captchas": {"task": "accounts.clear_expired", "schedule": 1800.0},
    "watch the use of codes": {"task": "accounts.watch_codes", "schedule": 3600.0},
    "accept by silence": {"task": "licensing.accept_by_silence", "schedule": 60.0},
    "warn of silence": {"task": "licensing.warn_of_silence", "schedule": crontab(hour="8-20", minute=5)},
    "tell of moved terms": {"task": "licensing.tell_moved_terms", "schedule": 600.0},
    "lapse after three months": {"task": "licensing.lapse", "schedule": 300.0},
    "warn of lapse": {"task": "licensing.warn_of_lapse", "schedule": crontab(hour="8-20", minute=15)},
    "name unseen papers": {
        "task": "licensing.name_unseen_papers",
        "schedule": crontab(hour="8-20", minute=25),
    },
    "apply changes of the calendar": {"task": "deadlines.apply_changes", "schedule": 30.0},
    "reckon all deadlines again": {"task": "deadlines.recompute_all", "schedule": crontab(hour=2, minute=30)},
    "wipe old texts": {"task": "messaging.wipe_old_texts", "schedule": 3600.0},
    "draw up missing licence PDFs": {"task": "licensing.sweep_documents", "schedule": 60.0},
    "delete drafts nobody touches": {
        "task": "licensing.delete_old_drafts",
        "schedule": crontab(hour=9, minute=15),
    },
    "forget abandoned registrations": {
        "task": "guild_units.forget_old_drafts",
        "schedule": crontab(hour=3, minute=15),
    },
    "ask the licence register again": {
        "task": "guild_units.ask_register_again",
        "schedule": crontab(hour=4, minute=20),
    },
    "forget old scans": {"task": "guild_units.forget_old_scans", "schedule": crontab(hour=3, minute=45)},
    "deem inquiries positive": {"task": "licensing.deem_inquiries_positive", "schedule": 60.0},
    "remind the bodies": {"task": "licensing.remind_bodies", "schedule": crontab(hour="8-20", minute=35)},
    "look through held papers": {"task": "licensing.scan_papers", "schedule": 60.0},
    "look through held files of tickets": {"task": "support.scan_attachments", "schedule": 60.0},
    "look through held instructions": {"task": "messaging.scan_instructions", "schedule": 60.0},
    "look through held minutes": {"task": "organizations.scan_minutes", "schedule": 60.0},
    "remove files without a row": {"task": "core.check_files", "schedule": 600.0},
    "free the files of people who left": {
        "task": "licensing.free_left_files",
        "schedule": crontab(hour=0, minute=10),
    },
    "ask the post again": {"task": "licensing.sweep_postal_codes", "schedule": 60.0},
    "draw up missing letters": {"task": "licensing.sweep_letters", "schedule": 60.0},
    "draw up missing QR posters": {"task": "guild_units.sweep_posters", "schedule": 60.0},
    "worker is alive": {"task": "core.heartbeat", "schedule": 30.0},
}


@worker_init.connect
def answer_prometheus(**kwargs: Any) -> None:
    """A worker has no pages: its counters have a port of their own."""
    metrics.serve()


@task_postrun.connect
def count(task: Task[Any, Any], state: str, **kwargs: Any) -> None:
    """Every run of a task, and whether it broke."""
    metrics.TASKS.labels(task.name, "done" if state == states.SUCCESS else "failed").inc()


@worker_ready.connect
def say_hello(sender: Any, **kwargs: Any) -> None:
    """A worker that has just started is seen at once, not at the next beat."""
    app.send_task("core.heartbeat", ignore_result=True)
