"""Acts on the side tracks of a case: begin one, carry it on; its clocks go with it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Clock, User
from backend.services.approvals import approval_ask, approval_decide
from backend.services.calendar import work_calendar
from backend.services.clocks import clock_over
from backend.services.moves import move
from enforcement.domain.acts import FIELDS, read_fields, track_of
from enforcement.domain.hearings import told_by
from enforcement.domain.irregular import EARLY
from enforcement.domain.tracks import ASKING, BEGINNINGS, GRANTING, OPEN_STATES, REFUSING, TRACKS, with_act
from enforcement.models import Case, CaseNotice, CaseTrack
from enforcement.selectors.hearings import asked_late
from enforcement.selectors.money import fallen, payment_over, total_of
from enforcement.selectors.notices import notice_to_serve
from enforcement.services.cases.settling import irregular
from enforcement.services.cases.taking import case_take, clock_of, is_over, line, remedies_over
from enforcement.services.cases.track_clocks import (
    SEIZURES,
    clock_of_track,
    clocks_go_with,
    day_of,
    instant_of,
)

# act → the clock that says whether it is late
_IN_TIME: dict[str, tuple[str, ...]] = {
    "preservation.dispose": ("preservation",),
    "seizure.approve": ("seizure_report",),
    "seizure.reject": ("seizure_report",),
    "seizure.lift": SEIZURES,
    "seizure.prolong": ("seizure",),
    "seizure.extend": ("seizure",),
    "referral.approve": ("referral_approval",),
    "referral.reject": ("referral_approval",),
    "referral.hand_over": ("referral_hand_over",),
    "referral.object": ("referral_objection",),
    "referral.deliver": ("referral_delivery",),
    "review.answer": ("review_answer", "review_answer_simple"),
    "litigation.plead": ("litigation_answer",),
}


def track_begin(
    *, case_id: UUID, verb: str, values: Mapping[str, Any], actor: User, now: datetime
) -> CaseTrack:
    """Begin a side track with its first act; `invalid` names the fields that are wrong."""
    if not Case.objects.within(actor).filter(uuid=case_id).exists():
        raise DomainError("not_found", {"case": str(case_id)})
    kind = _kind(verb)
    if verb not in BEGINNINGS:
        raise DomainError("move_not_open", {"state": "", "verb": verb})
    today = clock.civil(now)
    read = _read(verb, values, now)
    with transaction.atomic():
        case = case_take(case_id, verb, actor)
        if case.state not in TRACKS[kind].begins_in:
            raise DomainError("move_not_open", {"state": case.state, "verb": verb})
        _not_before_the_case(case, verb, read)
        state = next_state(TRACKS[kind].moves, "", verb, _facts(case, None, verb, read, today, now))
        row = CaseTrack.objects.create(
            organ_id=case.organ_id,
            created_at=now,
            case=case,
            kind=kind,
            state=state,
            values={verb: read},
            began_on=day_of(read, today),
            ended_on=None if state in OPEN_STATES else today,
            notice=_announced(case, kind),
            opened_by=actor,
        )
        _asked(case, row, verb, actor, now)
        clocks_go_with(case, row, verb, read, actor, now)
        _told(case, row, verb, "", actor, now)
    return row


def track_act(
    *, track_id: UUID, verb: str, values: Mapping[str, Any], actor: User, now: datetime
) -> CaseTrack:
    """The next act of a side track."""
    found = CaseTrack.objects.within(actor).filter(uuid=track_id).first()
    if found is None:
        raise DomainError("not_found", {"track": str(track_id)})
    kind = _kind(verb)
    if found.kind != kind:
        raise DomainError("move_not_open", {"state": found.state, "verb": verb})
    today = clock.civil(now)
    read = _read(verb, values, now)
    with transaction.atomic():
        case = case_take(found.case_id, verb, actor)  # the case's lock is the track's
        row = CaseTrack.objects.within(actor).select_related("approval").get(uuid=track_id)
        _not_before(read, row.began_on)
        if verb == "instalments.approve":
            _plan_is_ahead(row, today)
        before = row.state
        facts = _facts(case, row, verb, read, today, now)
        after = next_state(TRACKS[kind].moves, before, verb, facts)
        if verb in GRANTING | REFUSING and row.approval is not None:
            approval_decide(
                approval=row.approval,
                approve="approved" if verb in GRANTING else "rejected",
                verb=verb,
                actor=actor,
                now=now,
                reason=read.get("reason") or read.get("note") or "",
            )
        move(
            row,
            TRACKS[kind].moves,
            verb,
            facts=facts,
            values=with_act(row.values, verb, read),
            ended_on=None if after in OPEN_STATES else day_of(read, today),
        )
        _asked(case, row, verb, actor, now)
        clocks_go_with(case, row, verb, read, actor, now)
        early = bool(facts.get("too_early"))
        if early:  # a record of what was done: it stands, and a supervisor settles it
            irregular(case, EARLY)
        _told(case, row, verb, before, actor, now, **({"irregular": [EARLY]} if early else {}))
    return row


def _kind(verb: str) -> str:
    kind = track_of(verb)
    if not kind or verb not in FIELDS:
        raise DomainError("invalid", {"fields": {"verb": ["没有这一办理事项"]}})
    return kind


def _read(verb: str, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    minute = now.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    read, wrong = read_fields(verb, values, clock.civil(now), minute)
    if wrong:
        raise DomainError("invalid", {"fields": {f"values.{name}": why for name, why in wrong.items()}})
    return read


def _moment(running: Clock, read: Mapping[str, Any], now: datetime) -> datetime:
    """When it was done: its instant or now; of a period in days the day it was told of."""
    if read.get("on") and running.due_at is None:
        return datetime.combine(date.fromisoformat(read["on"]), time(), BEIJING)
    return instant_of(read, now)


def _asked(case: Case, row: CaseTrack, verb: str, actor: User, now: datetime) -> None:
    """An act that asks for the leader's decision puts it before him; the track keeps its latest request."""
    if verb not in ASKING:
        return
    row.approval = approval_ask(
        organ=case.organ_id,
        noun="casetrack",
        noun_id=row.uuid,
        act=row.kind if verb != "seizure.prolong" else "seizure_extension",
        content={"case": str(case.uuid), "number": case.number},
        actor=actor,
        now=now,
    )
    row.save(update_fields=["approval"])


def _announced(case: Case, kind: str) -> CaseNotice | None:
    """The notice an announcement serves; None: it serves the decision."""
    return notice_to_serve(case) if kind == "announcement" else None


def _not_before_the_case(case: Case, verb: str, read: Mapping[str, Any]) -> None:
    notice = notice_to_serve(case)
    if track_of(verb) == "announcement" and notice is not None:
        _not_before(read, notice.drawn_on)
        return
    steps = {"informed": case.informed_on, "decided": case.decided_on, "served": case.served_on}
    step = steps.get(case.state) or case.filed_on
    _not_before(read, step)


def _not_before(read: Mapping[str, Any], first: date) -> None:
    if (read.get("on") or read.get("at")) and day_of(read, first) < first:
        why = f"日期不能早于上一步（{first.isoformat()}）"
        name = "values.on" if read.get("on") else "values.at"
        raise DomainError("invalid", {"fields": {name: [why]}})


def _plan_is_ahead(row: CaseTrack, today: date) -> None:
    """A plan that waited until one of its days had passed is asked for anew."""
    first = row.values["instalments.ask"]["schedule"][0]["on"]
    if first < today.isoformat():
        why = f"计划的首期（{first}）已过，不能批准，应当重新提出计划"
        raise DomainError("invalid", {"fields": {"values.note": [why]}})


def _facts(
    case: Case, row: CaseTrack | None, verb: str, read: Mapping[str, Any], today: date, now: datetime
) -> dict[str, Any]:
    """What the guards of the tables ask."""
    kind = track_of(verb)
    facts: dict[str, Any] = dict(read)
    if row is None:
        facts["open"] = case.tracks.filter(kind=kind, state__in=OPEN_STATES).exists()
        facts["unserved"] = case.state == Case.State.DECIDED or notice_to_serve(case) is not None
        facts["hearing_right"] = bool(case.hearing_reasons)
        facts["total_fen"] = total_of(case)
        facts["scheduled_fen"] = sum(part["fen"] for part in read.get("schedule") or [])
        facts["payment_over"] = payment_over(case, day_of(read, today))
        facts["fallen"] = fallen(case)
        return facts
    facts["case_past"] = case.state not in TRACKS[kind].begins_in
    if verb in _IN_TIME:
        running = clock_of_track(row, *_IN_TIME[verb])
        facts["late"] = running is not None and clock_over(running, _moment(running, read, now))
    if verb == "announcement.lapse":
        facts["announced_over"] = is_over(clock_of_track(row), today)
    if verb == "hearing.notify":
        last = told_by(date.fromisoformat(read["hearing_on"]), work_calendar())
        facts["too_soon"] = date.fromisoformat(read["on"]) > last
    if verb == "hearing.hold":
        told = row.values.get("hearing.notify")
        facts["too_early"] = told is not None and read["on"] < told["hearing_on"]
    if verb == "hearing.refuse":
        facts["asked_late"] = asked_late(row)
    if verb == "urging.apply":
        day = day_of(read, today)  # of the act, not of its record
        facts["urged_over"] = is_over(clock_of_track(row), day)
        facts["remedies_over"] = remedies_over(case, day)
        facts["late"] = is_over(clock_of(case, "court_application"), day)
        facts["fallen"] = fallen(case)
    return facts


def _told(
    case: Case, row: CaseTrack, verb: str, before: str, actor: User, now: datetime, **more: Any
) -> None:
    """One journal line of the case; words and names stay in the row."""
    data = {"track": str(row.uuid), "from": before, "to": row.state} | more
    line(case, verb, case.state, actor, now, data=data)
