"""Nobody reviews or publishes what he recorded himself (录审分离)."""

from backend.domain.errors import DomainError
from backend.models import User
from inspections.models import Inspection
from inspections.selectors.inspections import makers


def check_not_own(row: Inspection, actor: User) -> None:
    """Refuse with `own_record` to decide on one's own record."""
    if actor.pk in makers(row):
        raise DomainError("own_record")
