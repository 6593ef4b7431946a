"""How many venues each class gives, and each cell inside a class (N10, N11)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scheduling.domain.encoding import Profile
from scheduling.domain.policy import Policy, of_class
from scheduling.domain.refusal import refuse

# shortfall of the district as a whole
OVERALL = "*"


class Quota(NamedTuple):
    """Venues to draw per class, and what the roster could not give: class, or `*`, → missing."""

    n: dict[str, int]
    shortfall: dict[str, int]


class Share(NamedTuple):
    """The four numbers of one class that decide its quota."""

    registered: int
    eligible: int
    bp: int
    least: int
    weight: int


def ceil_ratio(count: int, bp: int) -> int:
    """count · bp / 10000, rounded up."""
    return -(-count * bp // 10000)


def class_quota(shares: Mapping[str, Share], overall: int) -> Quota:
    """The quota of every class: its own ratio and minimum, then the district's ratio spread by weight.

    A round of the spread gives each class its part of the deficit by weight × spare; what division leaves
    over goes to the largest remainders, ties to the lower class; nobody gets more than it has.
    """
    want = {cls: max(ceil_ratio(s.registered, s.bp), s.least) for cls, s in shares.items()}
    n = {cls: min(s.eligible, want[cls]) for cls, s in shares.items()}
    shortfall = {cls: want[cls] - n[cls] for cls in sorted(shares) if want[cls] > n[cls]}
    goal = ceil_ratio(sum(s.registered for s in shares.values()), overall)
    while (deficit := goal - sum(n.values())) > 0:
        spare = {cls: s.eligible - n[cls] for cls, s in shares.items()}
        pull = {cls: s.weight * spare[cls] for cls, s in shares.items() if s.weight * spare[cls]}
        total = sum(pull.values())
        if not total:
            shortfall[OVERALL] = deficit
            break
        part = {cls: deficit * weight // total for cls, weight in pull.items()}
        by_remainder = sorted(pull, key=lambda cls: (-(deficit * pull[cls] % total), cls))
        for cls in by_remainder[: deficit - sum(part.values())]:
            part[cls] += 1
        for cls, more in part.items():
            n[cls] += min(more, spare[cls])
    return Quota(n, shortfall)


def share(registered: Mapping[str, int], eligible: Mapping[str, int], policy: Policy) -> Quota:
    """The quota of a roster under a policy; every class with venues needs its bp, min and w."""
    shares = {
        cls: Share(
            count,
            eligible[cls],
            of_class(policy["bp"], cls, "policy.bp"),
            of_class(policy["min"], cls, "policy.min"),
            of_class(policy["w"], cls, "policy.w"),
        )
        for cls, count in sorted(registered.items())
    }
    return class_quota(shares, policy["overall"])


class Cell(NamedTuple):
    """A town and type inside a class, with the number of venues that can be drawn."""

    name: str
    size: int


def cell_order(profile: Profile, alloc: bytes, cls: str, cells: Sequence[Cell]) -> list[Cell]:
    """The hashed order in which a class lays out its cells; roster order would make a systematic sample."""
    return sorted(cells, key=lambda cell: (profile.h("cell", alloc, cls, cell.name), cell.name.encode()))


def cells(profile: Profile, alloc: bytes, label: str, n: int, laid: Sequence[Cell]) -> dict[str, int]:
    """n venues over the cells in the order given: every cell its exact share rounded down or up.

    One random start and n marks at equal distance on a line where each cell is as long as it is large, all
    multiplied by n, so that nothing is divided.
    """
    total = sum(cell.size for cell in laid)
    if n == 0:
        return {cell.name: 0 for cell in laid}
    start = profile.below(alloc, f"start/{label}", total)
    found: dict[str, int] = {}
    low = 0
    for cell in laid:
        high = low + n * cell.size
        found[cell.name] = _marks_below(high, start, total) - _marks_below(low, start, total)
        low = high
    return found


def _marks_below(point: int, start: int, step: int) -> int:
    """How many of start, start+step, start+2·step… lie below the point."""
    return max(0, -((start - point) // step))


def cells_with_least(
    profile: Profile, alloc: bytes, cls: str, n: int, laid: Sequence[Cell], least: int
) -> dict[str, int]:
    """As `cells`, after every cell has got `least` venues, or all it has."""
    base = {cell.name: min(least, cell.size) for cell in laid}
    left = n - sum(base.values())
    if left < 0:
        refuse("N11", f"policy.cellmin.{cls}", f"the cells' minima need {-left} more than the quota of {n}")
    rest = [Cell(cell.name, cell.size - base[cell.name]) for cell in laid]
    more = cells(profile, alloc, cls, left, rest)
    return {name: base[name] + more[name] for name in base}
