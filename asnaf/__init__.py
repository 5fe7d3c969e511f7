"""The project: settings, addresses, the Celery app and the pages that gather several apps."""

from asnaf.celery import app as celery_app

__all__ = ["celery_app"]
