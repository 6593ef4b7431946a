"""The clocks an act of a side track starts, stops and ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend import clock
from backend.clock import BEIJING
from backend.models import Clock, User
from backend.services.clocks import (
    clock_reckoning,
    clock_resume,
    clock_start,
    clock_suspend,
    clocks_done,
    clocks_recompute,
)
from enforcement.domain.disputes import FALLEN, UNTRUE, effect_of
from enforcement.domain.periods import ANSWERS, REMEDIES
from enforcement.models import Case, CaseTrack
from enforcement.selectors.disputes import case_effect
from enforcement.selectors.money import fallen, owed_fen, total_of
from enforcement.services.cases.publishing import untrue_in_public
from enforcement.services.cases.taking import DECISION, clock_of
from enforcement.services.periods import period_again, period_start

SEIZURES = ("seizure", "seizure_extended")
_OF_PAYMENT = ("case_payment", "case_instalments", "court_application")
PARKED = "移送公安机关审查期间（行政处罚法第八条，移送规定第八条，待核实）"
# acts that start the period called like their track
_HELD = ("preservation.approve", "urging.send")
# act → (the period it meets, the one it starts)
_NEXT: dict[str, tuple[str, str]] = {
    "referral.propose": ("", "referral_approval"),
    "referral.approve": ("referral_approval", "referral_hand_over"),
    "referral.reject": ("referral_approval", ""),
    "referral.hand_over": ("referral_hand_over", "referral_answer"),
    "referral.accept": ("referral_answer", "referral_delivery"),
    "referral.decline": ("referral_answer", "referral_objection"),
    "referral.object": ("referral_objection", "referral_answer"),
    "referral.deliver": ("referral_delivery", ""),
    "announcement.lapse": ("announcement", ""),
    "announcement.withdraw": ("announcement", ""),
    "seizure.reject": ("seizure_report", ""),
}


@dataclass(frozen=True, slots=True)
class _Done:
    """An act that was done: on which track, what was told, on which day, by whom and when."""

    case: Case
    row: CaseTrack
    read: Mapping[str, Any]
    day: date
    actor: User
    now: datetime


def day_of(read: Mapping[str, Any], today: date) -> date:
    """The day of an act: as it was told, by day or instant, or today."""
    told = read.get("on") or str(read.get("at") or "")[:10]
    return date.fromisoformat(told) if told else today


def instant_of(read: Mapping[str, Any], now: datetime) -> datetime:
    """The minute of an act: as it was told, in Beijing's time, or now."""
    told = datetime.fromisoformat(read["at"]).replace(tzinfo=BEIJING) if read.get("at") else now
    return told.replace(second=0, microsecond=0)


def clock_of_track(row: CaseTrack, *rules: str) -> Clock | None:
    """Its latest clock, of these rules where any are named."""
    rows = Clock.objects.everywhere("guard").filter(noun="casetrack", noun_id=row.uuid)
    rows = rows.filter(rule__in=rules) if rules else rows
    return rows.order_by("-created_at", "-length").first()


def clocks_go_with(
    case: Case, row: CaseTrack, verb: str, read: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """The clocks an act starts, stops or ends."""
    day = day_of(read, clock.civil(now))
    if verb in _HELD:
        period_start(rule=row.kind, of=row, on=day, actor=actor, now=now)
    elif verb in _NEXT:
        _next(row, verb, read, day, actor, now)
    elif verb.endswith((".receive", ".conclude")):
        _disputed(case, row, verb, read, day, actor, now)
    elif verb in ("review.answer", "litigation.plead"):
        _done(row, day, *ANSWERS)
    elif verb in ("preservation.dispose", "seizure.lift", "urging.apply", "urging.end"):
        _done(row, day, "preservation", *SEIZURES, "urging")
        if verb == "urging.apply":
            clocks_done(noun="case", noun_id=case.uuid, rule="court_application", on=day)
    elif verb == "hearing.request":
        clocks_done(noun="case", noun_id=case.uuid, rule="hearing_request", on=day)
    if verb in _BESIDE:
        _BESIDE[verb](_Done(case, row, read, day, actor, now))


def _done(row: CaseTrack, day: date, *rules: str) -> None:
    for rule in rules:
        clocks_done(noun="casetrack", noun_id=row.uuid, rule=rule, on=day)


def _next(row: CaseTrack, verb: str, read: Mapping[str, Any], day: date, actor: User, now: datetime) -> None:
    met, begun = _NEXT[verb]
    if met:
        _done(row, day, met)
    if begun:
        at = instant_of(read, now)
        again = Clock.objects.everywhere("guard").filter(noun="casetrack", noun_id=row.uuid, rule=begun)
        started = period_start(rule=begun, of=row, on=day, at=at, actor=actor, now=now)
        again.filter(pk=started.pk).update(done_on=None)  # the police answer twice on one day


def _announced(done: _Done) -> None:
    """The announcement is the act of service: what remains is to wait, in the version of that day."""
    period_start(rule="announcement", of=done.row, on=done.day, actor=done.actor, now=done.now)
    if done.case.state == Case.State.DECIDED:
        clocks_done(noun="case", noun_id=done.case.uuid, rule="case_service", on=done.day)


def _not_announced(done: _Done) -> None:
    """The party was found after all: service of the decision is owed again."""
    if done.row.notice_id is None and done.case.state == Case.State.DECIDED:
        owed = Clock.objects.everywhere("guard").filter(
            noun="case", noun_id=done.case.uuid, rule="case_service"
        )
        owed.update(done_on=None)


def _sealed_at_once(done: _Done) -> None:
    """行政强制法 Art 19, 25: the day it was done starts the seizure, its minute the report."""
    at = instant_of(done.read, done.now)
    period_start(rule="seizure_report", of=done.row, on=done.day, at=at, actor=done.actor, now=done.now)
    period_start(rule="seizure", of=done.row, on=done.day, actor=done.actor, now=done.now)
    _pause_if_identified(done)


def _sealed(done: _Done) -> None:
    _done(done.row, done.day, "seizure_report")
    if "seizure.act" not in done.row.values:
        period_start(rule="seizure", of=done.row, on=done.day, actor=done.actor, now=done.now)
        _pause_if_identified(done)


def _prolonged(done: _Done) -> None:
    """The longer period runs from the same day; days of identification are left out of it as well."""
    first = clock_of_track(done.row, "seizure")
    began = first.starts_on if first else done.row.began_on
    _done(done.row, done.day, "seizure")
    more = done.row.values["seizure.prolong"]["days"]
    longer = period_start(
        rule="seizure_extended",
        of=done.row,
        on=began,
        actor=done.actor,
        now=done.now,
        length=(first.length if first else 30) + more,
    )
    for still in first.suspensions.order_by("starts_on") if first else ():
        clock_suspend(
            clock=longer, starts_on=still.starts_on, ends_on=still.ends_on, basis=still.basis,
            actor=done.actor, now=done.now,
        )  # fmt: skip


def _parked(done: _Done) -> None:
    """While the police look at it the case is parked: its ninety days stand still."""
    running = clock_of(done.case, DECISION)
    if running is None or running.done_on or running.suspensions.filter(ends_on__isnull=True).exists():
        return
    clock_suspend(
        clock=running, starts_on=done.day, ends_on=None, basis=PARKED, actor=done.actor, now=done.now
    )


def _taken_back(done: _Done) -> None:
    """Returned by the police (移送规定 Art 10): the day before is the last that is not counted."""
    running = clock_of(done.case, DECISION)
    paused = running.suspensions.filter(ends_on__isnull=True, basis=PARKED).first() if running else None
    if running is not None and paused is not None:
        last = max(done.day - timedelta(days=1), paused.starts_on)
        clock_resume(clock=running, ends_on=last, actor=done.actor, now=done.now)


def _disputed(
    case: Case, row: CaseTrack, verb: str, read: Mapping[str, Any], day: date, actor: User, now: datetime
) -> None:
    """Review or litigation: the remedies' clocks end; a decision that stands may be enforced later."""
    if verb.endswith(".receive"):
        for rule in (*REMEDIES, "court_application"):
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=day)
        period_start(rule=_answer_rule(row.kind, read), of=row, on=_copied(read, day), actor=actor, now=now)
        return
    _done(row, day, *ANSWERS)
    became = effect_of(read["result"])
    if became in UNTRUE:
        untrue_in_public(case, day, actor, now)
    taken_back = verb == "review.conclude" and read["result"] == "withdrawn"
    suit = _sue_as_before(case) if taken_back else None
    gone = case_effect(case) in FALLEN
    for rule in _OF_PAYMENT if gone or not total_of(case) else ():
        clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=day)
    if gone or case.state != Case.State.SERVED:
        return
    if verb == "review.conclude" and not taken_back:
        suit = period_again(rule="suit_after_review", of=case, on=day, actor=actor, now=now)
    if total_of(case):
        _paid_again(case)
        period_again(rule="court_application", of=case, on=day, actor=actor, now=now, follows=suit)
    if suit is not None and suit.provisional:  # its calendar may have come out while it was closed
        clocks_recompute(now=now)


def _sue_as_before(case: Case) -> Clock | None:
    """A review that was taken back decided nothing: the time to sue runs on as it did, unless it was used."""
    if case.tracks.filter(kind="litigation").exists():
        return None
    suit = clock_of(case, "suit_after_review") or clock_of(case, "litigation_request")
    if suit is not None:
        suit.done_on = None
        suit.save(update_fields=["done_on"])
    return suit


def _paid_again(case: Case) -> None:
    """A decision that fell stands again by a later word: its day of payment is owed again."""
    last = clock_of(case, "case_instalments") or clock_of(case, "case_payment")
    if last is not None and last.done_on is not None and owed_fen(case, "penalty") > 0:
        last.done_on = None
        last.save(update_fields=["done_on"])


def _answer_rule(kind: str, read: Mapping[str, Any]) -> str:
    """行政复议法 Art 48, 54: the simplified procedure has the shorter time."""
    simple = "_simple" if kind == "review" and read["procedure"] == "simple" else ""
    return f"{kind}_answer{simple}"


def _copied(read: Mapping[str, Any], day: date) -> date:
    """The day the copy came; where it was not told the acceptance, which is the earlier one."""
    return date.fromisoformat(read["copy_on"]) if read["copy_on"] else day


def _seizure_clocks(case: Case) -> list[Clock]:
    tracks = case.tracks.filter(kind="seizure").values_list("uuid", flat=True)
    rows = Clock.objects.everywhere("guard").filter(noun="casetrack", noun_id__in=list(tracks))
    return list(rows.filter(rule__in=SEIZURES, done_on__isnull=True))


def _pause_seizures(done: _Done) -> None:
    """行政强制法 Art 25: days of identification, begun before it too, are not days of the seizure."""
    for running in _seizure_clocks(done.case):
        first = max(done.day, running.starts_on)
        still = running.suspensions.filter(ends_on__isnull=True).exists()
        over = clock_reckoning(running, first).on < first  # what is over is not revived
        if not still and not over:
            basis = "检测、检验、检疫或者鉴定期间（行政强制法第二十五条）"
            clock_suspend(
                clock=running, starts_on=first, ends_on=None, basis=basis, actor=done.actor, now=done.now
            )


def _pause_if_identified(done: _Done) -> None:
    """What is seized while things are being identified stands still from its first day."""
    if _being_identified(done.case):
        _pause_seizures(done)


def _being_identified(case: Case) -> bool:
    return case.tracks.filter(kind="sampling", state="taken").exists()


def _resume_seizures(done: _Done) -> None:
    if _being_identified(done.case):
        return
    for running in _seizure_clocks(done.case):
        still = running.suspensions.filter(ends_on__isnull=True).first()
        if still is not None:  # found before it was seized: its first day
            last = max(done.day, still.starts_on)
            clock_resume(clock=running, ends_on=last, actor=done.actor, now=done.now)


def _move_payment(done: _Done) -> None:
    """The last instalment's day takes the place of the fifteenth; each row's day stands in the schedule."""
    today = clock.civil(done.now)
    last = date.fromisoformat(done.row.values["instalments.ask"]["schedule"][-1]["on"])
    for rule in ("case_payment", "case_instalments"):
        clocks_done(noun="case", noun_id=done.case.uuid, rule=rule, on=today)
    if last > today and not fallen(done.case):
        begun = clock_start(
            organ=done.case.organ_id,
            rule="case_instalments",
            noun="case",
            noun_id=done.case.uuid,
            start_event="批准延期、分期缴纳",
            starts_on=today,
            length=(last - today).days,
            unit="natural_days",
            basis="行政处罚法第六十六条",
            actor=done.actor,
            now=done.now,
        )
        if begun.done_on is not None:  # another plan was approved on this very day
            _another_end(begun, (last - today).days, today)


def _another_end(row: Clock, length: int, today: date) -> None:
    row.length, row.done_on = length, None
    reckoned = clock_reckoning(row, today)
    row.due_on, row.needs_years = reckoned.on, list(reckoned.needs_years)
    row.provisional = bool(row.needs_years)
    row.save(update_fields=["length", "done_on", "due_on", "needs_years", "provisional"])


_BESIDE = {
    "announcement.post": _announced,
    "announcement.withdraw": _not_announced,
    "seizure.act": _sealed_at_once,
    "seizure.approve": _sealed,
    "seizure.extend": _prolonged,
    "referral.hand_over": _parked,
    "referral.object": _parked,
    "referral.decline": _taken_back,
    "sampling.take": _pause_seizures,
    "sampling.result": _resume_seizures,
    "instalments.approve": _move_payment,
}
