"""Exports as they are shown, each to the person it was made for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.domain.errors import DomainError
from backend.models import File, User
from counting.models import Export


def export_list(actor: User, *, kind: str = "") -> QuerySet[Export]:
    """His own exports."""
    rows = Export.objects.within(actor).select_related("file", "requested_by")
    return rows.filter(kind=kind) if kind else rows


def export_cards(rows: Iterable[Export]) -> list[dict[str, Any]]:
    """No query beside."""
    return [export_card(row) for row in rows]


def export_card(row: Export) -> dict[str, Any]:
    """One of them."""
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "of": row.of,
        "format": row.format,
        "title": row.title,
        "state": row.state,
        "progress": row.progress,
        "rows": row.rows,
        "problem": row.problem,
        "size": row.file.size if row.file else 0,
        "by": row.requested_by.name,
        "created_at": row.created_at,
        "made_at": row.made_at,
    }


def export_get(export_id: UUID, actor: User) -> dict[str, Any]:
    """One of his, or `not_found`."""
    row = export_list(actor).filter(pk=export_id).first()
    if row is None:
        raise DomainError("not_found", {"export": str(export_id)})
    return export_card(row)


def export_file(export_id: UUID, actor: User) -> File:
    """Its bytes; `not_found` until they are made."""
    row = export_list(actor).filter(pk=export_id, file__isnull=False).first()
    if row is None or row.file is None:
        raise DomainError("not_found", {"export": str(export_id)})
    return row.file
