"""The decision (决定): penalty, no penalty, not established, or transfer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.models import User
from backend.services.clocks import clock_reckoning, clocks_done
from backend.services.moves import move
from backend.services.numbers import number_take
from enforcement.domain.discussions import Weighed, discussed
from enforcement.domain.irregular import EARLY
from enforcement.domain.leniency import Shown
from enforcement.domain.penalties import band, beyond, heaviest, within_band, within_step
from enforcement.domain.states import CASE
from enforcement.domain.tracks import OPEN_STATES, REFERRED
from enforcement.models import Case
from enforcement.selectors.leniency import Pointed, lacks_for_leniency, lean
from enforcement.selectors.weighing import (
    barred_now,
    basis_of,
    discussed_because,
    has_stated,
    steps_of,
)
from enforcement.services.cases.hearing import raised, told_of_another
from enforcement.services.cases.taking import DECISION, WINDOW, case_take, clock_of, is_over, line
from enforcement.services.periods import period_start
from registry.models import LegalBasis
from scheduling.services.marks import mark_set


def case_decide(
    *,
    case_id: UUID,
    outcome: str,
    actor: User,
    now: datetime,
    basis: str = "",
    classes: list[str] | None = None,
    fine_fen: int = 0,
    confiscated_fen: int = 0,
    amount_fen: int | None = None,
    step: str = "",
    text: str = "",
    band_reason: str = "",
    late_reason: str = "",
    ground: str = "",
    correction: str = "",
    education: str = "",
    ground_reason: str = "",
    pointed: Pointed | None = None,
) -> Case:
    """The decision, dated today. Sums in fen; `amount_fen` is the illegal income or turnover where the law
    fines by a multiple of it; `step` the step of the adopted discretion standard. A penalty takes the next
    decision number.

    Guards: V20 basis in force on the day of the act, V21 outside band or classes only with reason, V27
    window, V28 hearing, V29 discussion, V30 not above the notice, V31 after the 90 days only with reason, V22
    no penalty only on its ground (`ground`, `ground_reason`) with correction and education proven by what is
    `pointed` at.
    """
    today = clock.civil(now)
    named = list(dict.fromkeys(classes or []))
    with transaction.atomic():
        case = case_take(case_id, "case.decide", actor)
        law = basis_of(case, basis)
        lenient = {
            "ground": ground, "correction": correction, "education": education,
            "ground_reason": ground_reason,
        }  # fmt: skip
        spared = outcome == Case.Outcome.NO_PENALTY
        shown, leaned = lean(case, pointed or Pointed()) if spared else (Shown(), {})
        facts = {
            "outcome": outcome,
            "classes": named,
            "fine_fen": fine_fen,
            "confiscated_fen": confiscated_fen,
            "statement_over": is_over(clock_of(case, WINDOW), today),
            "statement_waived": case.statement_waived,
            "basis_in_force": law is not None,
            "other_basis": told_of_another(case, law),
            "within_band": law is not None
            and law_within(law, named, fine_fen, amount_fen)
            and within_step(fine_fen, steps_of(case, law, amount_fen), step),
            "band_reason": band_reason,
            "stated": has_stated(case),
            "raised": raised(case, named, fine_fen, confiscated_fen),
            "late_reason": late_reason,
            **_time(case, today),
            "referred": case.tracks.filter(kind="referral", state__in=REFERRED).exists(),
            **_heard(case, named, fine_fen, confiscated_fen, today),
            "barred": barred_now(case),
            "leniency_missing": lacks_for_leniency(case, lenient, pointed or Pointed(), shown)
            if spared
            else [],
        }
        before = case.state
        penal = outcome == Case.Outcome.PENALTY
        number, seq = ("", 0)
        if penal:
            number, seq = number_take(organ=case.organ, kind="decision", year=today.year)
        move(
            case,
            CASE,
            "case.decide",
            facts=facts,
            decided_on=today,
            decided_by=actor,
            outcome=outcome,
            decision_number=number,
            basis=law if penal else None,
            amount_fen=amount_fen,
            discretion_step=step if penal else "",
            band_reason=band_reason,
            late_reason=late_reason,
            penalty_classes=named,
            heaviest=heaviest(named),
            fine_fen=fine_fen,
            confiscated_fen=confiscated_fen,
            decision_text=text,
            **(lenient | {"leaned": leaned} if spared else {}),
        )
        _clocks(case, today, actor, now)
        if penal:
            mark_set(venue=case.venue_id, kind="penalty", cause=case.ref, on=today)
        data = {
            "outcome": outcome, "classes": named, "fine_fen": fine_fen, "confiscated_fen": confiscated_fen,
            "basis": law.key if law and penal else "", "year": today.year, "seq": seq,
        }  # fmt: skip
        if spared:
            data |= {
                "ground": ground,
                "rule": leaned["rule"],
                "proofs": [one["uuid"] for one in leaned["proofs"]],
            }
        line(case, "case.decide", before, actor, now, reason=band_reason or late_reason, data=data)
    return case


def _clocks(case: Case, today: date, actor: User, now: datetime) -> None:
    """Met: decision and window. Begun: service (V32) and, of a penalty, publication (V34)."""
    clocks_done(noun="case", noun_id=case.uuid, rule=DECISION, on=today)
    clocks_done(noun="case", noun_id=case.uuid, rule=WINDOW, on=today)
    clocks_done(noun="case", noun_id=case.uuid, rule="hearing_request", on=today)
    period_start(rule="case_service", of=case, on=today, actor=actor, now=now)
    if case.outcome == Case.Outcome.PENALTY:
        period_start(rule="case_publication", of=case, on=today, actor=actor, now=now)


def _heard(
    case: Case, classes: list[str], fine_fen: int, confiscated_fen: int, today: date
) -> dict[str, Any]:
    """Hearing and discussion: owed, pending, done."""
    tracks = list(case.tracks.all())
    hearings = [row for row in tracks if row.kind == "hearing"]
    return {
        "hearing_right": bool(case.hearing_reasons),
        "hearing_over": is_over(clock_of(case, "hearing_request"), today),
        "hearing_early": EARLY in case.irregularities,
        "hearing_pending": any(row.state in OPEN_STATES for row in hearings),
        "heard": any(row.state != "unheard" for row in hearings),
        "discussion_reasons": discussed_because(case, classes, fine_fen, confiscated_fen),
        "discussed": discussed(
            Weighed(classes, fine_fen, confiscated_fen),
            [date.fromisoformat(row.values["discussion.record"]["on"]) for row in tracks
             if row.kind == "discussion"],
            [(row.drawn_on, Weighed(row.classes, row.fine_fen, row.confiscated_fen))
             for row in case.notices.all()],
        ),
    }  # fmt: skip


def _time(case: Case, today: date) -> dict[str, bool]:
    """Whether the 90 days are over, and whether they stand still."""
    row = clock_of(case, DECISION)
    if row is None:
        return {"late": False, "suspended": False}
    reckoned = clock_reckoning(row, today)
    return {"late": today > reckoned.on, "suspended": reckoned.suspended}


def law_within(law: LegalBasis, classes: list[str], fine_fen: int, amount_fen: int | None) -> bool:
    """V21: the sum lies in the statutory band and the provision names the classes.

    Without a fine it is outside where the provision fines from a lower bound up, save 可以并处.
    """
    detail: dict[str, Any] = law.detail or {}
    multiple = detail.get("multiple_max")
    if multiple is not None and law.fine_max_fen is None and fine_fen and amount_fen is None:
        return False
    low, high = band(
        law.fine_min_fen,
        law.fine_max_fen,
        multiple_min=detail.get("multiple_min"),
        multiple_max=multiple,
        threshold_fen=detail.get("threshold_fen"),
        amount_fen=amount_fen,
    )
    owed = "fine" in law.penalty_kinds and not detail.get("fine_optional")
    return within_band(fine_fen, low, high, owed=owed) and not beyond(classes, law.penalty_kinds)
