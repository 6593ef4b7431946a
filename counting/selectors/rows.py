"""The rows a number opens to, of every kind in one shape."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.clock import civil
from backend.models import User
from counting.domain.facts import COUNTED_STATES
from counting.models import Activity
from enforcement.domain.penalties import total_fen
from enforcement.models import Case, Guidance, Lead
from inspections.models import Hazard, Inspection, Rectification
from registry.models import Venue
from scheduling.models import Campaign, Outing, PlanRow, Visit

CHUNK = 500
Row = dict[str, Any]


def rows_shown(
    actor: User, kind: str, ids: Sequence[UUID], weights: Mapping[UUID, int] | None = None
) -> list[Row]:
    """Rows in the order given: what, when, how it stands, what it adds, where to open it.

    `ids` come from figures, which the actor's scope has narrowed: of a joint visit he sees visit and venue
    even where they belong to another organ. At most three queries for each 500 rows.
    """
    shown: dict[UUID, Row] = {}
    for start in range(0, len(ids), CHUNK):
        shown |= _SHOW[kind](actor, ids[start : start + CHUNK])
    return [shown[uuid] | {"value": (weights or {}).get(uuid, 1)} for uuid in ids]


def _row(
    uuid: UUID, noun: str, title: str, detail: str, on: date | None, state: str, sum_fen: int | None = None
) -> Row:
    return {
        "uuid": uuid, "noun": noun, "title": title, "detail": detail, "on": on, "state": state,
        "sum_fen": sum_fen,
    }  # fmt: skip


def _sum_fen(case: Case) -> int:
    """What a case adds to 罚没金额: nothing while it does not count."""
    return total_fen(case.fine_fen, case.confiscated_fen) if case.counts else 0


def _visits(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """A visit opens at its record: the one that counts, else the latest."""
    rows = Visit.objects.everywhere("guard").filter(uuid__in=ids).select_related("venue", "trigger")
    records: dict[UUID, tuple[UUID, str]] = {}
    made = Inspection.objects.within(actor).filter(visit__in=ids).exclude(state=Inspection.State.WITHDRAWN)
    for visit, uuid, state in made.order_by("submitted_at").values_list("visit_id", "uuid", "state"):
        if visit not in records or records[visit][1] not in COUNTED_STATES:
            records[visit] = (uuid, state)
    found = {}
    for row in rows:
        uuid, state = records.get(row.uuid, (row.uuid, row.state))
        noun = "inspection" if row.uuid in records else "visit"
        detail = f"{row.number} {row.trigger.name_zh}"
        found[row.uuid] = _row(uuid, noun, row.venue.name, detail, row.finished_on, state)
    return found


def _venues(_: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Venue.objects.everywhere("guard").filter(uuid__in=ids)
    return {v.uuid: _row(v.uuid, "venue", v.name, v.code, None, v.status) for v in rows}


def _cases(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Case.objects.within(actor).filter(uuid__in=ids)
    return {
        c.uuid: _row(
            c.uuid, "case", c.party_name, c.decision_number or c.number,
            c.decided_on or c.closed_on or c.filed_on, c.state, _sum_fen(c),
        )
        for c in rows
    }  # fmt: skip


def _filed_cases(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """By the day and the number they were filed under."""
    rows = Case.objects.within(actor).filter(uuid__in=ids)
    return {c.uuid: _row(c.uuid, "case", c.party_name, c.number, c.filed_on, c.state) for c in rows}


def _closed_cases(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """The same, each on the day it was closed and in the way it was."""
    rows = Case.objects.within(actor).filter(uuid__in=ids)
    return {
        c.uuid: _row(
            c.uuid, "case", c.party_name, c.decision_number or c.number, c.closed_on, c.state, _sum_fen(c)
        )
        for c in rows
    }


def _records(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Inspection.objects.within(actor).filter(uuid__in=ids).select_related("visit__venue")
    return {
        r.uuid: _row(r.uuid, "inspection", r.visit.venue.name, r.visit.number, r.finished_on, r.state)
        for r in rows
    }


def _outings(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Outing.objects.within(actor).filter(uuid__in=ids).prefetch_related("officers", "visits__venue")
    found = {}
    for outing in rows:
        made = [visit for visit in outing.visits.all() if visit.finished_on is not None]
        title = "、".join(visit.venue.name for visit in made[:3])
        people = [one for one in outing.officers.all() if one.struck_at is None]
        detail = f"{len(people)} 人，{len(made)} 家次"
        found[outing.uuid] = _row(outing.uuid, "outing", title, detail, outing.on, "")
    return found


def _plan_rows(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = PlanRow.objects.within(actor).filter(uuid__in=ids)
    return {r.uuid: _row(r.uuid, "plan_row", r.item, r.quota_verbatim, r.deadline_on, "") for r in rows}


def _activities(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Activity.objects.within(actor).filter(uuid__in=ids)
    return {a.uuid: _row(a.uuid, "activity", a.title, a.place, a.on, a.state) for a in rows}


def _orders(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Rectification.objects.within(actor).filter(uuid__in=ids).select_related("venue")
    return {
        r.uuid: _row(r.uuid, "rectification", r.venue.name, r.number, r.ordered_on, r.state) for r in rows
    }


def _campaigns(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Campaign.objects.within(actor).filter(uuid__in=ids)
    return {
        c.uuid: _row(c.uuid, "campaign", c.name, c.filing_no, c.ended_on or c.starts_on, c.state)
        for c in rows
    }


def _leads(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Lead.objects.within(actor).filter(uuid__in=ids).select_related("venue")
    return {
        one.uuid: _row(
            one.uuid, "lead", one.venue.name if one.venue else one.content[:40], one.number, one.received_on,
            one.state,
        )
        for one in rows
    }  # fmt: skip


def _hazards(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Hazard.objects.within(actor).filter(uuid__in=ids).select_related("venue")
    return {
        one.uuid: _row(
            one.uuid, "hazard", one.venue.name, f"{one.number} {one.description[:30]}", one.found_on,
            one.state,
        )
        for one in rows
    }  # fmt: skip


def _closed_hazards(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """By the day they were closed (销号)."""
    days = dict(Hazard.objects.within(actor).filter(uuid__in=ids).values_list("uuid", "closed_on"))
    return {uuid: row | {"on": days[uuid]} for uuid, row in _hazards(actor, ids).items()}


def _guidance(actor: User, ids: Sequence[UUID]) -> dict[UUID, Row]:
    rows = Guidance.objects.within(actor).filter(uuid__in=ids).select_related("venue")
    return {
        one.uuid: _row(
            one.uuid, "guidance", one.venue.name, f"{one.number} {one.reason[:30]}", civil(one.held_at),
            one.state,
        )
        for one in rows
    }  # fmt: skip


_SHOW: dict[str, Callable[[User, Sequence[UUID]], dict[UUID, Row]]] = {
    "visit": _visits,
    "venue": _venues,
    "case": _cases,
    "filed_case": _filed_cases,
    "closed_case": _closed_cases,
    "inspection": _records,
    "outing": _outings,
    "plan_row": _plan_rows,
    "activity": _activities,
    "rectification": _orders,
    "campaign": _campaigns,
    "lead": _leads,
    "hazard": _hazards,
    "closed_hazard": _closed_hazards,
    "guidance": _guidance,
}
