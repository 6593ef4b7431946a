"""Performances from a workbook: a verdict for each row, then all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import require
from registry.domain.importing.performances import (
    LONGEST,
    PERFORMANCE_COLUMNS,
    PerformanceRow,
    twice,
)
from registry.domain.importing.verdicts import Change, Fault
from registry.models import Performance, Venue
from registry.selectors.performances import performance_list
from registry.selectors.venues import venues_named
from registry.services.performances import performance_edit, performance_enter

_LISTS = ("performers", "programme")
_WORDS = tuple(name for name in LONGEST if name != "venue")


@dataclass(slots=True)
class PerformanceVerdict:
    """What becomes of one row: refused, same (listed so, or so above in the file), changed, new."""

    row: PerformanceRow
    faults: list[Fault]
    verdict: str = "new"
    venue: Venue | None = None
    known: Performance | None = None
    same_row: int | None = None
    changes: list[Change] = field(default_factory=list)

    def card(self) -> dict[str, Any]:
        """As it is shown."""
        values, known = self.row.values, self.known
        return {
            "row": self.row.row,
            "verdict": self.verdict,
            "approval_no": values.get("approval_no", ""),
            "name": values.get("name", ""),
            "performance": {"uuid": known.uuid, "name": known.name} if known else None,
            "same_row": self.same_row,
            "changes": [
                {
                    "field": one.field, "title": PERFORMANCE_COLUMNS[one.field][0],
                    "before": _said(one.before), "after": _said(one.after),
                }
                for one in self.changes
            ],
            "faults": [
                {"field": one.field, "title": PERFORMANCE_COLUMNS[one.field][0], "message": one.message}
                for one in self.faults
            ],
        }  # fmt: skip


def _said(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, list):
        return "；".join(value)
    if isinstance(value, Venue):
        return value.name
    return value.isoformat() if isinstance(value, date) else str(value or "")


def performances_judge(
    rows: Sequence[PerformanceRow], *, actor: User, listed: QuerySet[Performance] | None = None
) -> list[PerformanceVerdict]:
    """A verdict for each row; nothing is written. Two queries for any number of rows.

    A row speaks of the performance of its own organ with its approval number; a cell left blank says nothing.
    """
    require(actor, "performance.import")
    numbers = [row.values.get("approval_no", "") for row in rows]
    standing = performance_list(actor) if listed is None else listed
    known = {one.approval_no: one for one in standing.filter(organ=actor.organ_id, approval_no__in=numbers)}
    venues = venues_named(actor, {row.values.get("venue", "") for row in rows})
    above = twice(rows)
    return [_judged(row, known, venues, above) for row in rows]


def _judged(
    row: PerformanceRow,
    known: Mapping[str, Performance],
    venues: Mapping[str, Venue],
    above: Mapping[int, tuple[int, bool]],
) -> PerformanceVerdict:
    one = PerformanceVerdict(row, list(row.faults), known=known.get(row.values.get("approval_no", "")))
    place = row.values.get("venue", "")
    one.venue = venues.get(place)
    if place and one.venue is None:
        message = f"名录里没有“{place}”，或者不止一家；请写对象编号"
        one.faults.append(Fault("venue", "unknown_word", message))
    one.same_row, alike = above.get(row.row, (None, True))
    if not alike:
        message = f"与第 {one.same_row} 行是同一个批准文号，内容却不同"
        one.faults.append(Fault("approval_no", "twice", message))
    if one.faults:
        one.verdict = "refused"
    elif one.same_row is not None:
        one.verdict = "same"
    elif one.known is not None:
        one.changes = _changes(one.known, row.values, one.venue)
        one.verdict = "changed" if one.changes else "same"
    return one


def _changes(listed: Performance, values: Mapping[str, Any], venue: Venue | None) -> list[Change]:
    """The fields a row names otherwise than they are listed."""
    said = dict(values) | ({"venue": venue} if venue else {})
    return [
        Change(name, getattr(listed, name), value)
        for name, value in said.items()
        if getattr(listed, name) != value
    ]


def performances_import(
    rows: Sequence[PerformanceRow], *, actor: User, now: datetime
) -> list[PerformanceVerdict]:
    """List every performance that is new, put right those that changed; those that stand so are left alone.

    One row refused refuses the file (`rows_refused`), and nothing is written.
    """
    with transaction.atomic():
        listed = performance_list(actor).order_by("pk").select_for_update(of=("self",))
        found = performances_judge(rows, actor=actor, listed=listed)
        refused = [one.row.row for one in found if one.verdict == "refused"]
        if refused:
            raise DomainError("rows_refused", {"n": len(refused), "rows": refused})
        for one in found:
            if one.verdict == "new":
                one.known = performance_enter(values=_whole(one), actor=actor, now=now)
            elif one.verdict == "changed" and one.known is not None:
                performance_edit(performance_id=one.known.pk, values=_whole(one), actor=actor, now=now)
    return found


def _whole(one: PerformanceVerdict) -> dict[str, Any]:
    """All values of a performance: what the row names, else what is listed, else nothing."""
    listed = one.known
    given: dict[str, Any] = {name: getattr(listed, name, "") for name in _WORDS}
    given |= {name: getattr(listed, name, []) for name in _LISTS}
    given |= {name: value for name, value in one.row.values.items() if name != "venue"}
    kept = listed.venue_id if listed is not None else None
    return given | {"venue": one.venue.pk if one.venue else kept}
