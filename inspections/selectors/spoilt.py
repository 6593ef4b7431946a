"""Bodies that could not be read, for the supervisor to see what an officer sent."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length, Substr

from backend.models import User
from inspections.models import SpoiltPayload

PREVIEW_BYTES = 4000


def spoilt_list(actor: User) -> QuerySet[SpoiltPayload]:
    """Those sent from the actor's organ tree, each with its length and its beginning."""
    rows = SpoiltPayload.objects.within(actor).select_related("sent_by").defer("body")
    return rows.annotate(size=Length("body"), head=Substr("body", 1, PREVIEW_BYTES))


def spoilt_card(row: Any) -> dict[str, Any]:
    """One body with its beginning as text."""
    return {
        "id": row.pk,
        "inspection": row.inspection_id,
        "problem": row.problem,
        "sent_by": row.sent_by.name,
        "sent_at": row.sent_at,
        "size": row.size,
        "digest": row.digest,
        "preview": bytes(row.head).decode(errors="replace"),
    }
