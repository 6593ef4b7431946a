"""The Celery application: the database row is the truth, a task is the nudge."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.base")

app = Celery("wenxun")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
