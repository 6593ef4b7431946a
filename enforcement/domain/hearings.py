"""When the party may ask for a hearing (听证, V28), and what makes review and discussion mandatory (V29)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.deadlines import due_before
from backend.domain.workdays import WorkCalendar

# 行政处罚法 Art 63: whatever the sum
HEARD_CLASSES = ("grade_lowering", "suspension", "closure", "revocation")
HEARING_WORKDAYS = 7  # 行政处罚法 Art 64: time and place are told seven working days before


@dataclass(frozen=True, slots=True)
class Threshold:
    """较大数额 of a region ("": any), field ("*": any) and kind of party. Sums in fen.

    Without a statutory cap the fine reaches `no_cap_fen`; with one it exceeds `cap_percent` of the cap and is
    not below `never_below_fen`. A rule without `cap_percent` holds `no_cap_fen` for every fine.
    """

    region: str
    field: str
    party: str
    no_cap_fen: int
    cap_percent: int | None
    never_below_fen: int
    rule: str
    verified: bool
    valid_from: date | None
    valid_to: date | None

    def in_force(self, on: date) -> bool:
        """Whether it holds that day, its first and its last included."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def reached(self, fen: int, cap_fen: int | None) -> bool:
        """Whether a sum is 较大数额."""
        if cap_fen is None or self.cap_percent is None:
            return fen >= self.no_cap_fen
        return fen * 100 > cap_fen * self.cap_percent and fen >= self.never_below_fen


def threshold(
    rows: Sequence[Threshold], *, region: str, category: str, party: str, on: date
) -> Threshold | None:
    """The row that holds on the day of the notice.

    The field's own before any field's, then the nearest region (longest code).
    """
    fits = [
        row
        for row in rows
        if row.in_force(on)
        and row.party == party
        and region.startswith(row.region)
        and row.field in ("*", category)
    ]
    return max(fits, key=lambda row: (row.field != "*", len(row.region)), default=None)


def hearing_reasons(
    classes: Iterable[str], fine_fen: int, confiscated_fen: int, limit: Threshold | None, cap_fen: int | None
) -> list[str]:
    """Why the party may ask for a hearing: codes of classes, `fine`, `confiscation`; none: no right."""
    found = [name for name in HEARD_CLASSES if name in set(classes)]
    if limit is not None and fine_fen and limit.reached(fine_fen, cap_fen):
        found.append("fine")
    if limit is not None and confiscated_fen and limit.reached(confiscated_fen, None):
        found.append("confiscation")
    return found


def told_by(hearing_on: date, calendar: WorkCalendar) -> date:
    """The last day on which the party may be told of a hearing held that day."""
    return due_before(hearing_on, HEARING_WORKDAYS, calendar).on


def hearing_from(told_on: date, calendar: WorkCalendar) -> date:
    """The first day a hearing may be held of which the party was told that day."""
    on = told_on + timedelta(days=1)
    while told_by(on, calendar) < told_on:
        on += timedelta(days=1)
    return on


def review_reasons(*, heard: bool, reasons: Sequence[str], complex_case: bool, public: bool) -> list[str]:
    """行政处罚法 Art 58: why legal review (法制审核) is mandatory; every case here passes it all the same."""
    found = ["public_interest"] if public else []
    found += ["heard"] if heard else []
    found += ["heavy_effect"] if reasons else []
    return found + (["complex"] if complex_case else [])


def discussion_reasons(*, reasons: Sequence[str], complex_case: bool) -> list[str]:
    """行政处罚法 Art 57: complex facts or a heavy penalty are discussed by the leaders together."""
    return (["complex"] if complex_case else []) + (["heavy_penalty"] if reasons else [])
