"""The papers of a visit: of the visit itself and of its records, in the order they were made."""

from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import Document, User
from backend.selectors.documents import document_cards
from inspections.models import Inspection
from scheduling.selectors.visits import visit_get


def visit_papers(visit_id: UUID, actor: User) -> list[dict[str, Any]]:
    """Each in its latest version; not_found for a visit this person does not see."""
    if visit_get(visit_id, actor) is None:
        raise DomainError("not_found", {"visit": str(visit_id)})
    records = list(Inspection.objects.within(actor).filter(visit=visit_id).values_list("pk", flat=True))
    rows = Document.objects.within(actor).filter(
        noun__in=("visit", "inspection"), noun_id__in=[visit_id, *records], replaced_by__isnull=True
    )
    return document_cards(rows.select_related("requested_by", "file", "copy", "public_file"), actor)
