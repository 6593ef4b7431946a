"""The enforcement floor as a Django app."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """Label `enforcement`."""

    name = "enforcement"
    verbose_name = "整改与案件"
    default_auto_field = "django.db.models.BigAutoField"
