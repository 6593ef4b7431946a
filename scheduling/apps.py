"""The scheduling floor as a Django app."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """Label `scheduling`."""

    name = "scheduling"
    verbose_name = "计划、抽取、任务"
    default_auto_field = "django.db.models.BigAutoField"
