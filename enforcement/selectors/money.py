"""What a decided case owes: the sum, what was paid, the surcharge of each day (V33)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.models import Clock
from enforcement.domain.disputes import FALLEN, KINDS
from enforcement.domain.penalties import total_fen
from enforcement.domain.surcharge import Instalment, Pause, Surcharge, surcharge
from enforcement.models import Case, CaseTrack, Payment
from enforcement.selectors.disputes import case_effect, case_sums


def total_of(case: Case) -> int:
    """The sum of the penalty in fen, as a review or a court changed it."""
    return total_fen(*case_sums(case))


def payment_due(case: Case) -> Clock | None:
    """The first clock of payment: fifteen days after proven service."""
    rows = Clock.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid, rule="case_payment")
    return rows.order_by("created_at", "starts_on").first()


def fallen(case: Case) -> bool:
    """Whether its decision was revoked or found unlawful: nothing is paid or enforced by it."""
    return case_effect(case) in FALLEN


def payment_over(case: Case, today: date) -> bool:
    """Whether the last day of the schedule has certainly passed and something is still owed."""
    rows = schedule_of(case)
    if not rows or owed_fen(case, "penalty") <= 0:
        return False
    first = payment_due(case)
    provisional = len(rows) == 1 and first is not None and first.provisional
    return today > rows[-1][0] and not provisional


def schedule_of(case: Case, due: Clock | None = None) -> list[Instalment]:
    """The approved instalments, or the whole sum on the last day of payment; nothing before service."""
    total = total_of(case)
    first = payment_due(case) if due is None else due
    if first is None or not total:
        return []
    approved = _approved(case)
    return _first(_parts(approved[-1]), total) if approved else [(first.due_on, total)]


def _approved(case: Case) -> list[CaseTrack]:
    """The approved deferrals and instalments, in the order of their days."""
    rows = [row for row in _tracks(case) if row.kind == "instalments" and row.state == "approved"]
    return sorted(rows, key=lambda row: (row.ended_on or row.began_on, row.created_at))


def _parts(row: CaseTrack) -> list[Instalment]:
    parts = row.values["instalments.ask"]["schedule"]
    return [(date.fromisoformat(part["on"]), part["fen"]) for part in parts]


def owed_fen(case: Case, part: str, today: date | None = None) -> int:
    """What is still owed of the penalty, or of the surcharge up to `today`; nothing by one that fell."""
    if fallen(case):
        return 0
    if part == Payment.Part.PENALTY:
        return max(total_of(case) - _paid(case, part), 0)
    if today is None:
        raise ValueError("a surcharge is owed on a day")
    return max(surcharge_of(case, today).fen - _paid(case, part), 0)


def surcharge_of(case: Case, today: date, due: Clock | None = None) -> Surcharge:
    """On the fine alone; sums paid and instalments count toward the fine first, in the party's favour.

    None by a decision that fell, nor while the calendar of the last day is not published.
    """
    fine, confiscated = case_sums(case)
    total = total_fen(fine, confiscated)
    first = payment_due(case) if due is None else due
    if first is None or not total or fallen(case):
        return surcharge([], [], today)
    moved = [(row.ended_on, _first(_parts(row), fine)) for row in _approved(case) if row.ended_on]
    return surcharge(
        [] if first.provisional else _first([(first.due_on, total)], fine),
        _first([(row.paid_on, row.amount_fen) for row in _payments(case, Payment.Part.PENALTY)], fine),
        today,
        _pauses(case),
        moved,
    )


def _first(rows: Sequence[tuple[date, int]], most: int) -> list[tuple[date, int]]:
    """The rows up to `most` in all."""
    found: list[tuple[date, int]] = []
    left = most
    for on, fen in rows:
        if left > 0:
            found.append((on, min(fen, left)))
        left -= fen
    return found


def _pauses(case: Case) -> list[Pause]:
    """行政处罚法 Art 73: the days of a pending review or litigation."""
    found: list[Pause] = []
    for row in _tracks(case):
        if row.kind in KINDS:
            ruled = row.values.get(f"{row.kind}.conclude")
            end = date.fromisoformat(ruled["on"]) if ruled else None
            found.append((date.fromisoformat(row.values[f"{row.kind}.receive"]["on"]), end))
    return found


def _tracks(case: Case) -> list[CaseTrack]:
    return list(case.tracks.all())


def _payments(case: Case, part: str) -> list[Payment]:
    return [row for row in case.payments.all() if row.part == part]


def _paid(case: Case, part: str) -> int:
    return sum(row.amount_fen for row in _payments(case, part))


def money_card(case: Case, today: date) -> dict[str, Any] | None:
    """The money of a decided penalty with sums, or None."""
    if not total_fen(case.fine_fen, case.confiscated_fen):
        return None
    total = total_of(case)
    due = payment_due(case)
    schedule = schedule_of(case, due) if due else []
    day = today if case.performed_on is None else case.performed_on
    extra = surcharge_of(case, day, due) if due else surcharge([], [], day)
    paid_extra = _paid(case, Payment.Part.SURCHARGE)
    return {
        "total_fen": total,
        "paid_fen": _paid(case, Payment.Part.PENALTY),
        "owed_fen": owed_fen(case, Payment.Part.PENALTY),
        "schedule": [{"on": on, "fen": fen} for on, fen in schedule],
        "surcharge_fen": extra.fen,
        "surcharge_days": extra.days,
        "paused_days": extra.paused_days,
        "capped": extra.capped,
        "surcharge_paid_fen": paid_extra,
        "surcharge_owed_fen": 0 if fallen(case) else max(extra.fen - paid_extra, 0),
        "remission_reason": case.remission_reason,
        "payments": [
            {
                "part": row.part, "amount_fen": row.amount_fen, "paid_on": row.paid_on, "mode": row.mode,
                "receipt": row.receipt,
            }
            for row in case.payments.all()
        ],
    }  # fmt: skip
