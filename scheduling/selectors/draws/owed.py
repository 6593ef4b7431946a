"""What the bureau still owes about its draws (应办事项), each with the moment it is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from scheduling.domain.delays import result_by
from scheduling.models import Draw
from scheduling.selectors.packages import delays


@dataclass(frozen=True)
class Owed:
    """One act about one draw. `act` is the verb that settles it; `opens_at` when it can first be done."""

    draw: UUID
    organ: str
    no: int
    name: str
    act: str
    opens_at: datetime
    due_at: datetime

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been done."""
        return now > self.due_at


def draws_owed(now: datetime, *, organs: Iterable[str] | None = None) -> list[Owed]:
    """Soonest first. A committed draw is to be drawn within three days of its moment, delays added; after
    that it is to be voided. A void one owes its beacon. A sealed one owes its secret by `reveal_by`.
    """
    rows = Draw.objects.everywhere("guard").filter(
        Q(state=Draw.State.COMMITTED)
        | Q(state=Draw.State.VOID, values=[])
        | Q(state__in=(Draw.State.DRAWN, Draw.State.VOID), reveal_by__isnull=False, revealed_at__isnull=True)
    )
    if organs is not None:
        rows = rows.filter(organ_id__in=list(organs))
    found = [_owed(row, now) for row in rows.order_by("moment")]
    return sorted(found, key=lambda owed: (owed.due_at, owed.no))


def result_due(row: Draw) -> datetime:
    """The last instant at which a result counts (N21)."""
    assert row.moment is not None
    last = result_by(row.beacon, int(row.moment.timestamp()), delays(row))
    return datetime.fromtimestamp(last, UTC)


def _owed(row: Draw, now: datetime) -> Owed:
    assert row.moment is not None and row.no is not None
    act, opens_at, due_at = "draw.draw", row.moment, row.moment
    if row.values and row.reveal_by is not None:
        act, due_at = "draw.reveal", row.reveal_by
    else:
        due_at = result_due(row)
        if row.state == Draw.State.COMMITTED and now > due_at:
            act = "draw.void"
    return Owed(row.uuid, row.organ_id, row.no, row.name, act, opens_at, due_at)
