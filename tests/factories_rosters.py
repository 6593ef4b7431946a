"""Imports as a supervisor makes them, with the real followers run by the sweep."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from backend.tasks import sweep
from registry.models import ImportRow, RosterImport, Venue
from registry.services.rosters import roster_import_confirm, roster_import_upload
from tests.factories_registry import venue_make
from tests.workbooks import dirty_codes, dirty_workbook


def upload(actor: User, data: bytes, kind: str = "venues", name: str = "名录.xlsx") -> RosterImport:
    row = roster_import_upload(kind=kind, filename=name, data=data, actor=actor, now=clock.now())
    sweep()
    return fresh(row.uuid)


def confirm(row: RosterImport, actor: User) -> RosterImport:
    roster_import_confirm(import_id=row.uuid, actor=actor, now=clock.now())
    sweep()
    return fresh(row.uuid)


def fresh(import_id: UUID) -> RosterImport:
    return RosterImport.objects.everywhere("task").get(uuid=import_id)


def rows_of(row: RosterImport) -> list[ImportRow]:
    return list(ImportRow.objects.everywhere("task").filter(roster=row))


def verdicts(row: RosterImport) -> dict[int, str]:
    return {r.row_no: r.verdict for r in rows_of(row)}


def reasons(row: RosterImport) -> dict[int, list[tuple[str, str]]]:
    return {r.row_no: [(why["field"], why["code"]) for why in r.reasons] for r in rows_of(row) if r.reasons}


def venues(actor: User) -> list[tuple[Any, ...]]:
    rows = Venue.objects.within(actor).order_by("code")
    return list(rows.values_list("code", "name", "address", "township_id", "status", "phone", "uuid"))


def refusal(act: Callable[..., object], **values: Any) -> str:
    with pytest.raises(DomainError) as caught:
        act(now=clock.now(), **values)
    return caught.value.code


def dirty(supervisor: User) -> tuple[RosterImport, dict[str, str]]:
    codes = dirty_codes()
    venue_make(supervisor, name="已登记网吧", uscc=codes["registered"], address="艾山大街 5 号")
    return upload(supervisor, dirty_workbook(codes)), codes
