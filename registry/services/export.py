"""The register as workbooks, in the shape it imports back; who took it out is in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Division, User
from backend.permissions import require
from registry.exports import error_workbook, officers_workbook, venues_workbook
from registry.models import Category, ImportRow, Officer, RosterImport
from registry.selectors.roster import officer_entries, venue_entries
from registry.selectors.venues import VenueFilter, venue_list


def venue_export(*, narrow: VenueFilter, actor: User, now: datetime) -> bytes:
    """The venues of a list as a workbook."""
    require(actor, "venue.export")
    rows = list(venue_list(actor=actor, narrow=narrow).order_by("code").values_list("uuid", "organ_id"))
    entries: dict[Any, tuple[str, Mapping[str, Any]]] = {}
    for organ in sorted({organ for _, organ in rows}):
        entries |= venue_entries(organ)
    listed = [dict(entries[uuid][1]) | {"code": entries[uuid][0]} for uuid, _ in rows]
    _recorded("venue.export", len(listed), actor, now)
    codes = {entry["township"] for entry in listed if entry["township"]}
    return venues_workbook(listed, townships=_townships(codes), categories=_categories())


def officer_export(*, actor: User, now: datetime) -> bytes:
    """The officers of the organ tree as a workbook, without recusals."""
    require(actor, "officer.export")
    organs = sorted(set(Officer.objects.within(actor).values_list("organ_id", flat=True)))
    listed = [entry for organ in organs for entry in officer_entries(organ).values()]
    _recorded("officer.export", len(listed), actor, now)
    codes = {code for entry in listed for code in entry["towns"] if code != "*"}
    return officers_workbook(listed, townships=_townships(codes), categories=_categories())


def import_errors(*, roster: RosterImport, actor: User) -> bytes:
    """The refused rows of an import with their reasons, to be corrected and sent in again."""
    rows = ImportRow.objects.within(actor).filter(roster=roster, verdict="refused").order_by("row_no")
    refused = [(row.row_no, row.raw, [why["message"] for why in row.reasons]) for row in rows]
    return error_workbook(roster.header.get("titles", []), refused)


def _recorded(verb: str, rows: int, actor: User, now: datetime) -> None:
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": verb})
    with transaction.atomic():
        record(
            organ=actor.organ, actor=actor, verb=verb, noun="register", noun_id=actor.uuid, now=now,
            data={"rows": rows},
        )  # fmt: skip


def _townships(codes: set[str]) -> dict[str, str]:
    rows = Division.objects.everywhere("reference").filter(code__in=codes)
    return dict(rows.values_list("code", "name"))


def _categories() -> dict[str, str]:
    return dict(Category.objects.everywhere("reference").values_list("code", "name_zh"))
