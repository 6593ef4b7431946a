"""A draw's roster beside the one before it in the same scope, for everybody (draws.md §8)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.models import Venue
from scheduling.domain.rosterdiff import KINDS, Differs, compare
from scheduling.models import Draw
from scheduling.selectors.draws.public import public_draws, towns_of
from scheduling.selectors.packages import roster_frozen


class Beside(NamedTuple):
    """The draw before, if there is one, and what differs; `whole` as in `rosterdiff.Compared`."""

    before: Draw | None
    whole: bool
    rows: tuple[Differs, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many venues differ in what; one may differ in several."""
        found = Counter(kind for row in self.rows for kind in row.kinds)
        return {kind: found[kind] for kind in KINDS}


def roster_beside(draw_id: UUID) -> Beside | None:
    """The last draw of the scope with the same filter, else the last of all; None for a draw nobody may see.

    Two files are read and compared: about as long as the same package takes to download.
    """
    draw = public_draws().filter(pk=draw_id).first()
    if draw is None:
        return None
    earlier = public_draws().filter(scope=draw.scope, no__lt=draw.no).order_by("-no")
    told = list(earlier.values_list("pk", "filter"))
    same = next((pk for pk, given in told if given == draw.filter), None)
    if not told:
        return Beside(None, True, ())
    before = earlier.get(pk=same or told[0][0])
    found = compare(roster_frozen(before), roster_frozen(draw), whole=same is not None)
    return Beside(before, found.whole, found.rows)


def beside_rows(rows: Sequence[Differs], scope: str) -> list[dict[str, Any]]:
    """Rows as the page shows them: grade, cell and status before and now, "" where not on the roster.

    `left_on`: since when the register has it as gone; who is gone without such a day is to be asked for.
    """
    towns = towns_of(row.cell for one in rows for row in (one.before, one.after) if row)
    gone = [row.id for row in rows if row.after is None]
    left = dict(
        Venue.objects.everywhere("published")
        .filter(code__in=gone, organ__division__code__startswith=scope, left_on__isnull=False)
        .values_list("code", "left_on")
    )
    return [_shown(row, left, towns) for row in rows]


def _shown(row: Differs, left: Mapping[str, date | None], towns: Mapping[str, str]) -> dict[str, Any]:
    old, new = row.before, row.after
    either = [one for one in (new, old) if one]
    return {
        "code": row.id,
        "name": either[0].name,
        "kinds": list(row.kinds),
        "was_grade": old.cls if old else "",
        "grade": new.cls if new else "",
        "was_cell": old.cell if old else "",
        "cell": new.cell if new else "",
        "was_status": old.status if old else "",
        "status": new.status if new else "",
        "left_on": left.get(row.id),
        "towns": {one.town: towns[one.town] for one in either if one.town in towns},
    }
