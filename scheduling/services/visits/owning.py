"""Whose visit it is: an organ that takes part sees it and goes along, the organ that leads decides."""

from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from backend.services.moves import lock
from scheduling.models import Visit
from scheduling.selectors.joint import leads


def own_visit(visit_id: UUID, actor: User, verb: str) -> Visit:
    """The visit, locked; `not_allowed` for people of an organ that only takes part."""
    row = lock(Visit, visit_id, actor)
    if not leads(row, actor):
        raise DomainError("not_allowed", {"verb": verb})
    return row
