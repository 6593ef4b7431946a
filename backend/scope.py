"""Scope: no query leaves the house before somebody said for whom or why.

`Model.objects` raises `ScopeMissing` until narrowed by `.within(actor)` or `.everywhere(reason)`. The base
manager (`_base_manager`) stays plain, and relations of a row already in hand are as narrow as that row.
Scope = the row's organ lies in the actor's organ tree: organ codes carry the division code, so the tree is
the range `lo <= organ_id < hi` (GB/T 2260).
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.db import models

if TYPE_CHECKING:
    from backend.models import User

inside_admin: ContextVar[bool] = ContextVar("inside_admin", default=False)

# Why a query may look everywhere. A test lists every use in the code and compares it with docs/scope.md.
Reason = Literal["task", "loader", "published", "sign-in", "reference", "administration", "guard", "receipt"]
REASONS: frozenset[str] = frozenset(
    {"task", "loader", "published", "sign-in", "reference", "administration", "guard", "receipt"}
)


class ScopeMissing(RuntimeError):
    """A query was asked of a manager that nobody narrowed: a bug, never a refusal."""


M = TypeVar("M", bound=models.Model)


class ScopedManager(models.Manager[M]):
    """The default manager of every model of the house."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Plain rows for relations of a row in hand; ScopeMissing for everybody else."""
        if getattr(self, "instance", None) is not None or _inside_admin():
            return super().get_queryset()
        raise ScopeMissing(f"{self.model.__name__}.objects: say .within(actor) or .everywhere(reason)")

    def within(self, actor: "User") -> models.QuerySet[M]:
        """The rows this person may see."""
        rows = super().get_queryset()
        scope = getattr(self.model, "scope_of", None)
        if scope is None:
            raise ScopeMissing(f"{self.model.__name__} has no scope_of(actor)")
        return rows.filter(scope(actor))

    def everywhere(self, reason: Reason) -> models.QuerySet[M]:
        """All rows, with the reason said."""
        if reason not in REASONS:
            raise ScopeMissing(f"unknown reason {reason!r}")
        return super().get_queryset()

    # Writing needs no narrowing: the service has checked the actor, and a row names its organ itself.
    def create(self, **values: Any) -> M:
        """Insert one row."""
        return super().get_queryset().create(**values)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        """Insert many rows."""
        return super().get_queryset().bulk_create(*args, **kwargs)


def organ_range(actor: "User", field: str = "organ") -> models.Q:
    """Rows whose `field` organ lies in the actor's tree; nothing for a person without organ."""
    organ = actor.organ
    if organ is None:
        return models.Q(pk__in=[])
    return models.Q(**{f"{field}_id__gte": organ.lo, f"{field}_id__lt": organ.hi})


def _inside_admin() -> bool:
    """Whether an administrators' form is being answered (backend/admin.py sets it for one request)."""
    return inside_admin.get()
