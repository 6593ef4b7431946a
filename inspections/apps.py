"""The inspections floor as a Django app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Label `inspections`."""

    name = "inspections"
    verbose_name = "检查记录"
    default_auto_field = "django.db.models.BigAutoField"
