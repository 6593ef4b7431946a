"""Acts on the side tracks of a case: begin one, carry it on; its clocks go with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.deadlines import due_before
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Clock, User
from backend.services.approvals import approval_ask, approval_decide
from backend.services.calendar import work_calendar
from backend.services.clocks import clock_resume, clock_start, clock_suspend, clocks_done
from backend.services.moves import move
from enforcement.domain.acts import FIELDS, read_fields, track_of
from enforcement.domain.penalties import total_fen
from enforcement.domain.periods import REMEDIES
from enforcement.domain.tracks import BEGINNINGS, OPEN_STATES, TRACKS
from enforcement.models import Case, CaseTrack
from enforcement.selectors.money import payment_over
from enforcement.services.cases.taking import case_take, clock_of, is_over, line, remedies_over
from enforcement.services.periods import period_again, period_start

HEARING_WORKDAYS = 7  # 行政处罚法 Art 64: told seven working days before
_APPROVED = ("preservation", "seizure", "instalments")
_ENDED_RULED = ("changed", "revoked", "unlawful")
_FALLEN = ("revoked", "unlawful")


def track_begin(
    *, case_id: UUID, verb: str, values: Mapping[str, Any], actor: User, now: datetime
) -> CaseTrack:
    """Begin a side track with its first act; `invalid` names the fields that are wrong."""
    if not Case.objects.within(actor).filter(uuid=case_id).exists():
        raise DomainError("not_found", {"case": str(case_id)})
    kind = _kind(verb)
    if verb != BEGINNINGS[kind]:
        raise DomainError("move_not_open", {"state": "", "verb": verb})
    today = clock.civil(now)
    read = _read(verb, values, today)
    with transaction.atomic():
        case = case_take(case_id, verb, actor)
        if case.state not in TRACKS[kind].begins_in:
            raise DomainError("move_not_open", {"state": case.state, "verb": verb})
        _not_before_the_case(case, read)
        state = next_state(TRACKS[kind].moves, "", verb, _facts(case, None, verb, read, today))
        row = CaseTrack.objects.create(
            organ_id=case.organ_id,
            created_at=now,
            case=case,
            kind=kind,
            state=state,
            values={verb: read},
            began_on=_day(read, today),
            ended_on=None if state in OPEN_STATES else today,
            opened_by=actor,
        )
        if kind in _APPROVED:
            row.approval = approval_ask(
                organ=case.organ_id,
                noun="casetrack",
                noun_id=row.uuid,
                act=kind,
                content={"case": str(case.uuid), "number": case.number},
                actor=actor,
                now=now,
            )
            row.save(update_fields=["approval"])
        _after(case, row, verb, read, actor, now)
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
    read = _read(verb, values, today)
    with transaction.atomic():
        case = case_take(found.case_id, verb, actor)  # the case's lock is the track's
        row = CaseTrack.objects.within(actor).select_related("approval").get(uuid=track_id)
        _not_before(read, row.began_on)
        before = row.state
        facts = _facts(case, row, verb, read, today)
        after = next_state(TRACKS[kind].moves, before, verb, facts)
        if verb.endswith((".approve", ".reject")) and row.approval is not None:
            approval_decide(
                approval=row.approval,
                approve="approved" if verb.endswith(".approve") else "rejected",
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
            values={**row.values, verb: read},
            ended_on=None if after in OPEN_STATES else _day(read, today),
        )
        _after(case, row, verb, read, actor, now)
        _told(case, row, verb, before, actor, now)
    return row


def _kind(verb: str) -> str:
    kind = track_of(verb)
    if not kind or verb not in FIELDS:
        raise DomainError("invalid", {"fields": {"verb": ["没有这一办理事项"]}})
    return kind


def _read(verb: str, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    read, wrong = read_fields(verb, values, today)
    if wrong:
        raise DomainError("invalid", {"fields": {f"values.{name}": why for name, why in wrong.items()}})
    return read


def _day(read: Mapping[str, Any], today: date) -> date:
    return date.fromisoformat(read["on"]) if read.get("on") else today


def _not_before_the_case(case: Case, read: Mapping[str, Any]) -> None:
    step = {"informed": case.informed_on, "served": case.served_on}.get(case.state) or case.filed_on
    _not_before(read, step)


def _not_before(read: Mapping[str, Any], first: date) -> None:
    if read.get("on") and date.fromisoformat(read["on"]) < first:
        why = f"日期不能早于上一步（{first.isoformat()}）"
        raise DomainError("invalid", {"fields": {"values.on": [why]}})


def _facts(
    case: Case, row: CaseTrack | None, verb: str, read: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """What the guards of the tables ask."""
    kind = track_of(verb)
    facts: dict[str, Any] = dict(read)
    if row is None:
        facts["open"] = case.tracks.filter(kind=kind, state__in=OPEN_STATES).exists()
        facts["hearing_right"] = bool(case.hearing_reasons)
        facts["total_fen"] = total_fen(case.fine_fen, case.confiscated_fen)
        facts["scheduled_fen"] = sum(part["fen"] for part in read.get("schedule") or [])
        facts["payment_over"] = payment_over(case, today)
        return facts
    if verb in ("preservation.dispose", "seizure.lift", "seizure.extend"):
        running = clock_of_track(row)
        facts["late"] = running is not None and not running.provisional and _day(read, today) > running.due_on
    if verb == "hearing.notify":
        told_by = due_before(date.fromisoformat(read["hearing_on"]), HEARING_WORKDAYS, work_calendar()).on
        facts["too_soon"] = today > told_by
    if verb == "urging.apply":
        facts["urged_over"] = is_over(clock_of_track(row), today)
        facts["remedies_over"] = remedies_over(case, today)
        asked_by = clock_of(case, "court_application")
        facts["late"] = is_over(asked_by, _day(read, today))
    return facts


def clock_of_track(row: CaseTrack) -> Clock | None:
    """Its latest clock."""
    rows = Clock.objects.everywhere("guard").filter(noun="casetrack", noun_id=row.uuid)
    return rows.order_by("-created_at", "-length").first()


def _after(
    case: Case, row: CaseTrack, verb: str, read: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """The clocks an act starts, stops or ends."""
    day = _day(read, clock.civil(now))
    if verb in ("preservation.approve", "seizure.approve", "urging.send"):
        period_start(rule=row.kind, of=row, on=day, actor=actor, now=now)
    elif verb.endswith((".receive", ".conclude")):
        _disputed(case, verb, read, day, actor, now)
    elif verb == "seizure.extend":
        first = clock_of_track(row)
        began = first.starts_on if first else row.began_on
        clocks_done(noun="casetrack", noun_id=row.uuid, rule="seizure", on=day)
        period_start(rule="seizure_extended", of=row, on=began, actor=actor, now=now)
    elif verb in ("preservation.dispose", "seizure.lift", "urging.apply", "urging.end"):
        for rule in ("preservation", "seizure", "seizure_extended", "urging"):
            clocks_done(noun="casetrack", noun_id=row.uuid, rule=rule, on=day)
        if verb == "urging.apply":
            clocks_done(noun="case", noun_id=case.uuid, rule="court_application", on=day)
    elif verb == "sampling.take":
        _pause_seizures(case, day, actor, now)
    elif verb == "sampling.result":
        _resume_seizures(case, day, actor, now)
    elif verb == "hearing.request":
        clocks_done(noun="case", noun_id=case.uuid, rule="hearing_request", on=day)
    elif verb == "instalments.approve":
        _move_payment(case, row, actor, now)


def _disputed(case: Case, verb: str, read: Mapping[str, Any], day: date, actor: User, now: datetime) -> None:
    """Review or litigation: the remedies' clocks end; a decision that stands may be enforced later."""
    if verb.endswith(".receive"):
        for rule in (*REMEDIES, "court_application"):
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=day)
        return
    if case.published_on and read["result"] in _ENDED_RULED:
        period_start(rule="publication_withdrawal", of=case, on=day, actor=actor, now=now)
    if read["result"] in _FALLEN or case.state != Case.State.SERVED:
        return
    suit = None
    if verb == "review.conclude":
        suit = period_again(rule="suit_after_review", of=case, on=day, actor=actor, now=now)
    if total_fen(case.fine_fen, case.confiscated_fen):
        period_again(rule="court_application", of=case, on=day, actor=actor, now=now, follows=suit)


def _seizure_clocks(case: Case) -> list[Clock]:
    tracks = case.tracks.filter(kind="seizure").values_list("uuid", flat=True)
    return list(
        Clock.objects.everywhere("guard").filter(
            noun="casetrack", noun_id__in=list(tracks), done_on__isnull=True
        )
    )


def _pause_seizures(case: Case, day: date, actor: User, now: datetime) -> None:
    """行政强制法 Art 25: days of identification are not days of the seizure."""
    for running in _seizure_clocks(case):
        if day > running.starts_on and not running.suspensions.filter(ends_on__isnull=True).exists():
            basis = "检测、检验、检疫或者鉴定期间（行政强制法第二十五条）"
            clock_suspend(clock=running, starts_on=day, ends_on=None, basis=basis, actor=actor, now=now)


def _resume_seizures(case: Case, day: date, actor: User, now: datetime) -> None:
    if case.tracks.filter(kind="sampling", state="taken").exists():
        return
    for running in _seizure_clocks(case):
        if running.suspensions.filter(ends_on__isnull=True, starts_on__lte=day).exists():
            clock_resume(clock=running, ends_on=day, actor=actor, now=now)


def _move_payment(case: Case, row: CaseTrack, actor: User, now: datetime) -> None:
    """The last instalment's day takes the place of the fifteenth; each row's day stands in the schedule."""
    today = clock.civil(now)
    last = date.fromisoformat(row.values["instalments.ask"]["schedule"][-1]["on"])
    clocks_done(noun="case", noun_id=case.uuid, rule="case_payment", on=today)
    if last > today:
        clock_start(
            organ=case.organ_id,
            rule="case_instalments",
            noun="case",
            noun_id=case.uuid,
            start_event="批准延期、分期缴纳",
            starts_on=today,
            length=(last - today).days,
            unit="natural_days",
            basis="行政处罚法第六十六条",
            actor=actor,
            now=now,
        )


def _told(case: Case, row: CaseTrack, verb: str, before: str, actor: User, now: datetime) -> None:
    """One journal line of the case; words and names stay in the row."""
    data = {"track": str(row.uuid), "from": before, "to": row.state}
    line(case, verb, case.state, actor, now, data=data)
