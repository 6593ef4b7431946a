"""Is everybody's chance the same? Counted over many seeds: few in the suite, thousands in `make proof`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from math import erfc, sqrt
from typing import Any

from scheduling.domain import sampling
from scheduling.domain.amendments import Standing
from scheduling.domain.drawing import Drawn
from scheduling.domain.encoding import SHA256
from scheduling.domain.matching import Capacity, match
from scheduling.domain.roster import OPEN_SEAT, Result, Rosters, Venue
from scheduling.domain.sampling import CellDraw
from scheduling.domain.seats import Terms
from tests.domain.scheduling import drawn

# every run is the same run: trial number n has the seed H("fairness", n)
SEEDS = 'H("fairness", n), n = 0, 1, …'


def seed(trial: int) -> bytes:
    """The seed of one trial."""
    return SHA256.h("fairness", trial)


def venues(count: int, cells: int) -> list[Venue]:
    """Venues of one class in cells of unequal size, the squares modulo `cells`; a cell each when as many."""
    return [
        Venue(f"V{n:04}", "B", f"T{n if cells == count else n * n % cells}/x", "", "open", "", 0, "Y")
        for n in range(count)
    ]


def p_value(chi: float, df: int) -> float:
    """Chance of a chi-square as large or larger (Wilson and Hilferty's cube root)."""
    spread = sqrt(2 / (9 * df))
    return erfc(((chi / df) ** (1 / 3) - (1 - 2 / (9 * df))) / spread / sqrt(2)) / 2


def verdict(times: Mapping[Any, int], everyone: Iterable[Any], expected: float, share: float, df: int) -> Any:
    """Chi-square of frequencies that should all be `expected`; each is 0 or 1 a trial, with this chance."""
    found = [times.get(one, 0) for one in everyone]
    chi = sum((n - expected) ** 2 for n in found) / (expected * (1 - share)) * df / len(found)
    deviation = sqrt(expected * (1 - share))
    return {
        "cases": len(found),
        "expected": round(expected, 2),
        "least": min(found),
        "most": max(found),
        "furthest_in_deviations": round(max(abs(n - expected) for n in found) / deviation, 2),
        "chi_square": round(chi, 1),
        "degrees_of_freedom": df,
        "chi_square_per_degree": round(chi / df, 3),
        "p": round(p_value(chi, df), 4),
        "last": found[-1],
    }


def pools(rows: list[Venue]) -> dict[tuple[str, str], list[bytes]]:
    """Their ids by class and cell."""
    found: dict[tuple[str, str], list[bytes]] = {}
    for row in rows:
        found.setdefault((row.cls, row.cell), []).append(row.id.encode())
    return found


def drawn_cells(rows: list[Venue], n: int, trial: int) -> list[CellDraw]:
    """The draw of one trial."""
    keys = sampling.subkeys(SHA256, seed(trial))
    return sampling.draw(SHA256, keys, pools(rows), {"B": n}, drawn.policy())


def selected(rows: list[Venue], n: int, trial: int) -> list[str]:
    """The venues of one trial."""
    return [ticket.id for cell in drawn_cells(rows, n, trial) for ticket in cell.selected]


def inclusion(trials: int, *, count: int, n: int, cells: int) -> Any:
    """How often each venue is selected; n of `count` in a number of cells."""
    rows = venues(count, cells)
    times: Counter[str] = Counter()
    for trial in range(trials):
        times.update(selected(rows, n, trial))
    ids = [row.id for row in rows]
    # in a cell the others make up for what one has too few of: a degree less for every cell
    df = count - (1 if cells == count else len({row.cell for row in rows}))
    return verdict(times, ids, trials * n / count, n / count, df)


def venue_pairs(trials: int, *, count: int, n: int) -> Any:
    """How often two venues are selected together, each a cell of its own: the trap of a fixed order."""
    rows = venues(count, count)
    times: Counter[tuple[str, str]] = Counter()
    for trial in range(trials):
        times.update(combinations(sorted(selected(rows, n, trial)), 2))
    pairs = list(combinations([row.id for row in rows], 2))
    share = n * (n - 1) / (count * (count - 1))
    return verdict(times, pairs, trials * share, share, len(pairs) - 1)


def officer_pairs(trials: int, *, officers: int, visits: int) -> Any:
    """How often two officers make the team of one given venue; all of them may go anywhere."""
    people = [Capacity(f"O{n}", 0, visits) for n in range(officers)]
    ids = [person.id for person in people]
    seats = {f"V{n}": [ids, ids] for n in range(visits)}
    times: Counter[tuple[str, str]] = Counter()
    for trial in range(trials):
        keys = sampling.subkeys(SHA256, seed(trial))
        team = match(SHA256, keys.order, keys.match, people, seats).teams["V0"]
        times[tuple(sorted(o for o in team if o))] += 1  # type: ignore[index] # two of them
    pairs = list(combinations(ids, 2))
    return verdict(times, pairs, trials / len(pairs), 1 / len(pairs), len(pairs) - 1)


def bare(seed_hex: str, cells: list[CellDraw]) -> Drawn:
    """A result without officers: every seat is open."""
    seats = (OPEN_SEAT, OPEN_SEAT)
    rows = tuple(Result(t.id, cell.cls, cell.cell, seats) for cell in cells for t in cell.selected)
    return Drawn(
        profile=SHA256, seed=seed_hex, quota={}, shortfall={}, cells=tuple(cells), teams={}, loads={},
        open=(), open_unrelaxed=(), shortages=(), stages=(), relaxed=0, terms=Terms(), rows=rows,
        results=b"", root="",
    )  # fmt: skip


def supplement(trials: int, *, count: int, n: int, extra: int, cells: int) -> Any:
    """How often each venue is visited when a supplement follows the draw."""
    rows = venues(count, cells)
    rosters, times = Rosters(rows, [], []), Counter[str]()
    policy = drawn.policy(seats={"*": ["", ""]}, max_extra=[{"B": extra}])
    for trial in range(trials):
        found = drawn_cells(rows, n, trial)
        result = bare(seed(trial).hex(), found)
        standing = Standing(result, policy, rosters)
        standing.supplement()
        times.update(list(standing.rows))
    share = (n + extra) / count
    df = count - len({row.cell for row in rows})
    return verdict(times, [row.id for row in rows], trials * share, share, df)


def figures(trials: int) -> dict[str, Any]:
    """Everything, over so many seeds."""
    return {
        "inclusion of 100 of 299 venues in 4 cells": inclusion(trials, count=299, n=100, cells=9),
        "inclusion of 140 of 930 venues in 16 cells": inclusion(trials, count=930, n=140, cells=31),
        "inclusion of 5 of 100 venues, a cell each": inclusion(trials, count=100, n=5, cells=100),
        "pairs of venues, 5 of 100, a cell each": venue_pairs(trials, count=100, n=5),
        "pairs of officers, 6 officers for 9 venues": officer_pairs(trials, officers=6, visits=9),
        "inclusion of 8 and 4 more of 40 venues": supplement(trials, count=40, n=8, extra=4, cells=5),
    }


def fair(found: Mapping[str, Any]) -> list[str]:
    """What a fair draw shows less than once in a thousand runs: a chi-square, or five deviations for one."""
    return [
        name
        for name, told in found.items()
        if not 0.001 < told["p"] < 0.999 or told["furthest_in_deviations"] > 5 or not told["last"]
    ]
