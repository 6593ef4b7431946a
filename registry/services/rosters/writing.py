"""Writing a confirmed roster: prepared in steps others can watch, then written whole or not at all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from registry.domain.importing import restored
from registry.domain.venues import venue_code
from registry.models import ImportRow, Officer, RosterImport, Venue
from registry.selectors.roster import officer_entries, venue_entries
from registry.services.register import (
    BATCH,
    categories_write,
    licences_write,
    officer_blank,
    officer_fill,
    officers_write,
    register_lock,
    register_rev,
    venue_blank,
    venue_fill,
    venues_write,
)
from registry.services.rosters.judging import Told, judge, keep, leave
from registry.services.rosters.work import beat, take

State = RosterImport.State
MOVED_ON = DomainError("import_moved_on").message()
TRIES = 3
_SUFFIX = re.compile(r"(.+)-\d{2}")


class _Moved(RuntimeError):
    """The register was written by somebody else between judging and writing."""


@dataclass
class Prepared:
    """Everything the one transaction will write."""

    venues: list[Venue] = field(default_factory=list)
    categories: dict[UUID, list[str]] = field(default_factory=dict)
    licences: dict[UUID, list[Mapping[str, Any]]] = field(default_factory=dict)
    officers: list[Officer] = field(default_factory=list)

    def write(self, today: date) -> None:
        """A fixed number of statements per thousand rows."""
        venues_write(self.venues)
        categories_write(self.categories, today)
        licences_write(self.licences, today)
        officers_write(self.officers)


def roster_import_write(*, import_id: UUID, now: datetime) -> None:
    """The task after a confirmation. May run twice, writes once; killed, it leaves the register as it was.

    What the supervisors saw is what is written: if the register moved on and a verdict is another now,
    nothing is written and the fresh verdicts await a new confirmation.
    """
    worker = take(import_id, before=State.CONFIRMING, during=State.CONFIRMING, now=now)
    if worker is None:
        return
    roster = (
        RosterImport.objects.everywhere("task").select_related("organ", "confirmed_by").get(uuid=import_id)
    )

    def told(done: int) -> None:
        beat(import_id, worker, min(done, roster.total))

    for _ in range(TRIES):
        if not _as_seen(roster, worker, now):
            return
        prepared = _prepare(roster, told, now)
        try:
            _commit(roster, worker, prepared, now)
        except _Moved:
            continue
        return
    raise _Moved(str(import_id))


def _as_seen(roster: RosterImport, worker: UUID, now: datetime) -> bool:
    """Whether the verdicts still are what was confirmed; if not, the import is a preview again."""
    if roster.verdicts_digest and roster.register_rev == register_rev(roster.organ_id):
        return True
    judged = judge(roster, lambda _: None, today_of=now)
    if judged.digest() != roster.verdicts_digest:
        keep(roster, judged, worker, verb="roster_import.return", now=now, problem=MOVED_ON)
        return False
    roster.register_rev = judged.rev
    return True


def _prepare(roster: RosterImport, told: Told, now: datetime) -> Prepared:
    """Build every row to write, outside of any transaction."""
    rows = (
        ImportRow.objects.everywhere("task")
        .filter(roster=roster, verdict__in=["new", "changed"])
        .order_by("row_no")
    )
    prepared = Prepared()
    add = _venues(roster, prepared, now) if roster.kind == "venues" else _officers(roster, prepared, now)
    for done, row in enumerate(rows.iterator(BATCH), start=1):
        add(row)
        if done % BATCH == 0:
            told(done)
    return prepared


def _venues(roster: RosterImport, prepared: Prepared, now: datetime) -> Callable[[ImportRow], None]:
    entries = venue_entries(roster.organ_id)
    kept = {row.uuid: row for row in Venue.objects.everywhere("task").filter(organ=roster.organ_id)}
    taken: dict[str, set[str]] = {}
    for code, _ in entries.values():
        taken.setdefault(code, set()).add(code)
        if suffixed := _SUFFIX.fullmatch(code):
            taken.setdefault(suffixed[1], set()).add(code)
    today = clock.civil(now)

    def add(row: ImportRow) -> None:
        if row.target is None:
            raise ValueError(f"row {row.row_no} names no venue")
        values = restored(row.values)
        venue = kept.get(row.target)
        before = entries[row.target][1] if venue else venue_blank()
        if venue is None:
            codes = taken.setdefault(row.base, set())
            venue = Venue(uuid=row.target, organ=roster.organ, created_at=now, registered_on=today)
            venue.code = venue_code(row.base, codes)
            codes.add(venue.code)
        entry = before | values
        venue_fill(venue, entry)
        status = entry.get("status", Venue.Status.OPEN)
        if status == Venue.Status.CANCELLED and venue.left_on is None:
            venue.left_on = today
        venue.status = status
        prepared.venues.append(venue)
        if entry["categories"] != before["categories"]:
            prepared.categories[venue.uuid] = entry["categories"]
        if entry["licences"] != before["licences"]:
            prepared.licences[venue.uuid] = entry["licences"]

    return add


def _officers(roster: RosterImport, prepared: Prepared, now: datetime) -> Callable[[ImportRow], None]:
    entries = officer_entries(roster.organ_id)
    kept = {row.uuid: row for row in Officer.objects.everywhere("task").filter(organ=roster.organ_id)}

    def add(row: ImportRow) -> None:
        if row.target is None:
            raise ValueError(f"row {row.row_no} names no officer")
        officer = kept.get(row.target) or Officer(uuid=row.target, organ=roster.organ, created_at=now)
        before = entries.get(row.target) or officer_blank(roster.organ.short_name)
        officer_fill(officer, before | restored(row.values))
        prepared.officers.append(officer)

    return add


def _commit(roster: RosterImport, worker: UUID, prepared: Prepared, now: datetime) -> None:
    """The one transaction: the register, the import's last state and the journal's line, or nothing."""
    with transaction.atomic():
        if register_lock(roster.organ_id).rev != roster.register_rev + 1:
            raise _Moved(str(roster.uuid))
        prepared.write(clock.civil(now))
        leave(roster, worker, "roster_import.write", now, progress=roster.total, done_at=now)
