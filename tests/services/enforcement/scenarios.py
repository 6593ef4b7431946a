"""Whole cases as tables: one line an act, `(day, verb, values)`; who acts and what is usual is filled in.

A verb with a dot is of a side track (`seizure.ask`), `announce` prepares a publication, `publish` checks it.
Before its first line stands a lead, verified the day before; with every act the papers it calls for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from backend import clock
from backend.clock import BEIJING
from backend.models import Clock, User
from backend.permissions import may
from enforcement.domain.acts import FIELDS, Field
from enforcement.domain.tracks import BEGINNINGS
from enforcement.models import Case, CaseTrack
from enforcement.services.cases import (
    case_end,
    case_mark,
    case_publish,
    case_report,
    case_resume,
    case_suspend,
    publication_prepare,
    track_act,
    track_begin,
)
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.scenario_beginnings import law_make, lead_make, place_make, spot_make
from tests.services.enforcement.scenario_papers import papers_of_act
from tests.services.enforcement.scenario_words import KTV, OF_ACT

Line = tuple[str, str] | tuple[str, str, dict[str, Any]]
ITEMS = [{"name": "电脑主机", "model": "虚构牌 X1", "count": 2, "unit": "台", "note": "机身编号 07、08"}]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case from its lead on: `filed` what differs when it is filed, `ends` what is true at the end.

    `clocks`: rule → "due" or "due met", days as MM-DD of 2026 or whole; `counted`: class and sum in fen of
    the yearbook, None where it is no decision of a penalty. `lead`: what differs of the lead; `visited`: it
    was looked into by a visit whose record goes into the file; `simple`: that visit ends in a penalty there.
    """

    name: str
    acts: Sequence[Line]
    counted: tuple[str, int] | None = None
    state: str = "archived"
    outcome: str = "penalty"
    closing: str = "performed_general"
    publication: str = ""
    clocks: Mapping[str, str] = field(default_factory=dict)
    filed: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    lead: Mapping[str, Any] = field(default_factory=dict)
    on: str = "09-15"
    visited: bool = False
    simple: Mapping[str, Any] | None = None

    @property
    def public(self) -> str:
        """A penalty is published unless the table says otherwise."""
        return self.publication or ("published" if self.counted and self.state == "archived" else "")


def day_of(text: str) -> date:
    """09-15 is of 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def play(cast: Cast, one: Scenario) -> Case:
    """The lead, the case and its acts with their papers, each at ten on its day, a minute after the last."""
    law_make(cast)
    place = place_make(cast, **one.place)
    minute = 0
    with _at(str(day_of(one.on) - timedelta(days=1)), minute):
        lead = lead_make(cast, place, visited=one.visited, **one.lead)
    with _at(one.on, minute):
        if one.simple is not None:
            case = spot_make(cast, lead, one.simple)
        else:
            said = KTV["file"] if one.filed.get("violation") == "KTV-MINORS" else OF_ACT["file"]
            case = case_make(cast, **{**said, **one.filed, "lead": lead.uuid})
            papers_of_act(cast, case, "file")
    for act in one.acts:
        minute += 1
        with _at(act[0], minute):
            case = _act(cast, case, act[1], act[0], dict(act[2]) if len(act) == 3 else {})
            if act[1] != "archive":
                papers_of_act(cast, case, act[1])
    return case


def _at(day: str, minute: int) -> Any:
    on = day_of(day)
    return clock.at(datetime(on.year, on.month, on.day, 10, minute, tzinfo=BEIJING))


def _act(cast: Cast, case: Case, verb: str, day: str, values: dict[str, Any]) -> Case:
    now = clock.now()
    if "." in verb:
        _track(cast, case, verb, day_of(day), values)
    elif verb in ("withdraw", "transfer"):
        case_end(
            case_id=case.uuid, verb=f"case.{verb}", actor=cast.leader, now=now,
            **{"reason": "查明情况", **values},
        )  # fmt: skip
    elif verb == "announce":
        publication_prepare(
            case_id=case.uuid, actor=cast.inspector, now=now, **{"act": "publish", "reason": "依法", **values}
        )
    elif verb in _LEADER:
        _LEADER[verb](case_id=case.uuid, actor=cast.leader, now=now, **values)
    elif verb == "report":
        case_report(case_id=case.uuid, actor=cast.supervisor, now=now, **values)
    else:
        # nothing is explained away at the archive: what its list wants is there
        usual = {"gaps": {}} if verb == "archive" else OF_ACT.get(verb, {})
        usual = usual | (KTV.get(verb, {}) if case.violation_id == "KTV-MINORS" else {})
        return step(cast, case, verb, **{**usual, **values})
    case.refresh_from_db()
    return case


_LEADER: dict[str, Any] = {
    "publish": case_publish,
    "suspend": case_suspend,
    "resume": case_resume,
    "mark": case_mark,
}


def _track(cast: Cast, case: Case, verb: str, on: date, values: dict[str, Any]) -> None:
    kind = verb.partition(".")[0]
    said = {one.name: usual(one, on) for one in FIELDS[verb] if one.needed} | OF_ACT.get(verb, {}) | values
    people = (cast.inspector, cast.leader, cast.legal_reviewer, cast.supervisor)
    actor: User = next(person for person in people if may(person, verb))
    given: dict[str, Any] = {"verb": verb, "values": said, "actor": actor, "now": clock.now()}
    if verb in BEGINNINGS:
        track_begin(case_id=case.uuid, **given)
        return
    row = CaseTrack.objects.everywhere("guard").filter(case=case, kind=kind).latest("created_at")
    track_act(track_id=row.uuid, **given)


def usual(one: Field, on: date) -> Any:
    """What is written into a field where nothing else is said."""
    return {
        "day": on.isoformat(), "past": on.isoformat(), "tick": False, "items": ITEMS, "schedule": [],
        "instant": f"{on.isoformat()}T10:00", "count": 30, "choice": one.choices[0][0] if one.choices else "",
    }.get(one.kind, f"{one.zh}如实记载")  # fmt: skip


def clocks_told(case: Case, rules: Mapping[str, str]) -> dict[str, str]:
    """Of these rules the latest clock of the case or its tracks: due, and met."""
    nouns = [case.uuid, *case.tracks.values_list("uuid", flat=True)]
    rows = Clock.objects.everywhere("guard").filter(noun_id__in=nouns, rule__in=rules)
    told = {}
    for row in rows.order_by("starts_on", "created_at"):
        told[row.rule] = f"{_short(row.due_on)} {_short(row.done_on)}".strip()
    return told


def _short(on: date | None) -> str:
    if on is None:
        return ""
    return on.isoformat()[5:] if on.year == 2026 else on.isoformat()
