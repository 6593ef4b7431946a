"""Reading a roster: the stored file with its fixes, judged against the register, one verdict per row."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import transaction

from backend import clock, storage
from backend.domain.states import next_state
from backend.journal import record
from registry.domain.importing import (
    OFFICER_COLUMNS,
    VENUE_COLUMNS,
    Cell,
    HeaderMissing,
    Preview,
    find_header,
    read_officers,
    read_venues,
    stored,
)
from registry.domain.states import IMPORT_MOVES
from registry.imports import Sheet, WorkbookError, workbook_read
from registry.models import ImportRow, RosterImport
from registry.selectors.roster import officer_entries, officer_ground, venue_entries, venue_ground
from registry.services.register import BATCH, register_rev
from registry.services.rosters.work import Superseded, beat, take

State = RosterImport.State
COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    RosterImport.Kind.VENUES: VENUE_COLUMNS,
    RosterImport.Kind.OFFICERS: OFFICER_COLUMNS,
}
NEEDED = {RosterImport.Kind.VENUES: ("name",), RosterImport.Kind.OFFICERS: ("name", "cert_no")}
SKIPPED_SHOWN = 100
_LINES = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE

Told = Callable[[int], None]


@dataclass(frozen=True)
class Judged:
    """The verdicts of one reading and the register they were judged against."""

    sheet: str
    preview: Preview
    rev: int
    targets: Mapping[str, UUID]

    def rows(self, roster: RosterImport) -> Iterable[ImportRow]:
        """The verdicts as rows; a new object gets its identity here, so that writing twice writes once."""
        for row in self.preview.rows:
            target = self.targets.get(row.code or "")
            if row.verdict == "new":
                target = uuid4()
            yield ImportRow(
                roster=roster,
                row_no=row.row,
                verdict=row.verdict,
                name=row.name[:200],
                base=row.base[:60],
                code=(row.code or "")[:60],
                values=stored(row.values),
                raw=list(row.raw),
                reasons=[{"field": f.field, "code": f.code, "message": f.message} for f in row.faults],
                changes=[
                    {"field": c.field, "before": stored(c.before), "after": stored(c.after)}
                    for c in row.changes
                ],
                target=target,
            )

    def digest(self) -> str:
        """SHA-256 over row number, verdict, object and values of every row, a JSON list a line."""
        whole = hashlib.sha256()
        for row in self.preview.rows:
            line = [row.row, row.verdict, row.code, row.values]
            whole.update(orjson.dumps(line, default=str, option=_LINES))
        return whole.hexdigest()

    def header(self) -> dict[str, Any]:
        """What was recognised above the rows, for the preview."""
        preview = self.preview
        titles = preview.title_row
        return {
            "row": preview.header_row,
            "titles": list(titles),
            "columns": [
                {"column": place, "field": field, "title": titles[place] if place < len(titles) else ""}
                for place, field in sorted(preview.columns.items())
            ],
            "unknown": list(preview.unknown),
            "skipped": len(preview.skipped),
            "skipped_rows": [{"row": row, "why": why} for row, why in preview.skipped[:SKIPPED_SHOWN]],
        }


def judge(roster: RosterImport, told: Told, *, today_of: datetime) -> Judged:
    """Read the file again and judge every row; WorkbookError or HeaderMissing when it is no roster."""
    rev = register_rev(roster.organ_id)
    sheet = _sheet(workbook_read(storage.get(roster.path), roster.filename), roster.kind)
    rows = fixed(sheet.rows, roster.kind, roster.fixes)
    today = clock.civil(today_of)
    if roster.kind == RosterImport.Kind.VENUES:
        venues = venue_entries(roster.organ_id)
        targets = {code: uuid for uuid, (code, _) in venues.items()}
        preview = read_venues(rows, venue_ground(roster.organ, venues, today), told)
    else:
        officers = officer_entries(roster.organ_id)
        targets = {entry["cert_no"]: uuid for uuid, entry in officers.items()}
        preview = read_officers(rows, officer_ground(roster.organ, officers), told)
    return Judged(sheet.name, preview, rev, targets)


def _sheet(sheets: Sequence[Sheet], kind: str) -> Sheet:
    """The first sheet with the header of this kind of roster, shown ones before hidden ones."""
    problem: HeaderMissing | None = None
    for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
        try:
            find_header(sheet.rows, COLUMNS[kind], NEEDED[RosterImport.Kind(kind)])
        except HeaderMissing as missing:
            problem = problem or missing
        else:
            return sheet
    raise problem or HeaderMissing("没有找到表头")


def fixed(rows: list[list[Cell]], kind: str, fixes: Mapping[str, Mapping[str, str]]) -> list[list[Cell]]:
    """The rows with the texts typed in the preview in place of their cells; a missing column is added."""
    if not fixes:
        return rows
    header = find_header(rows, COLUMNS[kind], NEEDED[RosterImport.Kind(kind)])
    place = {field: column for column, field in header.columns.items()}
    width = max(len(row) for row in rows)
    rows = [row + [None] * (width - len(row)) for row in rows]
    for field in sorted({field for texts in fixes.values() for field in texts} - place.keys()):
        place[field] = len(rows[0])
        for row in rows:
            row.append(None)
        rows[header.row - 1][-1] = COLUMNS[kind][field][0]
    for number, texts in fixes.items():
        for field, text in texts.items():
            rows[int(number) - 1][place[field]] = text or None
    return rows


def roster_import_read(*, import_id: UUID, now: datetime) -> None:
    """The task after an upload: read, judge, keep the verdicts. May run twice; a dead one is taken over."""
    worker = take(import_id, before=State.UPLOADED, during=State.READING, now=now)
    if worker is None:
        return
    roster = RosterImport.objects.everywhere("task").select_related("organ").get(uuid=import_id)
    try:
        judged = judge(roster, lambda read: beat(import_id, worker, read // 2), today_of=now)
    except (WorkbookError, HeaderMissing) as error:
        leave(roster, worker, "roster_import.fail", now, problem=str(error)[:400])
        return
    keep(roster, judged, worker, verb="roster_import.preview", now=now)


def leave(roster: RosterImport, worker: UUID, verb: str, now: datetime, **values: Any) -> None:
    """The worker's last act in one transaction with its line: the move `verb`, and the hold is given up."""
    after = next_state(IMPORT_MOVES, roster.state, verb)
    with transaction.atomic():
        held = RosterImport.objects.everywhere("task").filter(
            uuid=roster.uuid, worker=worker, state=roster.state
        )
        if not held.update(state=after, worker=None, beat_at=None, **values):
            raise Superseded(str(roster.uuid))
        record(
            organ=roster.organ_id, actor=None, verb=verb, noun="rosterimport", noun_id=roster.uuid, now=now,
            before=roster.state, after=after,
            data={"verdicts": roster.verdicts_digest, **roster.counts} | _summary(values),
        )  # fmt: skip


def _summary(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the chain keeps of a reading: the digest of its verdicts and how many of each."""
    summary = dict(values.get("counts", {}))
    if "verdicts_digest" in values:
        summary["verdicts"] = values["verdicts_digest"]
    return summary


def keep(
    roster: RosterImport, judged: Judged, worker: UUID, *, verb: str, now: datetime, problem: str = ""
) -> None:
    """Put the verdicts in place of earlier ones, in batches that others can watch; then it is a preview."""
    total = len(judged.preview.rows)
    half = total // 2
    RosterImport.objects.everywhere("task").filter(uuid=roster.uuid, worker=worker).update(total=total)
    ImportRow.objects.everywhere("task").filter(roster=roster).delete()
    batch: list[ImportRow] = []
    done = 0
    for row in judged.rows(roster):
        batch.append(row)
        if len(batch) == BATCH:
            done += _put(batch, roster, worker, half + done // 2)
            batch = []
    _put(batch, roster, worker, total)
    leave(
        roster, worker, verb, now,
        sheet=judged.sheet[:120], header=judged.header(), counts=judged.preview.counts(), progress=total,
        register_rev=judged.rev, verdicts_digest=judged.digest(), problem=problem,
    )  # fmt: skip


def _put(batch: Sequence[ImportRow], roster: RosterImport, worker: UUID, progress: int) -> int:
    with transaction.atomic():
        beat(roster.uuid, worker, progress)
        ImportRow.objects.bulk_create(batch)
    return len(batch)
