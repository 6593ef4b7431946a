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
    spent = dict.fromkeys(sides, 0.0)
    for number in range(comparison.rounds):
        # Who goes first changes every round.
        for side, times in ((sides[0], ours), (sides[1], other))[:: 1 if number % 2 == 0 else -1]:
            milliseconds, processor = _timed(side, comparison.before)
            times.append(milliseconds)
            spent[side] += processor
    each = comparison.requests * comparison.rounds
    cost = {
        f"{who}_cpu_ms_per_request": round(spent[side] / each, 3)
        for who, side in zip(("ours", "other"), sides, strict=True)
        if each
    }
    return {
        "row": name,
        "work": comparison.work,
        "ours_ms": round(statistics.median(ours), 3),
        "other": comparison.other_name,
        "other_ms": round(statistics.median(other), 3),
        "ratio": round(statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True)), 3),
        **cost,
        "rounds": comparison.rounds,
        "load1": round(os.getloadavg()[0], 2),
    }


def _timed(side: Callable[[], object], before: Callable[[], object] | None) -> tuple[float, float]:
    """Milliseconds of one call, and those the processor worked for all threads of this process."""
    if before is not None:
        before()
    gc.collect()
    began, worked = time.perf_counter_ns(), time.process_time_ns()
    side()
    return (time.perf_counter_ns() - began) / 1e6, (time.process_time_ns() - worked) / 1e6
