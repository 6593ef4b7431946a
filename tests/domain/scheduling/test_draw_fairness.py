"""Every venue and every pair its chance: the code of `make proof`, on fewer seeds."""

from scheduling.domain.encoding import SHA256
from tests.domain.scheduling import fairness


def test_every_venue_and_pair_has_its_chance() -> None:
    found = {
        "venues": fairness.inclusion(600, count=299, n=100, cells=9),
        "pairs": fairness.venue_pairs(1500, count=40, n=5),
        "officers": fairness.officer_pairs(400, officers=6, visits=9),
        "supplement": fairness.supplement(300, count=40, n=8, extra=4, cells=5),
    }
    assert fairness.fair(found) == []


def test_the_measure_sees_an_unfair_draw() -> None:
    """A step through the list, as a known system draws: one start, and the tail can never come."""
    times = {f"V{n}": 0 for n in range(299)}
    for trial in range(600):
        start = SHA256.below(fairness.seed(trial), "start", 2)
        for place in range(start, 200, 2):
            times[f"V{place}"] += 1
    found = {"step": fairness.verdict(times, times, 600 * 100 / 299, 100 / 299, 298)}
    assert fairness.fair(found) == ["step"]
    assert found["step"]["last"] == 0
