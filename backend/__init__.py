"""The ground every floor stands on: people, organs, journal, clocks, files, calendar, errors."""

from backend.celery import app as celery_app

__all__ = ["celery_app"]
