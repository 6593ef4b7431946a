"""Changing the catalogue: rows are judged, proposed, reviewed by a second person, and only then in effect."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.domain.catalogue import parse_catalogue
from registry.domain.catalogue.amending import LOOSE, Amended, Verdict, amended, kept, overlaid
from registry.domain.catalogue.plain import Plain, key_of
from registry.domain.catalogue.sheets import BY_TITLE, SHEETS, Given, blank, rows_of
from registry.domain.states import CATALOGUE_MOVES
from registry.exports import catalogue_workbook
from registry.imports import WorkbookError, workbook_read
from registry.models import CatalogueChange
from registry.services.catalogue import catalogue_load, catalogue_plain, overlong

_SECTIONS = frozenset(sheet.section for sheet in SHEETS)


def catalogue_export(*, actor: User, now: datetime) -> bytes:
    """The catalogue in use as a workbook that imports back as the same; who took it out is in the journal."""
    require(actor, "catalogue.edit")
    whole = catalogue_plain()
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "catalogue.edit"})
    with transaction.atomic():
        record(
            organ=actor.organ, actor=actor, verb="catalogue.export", noun="catalogue", noun_id=actor.uuid,
            now=now, data={"rows": sum(len(whole[sheet.section]) for sheet in SHEETS)},
        )  # fmt: skip
    return catalogue_workbook(whole)


def given_of_workbook(data: bytes, name: str) -> list[Given]:
    """The rows of a workbook's sheets; `file_unreadable` names every sheet and column that does not fit."""
    try:
        sheets = [sheet for sheet in workbook_read(data, name) if not sheet.hidden]
    except WorkbookError as error:
        raise DomainError("file_unreadable", {"why": error.message}) from error
    found: list[Given] = []
    wrong: list[str] = []
    known = [sheet for sheet in sheets if sheet.name in BY_TITLE]
    if not known:
        wrong.append(f"没有可用的工作表：{'、'.join(BY_TITLE)}")
    for sheet in known:
        rows, faults = rows_of(BY_TITLE[sheet.name], sheet.rows)
        found += rows
        wrong += [f"{sheet.name}：{fault}" for fault in faults]
    if wrong:
        raise DomainError("file_unreadable", {"why": "；".join(wrong)})
    return found


def given_of_rows(rows: Sequence[Mapping[str, Any]]) -> list[Given]:
    """Rows as the editor sends them: section and whole values, numbered from one."""
    unknown = sorted({one["section"] for one in rows} - _SECTIONS)
    if unknown:
        raise DomainError("invalid", {"fields": {"rows": [f"没有这个部分：{'、'.join(unknown)}"]}})
    return [Given(one["section"], n, dict(one["values"])) for n, one in enumerate(rows, start=1)]


def catalogue_row(*, section: str, code: str, actor: User) -> dict[str, Any]:
    """One row of the edition in use, whole, as the editor sends it back; without a code an empty one.

    A new row is not verified: that is a step of its own, with its source.
    """
    require(actor, "catalogue.edit")
    sheet = next(one for one in SHEETS if one.section == section)
    if not code:
        columns = [column._asdict() | {"fixed": column.field == "verified"} for column in sheet.columns]
        return {"section": section, "code": "", "values": blank(sheet), "columns": columns}
    found = next((row for row in catalogue_plain()[section] if key_of(row) == code), None)
    if found is None:
        raise DomainError("not_found")
    shut = kept(section, found, clock.today())
    columns = [
        column._asdict() | {"fixed": shut and column.field.partition(".")[0] not in LOOSE}
        for column in sheet.columns
    ]
    return {"section": section, "code": code, "values": found, "columns": columns}


def catalogue_check(*, given: Sequence[Given], actor: User) -> Amended:
    """Dry run: what each row would do; nothing is written."""
    require(actor, "catalogue.edit")
    return _judged(catalogue_plain(), given)


def catalogue_propose(
    *, given: Sequence[Given], note: str, actor: User, now: datetime, filename: str = ""
) -> CatalogueChange:
    """Propose rows for review; all or none. `catalogue_refused` counts the rows that stand against it."""
    require(actor, "catalogue.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "catalogue.edit"})
    judged = _judged(catalogue_plain(), given)
    refused = [one for one in judged.verdicts if one.verdict == "refused"]
    if refused:
        rows = [{"section": one.section, "code": one.code, "row": one.row} for one in refused[:50]]
        raise DomainError("catalogue_refused", {"n": len(refused), "rows": rows})
    if not judged.changes:
        raise DomainError("catalogue_same")
    with transaction.atomic():
        change = CatalogueChange.objects.create(
            organ=actor.organ, created_at=now, note=note, filename=filename[:300], rows=judged.changes,
            proposed_by=actor,
        )  # fmt: skip
        _line(change, "catalogue.edit", "", actor, now, note)
    return change


def catalogue_approve(*, change_id: UUID, actor: User, now: datetime) -> CatalogueChange:
    """Bring a proposed change into effect. Who proposed it does not review it; the rest changed meanwhile:
    `catalogue_moved`, and nothing is written.
    """
    require(actor, "catalogue.approve")
    with transaction.atomic():
        _one_at_a_time()
        change = _of_another(change_id, actor)
        whole = catalogue_plain()
        standing = {(section, key_of(row)): row for section, listed in whole.items() for row in listed}
        if any(standing.get((row["section"], row["code"])) != row["before"] for row in change.rows):
            raise DomainError("catalogue_moved")
        edition = parse_catalogue(overlaid(whole, change.rows))
        last = CatalogueChange.objects.everywhere("guard").aggregate(n=Max("effective_no"))["n"] or 0
        _decide(change, "catalogue.approve", actor, now, "", effective_no=last + 1)
        catalogue_load(edition=edition, now=now)
    return change


def catalogue_reject(*, change_id: UUID, reason: str, actor: User, now: datetime) -> CatalogueChange:
    """Send a proposed change back with its reason."""
    require(actor, "catalogue.reject")
    with transaction.atomic():
        change = _of_another(change_id, actor)
        return _decide(change, "catalogue.reject", actor, now, reason)


def catalogue_withdraw(*, change_id: UUID, actor: User, now: datetime) -> CatalogueChange:
    """Take one's own proposal back."""
    require(actor, "catalogue.withdraw")
    with transaction.atomic():
        change = lock(CatalogueChange, change_id, actor)
        if change.proposed_by_id != actor.uuid:
            raise DomainError("not_allowed", {"verb": "catalogue.withdraw"})
        return _decide(change, "catalogue.withdraw", actor, now, "")


def _judged(whole: Plain, given: Sequence[Given]) -> Amended:
    """The verdicts, with the rows their tables could not hold among the refused."""
    judged = amended(whole, given, clock.today())
    if judged.refused:
        return judged
    long = {(one["section"], one["code"]): overlong(one["section"], one["after"]) for one in judged.changes}
    verdicts = [
        Verdict(*one[:3], "refused", tuple(("", why) for why in long[one[:2]])) if long.get(one[:2]) else one
        for one in judged.verdicts
    ]
    return Amended(verdicts, judged.changes)


def _one_at_a_time() -> None:
    """Two approvals wait for each other: an edition is made of all changes before it."""
    rows = CatalogueChange.objects.everywhere("guard").order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk", flat=True))


def _of_another(change_id: UUID, actor: User) -> CatalogueChange:
    change = lock(CatalogueChange, change_id, actor)
    if change.proposed_by_id == actor.uuid:
        raise DomainError("own_record")
    return change


def _decide(
    change: CatalogueChange, verb: str, actor: User, now: datetime, reason: str, **values: Any
) -> CatalogueChange:
    before = change.state
    move(
        change, CATALOGUE_MOVES, verb, facts={"reason": reason},
        decided_by=actor, decided_at=now, reason=reason, **values,
    )  # fmt: skip
    _line(change, verb, before, actor, now, reason)
    return change


def _line(change: CatalogueChange, verb: str, before: str, actor: User, now: datetime, reason: str) -> None:
    data = {"rows": [f"{row['section']}/{row['code']}" for row in change.rows if row["code"].isascii()][:100],
            "count": len(change.rows)}  # fmt: skip
    record(
        organ=change.organ_id, actor=actor, verb=verb, noun="cataloguechange", noun_id=change.uuid, now=now,
        before=before, after=change.state, data=data, reason=reason,
    )  # fmt: skip
