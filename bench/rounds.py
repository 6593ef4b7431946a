"""Interleaved rounds: both sides in turn within one run, so that a noisy machine slows both alike."""

import gc
import os
import statistics
import time
from collections.abc import Callable

from bench.row import Comparison


def measured(name: str, comparison: Comparison) -> dict[str, object]:
    """One JSON line. `ratio` is the median over rounds of ours/other: below 1 we are quicker."""
    sides = (comparison.ours, comparison.other)
    for side in sides:
        _timed(side, comparison.before)
    ours: list[float] = []
    other: list[float] = []
    for number in range(comparison.rounds):
        # Who goes first changes every round.
        for side, times in ((sides[0], ours), (sides[1], other))[:: 1 if number % 2 == 0 else -1]:
            times.append(_timed(side, comparison.before))
    return {
        "row": name,
        "work": comparison.work,
        "ours_ms": round(statistics.median(ours), 3),
        "other": comparison.other_name,
        "other_ms": round(statistics.median(other), 3),
        "ratio": round(statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True)), 3),
        "rounds": comparison.rounds,
        "load1": round(os.getloadavg()[0], 2),
    }


def _timed(side: Callable[[], object], before: Callable[[], object] | None) -> float:
    """Milliseconds of one call."""
    if before is not None:
        before()
    gc.collect()
    began = time.perf_counter_ns()
    side()
    return (time.perf_counter_ns() - began) / 1e6
