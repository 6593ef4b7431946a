"""The ground as a Django app."""

from django.apps import AppConfig


class BackendConfig(AppConfig):
    """Label `backend`; connection pragmas for SQLite are set when it is ready."""

    name = "backend"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What Django asks before it migrates."""
        from backend import checks  # noqa: F401  registered by being read
