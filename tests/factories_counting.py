"""What the tests of counting need: checks of a day carried to a state, and targets and activities."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend import clock
from backend.clock import BEIJING
from backend.models import User
from backend.services.files import Announced, file_receive
from counting.models import Activity, Export, Site, Target
from counting.services.activities import activity_confirm, activity_enter, activity_prove
from counting.services.exports import export_request
from counting.services.sites import site_screen
from counting.services.targets import target_set
from inspections.models import Inspection
from inspections.services.publishing import inspection_publish
from inspections.services.reviewing import inspection_accept, inspection_return, inspection_settle
from registry.models import CheckItem, Venue
from scheduling.models import Visit
from scheduling.services.visits import visit_approve, visit_start
from tests.cast import Cast
from tests.factories_enforcement import team_make, venue_make
from tests.factories_inspections import Scene, body_of, clean_body, form_make, record_make
from tests.factories_scheduling import visit_make

CODES = {"done": ["1"], "closed": ["closed_at_visit"], "not_found": ["12"], "refused": ["8"], "remote": ["1"]}
VISITS = {
    "item": "21", "verbatim": "经营单位检查不少于480家次", "indicator": "venue_visits", "comparison": ">=",
    "value": 480, "unit": "家次", "window": "year",
}  # fmt: skip


def check_make(
    cast: Cast,
    on: date,
    state: str = "accepted",
    *,
    outcome: str = "done",
    codes: Sequence[str] = (),
    venue: Venue | None = None,
    finding: str = "",
    visit: Visit | None = None,
    **plan: Any,
) -> Inspection:
    """One visit of that day and its record, carried on to `state`; "excluded" = accepted as not counting.

    `finding` (any word) leaves something found at NET-02.
    """
    lin, song = team_make(cast)
    for item, violation in (("NET-01", "NET-CONDITIONS"), ("NET-02", "NET-MINORS")):
        CheckItem.objects.everywhere("loader").filter(code=item).update(violations=[violation])
    with clock.at(datetime(on.year, on.month, on.day, 9, 0, tzinfo=BEIJING)):
        form_make()
        if visit is None:
            place = venue or venue_make(cast, f"场所{on:%m%d}")
            values = {"planned_from": on, "planned_to": on + timedelta(days=20), **plan}
            visit = visit_make(place, [lin, song], cast.supervisor, **values)
            visit = visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now())
        if not visit.remote:
            now = clock.now()
            visit_start(
                visit_id=visit.uuid, started_at=now, scan_mode="before", scanned_at=now, reason="",
                actor=cast.inspector, now=now,
            )  # fmt: skip
        scene = Scene(cast.inspector, cast.colleague, visit.venue, lin, song, visit)
        body = body_of(scene, photos=0) if finding else clean_body(scene)
        body |= {"outcome": outcome, "result_codes": list(codes) or (["A"] if finding else CODES[outcome])}
        return check_carry(cast, record_make(scene, body), state)


def check_carry(cast: Cast, row: Inspection, state: str) -> Inspection:
    """From submitted to `state`, as supervisor and leader do."""
    if state == "submitted":
        return row
    if state == "returned":
        return inspection_return(
            inspection_id=row.uuid, reason="补充说明", actor=cast.supervisor, now=clock.now()
        )
    judged: dict[str, Any] = {"counts": state != "excluded", "reason": "已核实", "actor": cast.supervisor}
    faults = list(row.irregularities.filter(current=True))
    for fault in faults:
        inspection_settle(inspection_id=row.uuid, irregularity=fault.pk, now=clock.now(), **judged)
    assert faults or state != "excluded", "only an irregular record is settled not to count"
    row = inspection_accept(inspection_id=row.uuid, actor=cast.supervisor, now=clock.now())
    if state == "published":
        row = inspection_publish(inspection_id=row.uuid, actor=cast.leader, now=clock.now())
    return row


def target_make(cast: Cast, year: int = 2026, **values: Any) -> Target:
    """A target of the year's visits unless said otherwise."""
    return target_set(
        year=year, values={**VISITS, **values}, source="年度工作要点", actor=cast.supervisor, now=clock.now()
    )


def activity_make(cast: Cast, on: date = date(2026, 8, 19), **values: Any) -> Activity:
    """A training of the streets' people: held and shown by the supervisor, confirmed by the leader."""
    row = activity_held(cast, on, **values)
    activity_prove(
        activity_id=row.pk, files=[evidence_of(row, cast.supervisor)], actor=cast.supervisor, now=clock.now()
    )
    return activity_confirm(activity_id=row.pk, actor=cast.leader, now=clock.now())


def evidence_of(row: Activity, actor: User, *, stored: bool = True) -> Announced:
    """A photo that shows it, its bytes here or still to come."""
    data = b"\x89PNG\r\n\x1a\n" + row.pk.bytes
    told = Announced(uuid4(), "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/png")
    if stored:
        file_receive(
            file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256, owner=row.ref,
            actor=actor, now=clock.now(),
        )  # fmt: skip
    return told


def activity_held(cast: Cast, on: date = date(2026, 8, 19), **values: Any) -> Activity:
    """The same, held and not confirmed yet."""
    return activity_enter(
        **{
            "kind": "street_enforcement_training", "title": "街道综合执法培训", "on": on, "place": "会议室",
            "people": 45, "note": "", "actor": cast.supervisor, "now": clock.now(), **values,
        }
    )  # fmt: skip


def shot_of(row: Site, cast: Cast, *, stored: bool = True) -> Announced:
    """A photo of an acceptance, its bytes here or still to come."""
    uuid = uuid4()
    data = b"\x89PNG\r\n\x1a\n" + uuid.bytes
    told = Announced(uuid, "evidence", hashlib.sha256(data).hexdigest(), len(data), "image/png")
    if stored:
        file_receive(
            file_id=told.uuid, offset=0, data=data, total=len(data), sha256=told.sha256, owner=row.ref,
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    return told


def site_make(cast: Cast) -> Site:
    """A community that was screened."""
    return site_screen(
        kind="no_satellite_dish_communities", name="艾山街道虚构社区", place="艾山街道", why="多年无人安装",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip


def _target(cast: Cast) -> UUID:
    """One more target: a year sets each of its targets once, so the next goes to the next year."""
    return target_make(cast, 2026 + Target.objects.everywhere("guard").count()).uuid


def export_ask(cast: Cast, actor: User | None = None, **values: Any) -> Export:
    """An export of the cases' ledger, asked for by the supervisor."""
    wanted = {"kind": "ledger", "of": "cases", "format": "xlsx", "query": {}, **values}
    return export_request(actor=actor or cast.supervisor, now=clock.now(), **wanted)


OBJECTS: dict[str, Callable[[Cast], UUID]] = {
    "targets": _target,
    "sites": lambda cast: site_make(cast).uuid,
    "activities": lambda cast: activity_make(cast).uuid,
    "exports": lambda cast: export_ask(cast).uuid,
}
