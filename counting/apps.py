"""The counting floor as a Django app."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    """Label `counting`."""

    name = "counting"
    verbose_name = "目标与统计"
    default_auto_field = "django.db.models.BigAutoField"
