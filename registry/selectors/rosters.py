"""Imports as they are shown: the list, one with its header, its rows."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.api import found
from backend.domain.states import open_verbs
from backend.models import User
from backend.permissions import may
from registry.domain.states import IMPORT_MOVES
from registry.models import ImportRow, RosterImport

VERBS = {RosterImport.Kind.VENUES: "venue.import", RosterImport.Kind.OFFICERS: "officer.import"}
BY_PERSON = ("roster_import.fix", "roster_import.confirm")
VERDICTS = ("new", "changed", "same", "refused")


def roster_import_list(*, actor: User, kind: str = "") -> QuerySet[RosterImport]:
    """The imports of the kinds this person may import."""
    kinds = [name for name, verb in VERBS.items() if may(actor, verb) and kind in ("", name)]
    rows = RosterImport.objects.within(actor).filter(kind__in=kinds)
    return rows.select_related("uploaded_by", "confirmed_by")


def roster_import_get(*, import_id: UUID, actor: User) -> RosterImport:
    """One of them."""
    row: RosterImport = found(roster_import_list(actor=actor).filter(uuid=import_id).first())
    return row


def roster_import_card(row: RosterImport) -> dict[str, Any]:
    """One import; `progress` of `total` rows, the counts are final from the preview on."""
    verbs = [verb for verb in open_verbs(IMPORT_MOVES, row.state) if verb in BY_PERSON]
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "state": row.state,
        "filename": row.filename,
        "sha256": row.sha256,
        "sheet": row.sheet,
        "uploaded_by": row.uploaded_by.name,
        "created_at": row.created_at,
        "total": row.total,
        "progress": row.progress,
        "counts": {verdict: row.counts.get(verdict, 0) for verdict in VERDICTS},
        "header": row.header or None,
        "problem": row.problem,
        "verdicts_digest": row.verdicts_digest,
        "confirmed_by": row.confirmed_by.name if row.confirmed_by else None,
        "done_at": row.done_at,
        "verbs": verbs,
    }


def import_row_list(*, roster: RosterImport, actor: User, verdict: str = "") -> QuerySet[ImportRow]:
    """The rows of an import, or those of one verdict."""
    rows = ImportRow.objects.within(actor).filter(roster=roster)
    return rows.filter(verdict=verdict) if verdict else rows


def import_row_card(row: ImportRow, roster: RosterImport) -> dict[str, Any]:
    """One row: what it says by field as text, its verdict, why, and what would change."""
    columns = roster.header.get("columns", [])
    cells = {c["field"]: row.raw[c["column"]] if c["column"] < len(row.raw) else "" for c in columns}
    return {
        "row_no": row.row_no,
        "verdict": row.verdict,
        "name": row.name,
        "code": row.code,
        "cells": cells,
        "values": row.values,
        "reasons": row.reasons,
        "changes": row.changes,
        "target": row.target,
        "fixed": sorted(roster.fixes.get(str(row.row_no), {})),
    }
