"""A year of duty for bureaus of several sizes and many seeds; the figures go to docs/proof/rota.json."""

import json
from random import Random
from typing import Any

from scheduling.domain.rota import Person, Rule
from tests.domain.scheduling.rota_least import among_equals, least_spread, repeats, repeats_least
from tests.domain.scheduling.rotas import AREAS, bureau, figures, timed, weeks_of
from tests.ground import ROOT
from tests.proof.figures import commit_now

FIGURES = ROOT / "docs" / "proof" / "rota.json"
RUNS = 100
WEEKS = 52
HOLIDAYS = (5, 6, 16, 17, 24, 37, 38, 39)  # weeks of 2026 with a holiday, counted from 5 January
SIZES = ((40, 4, 0.0), (40, 4, 0.08), (24, 3, 0.08), (13, 2, 0.08), (13, 2, 0.0))


def runs(officers: int, teams: int, share: float) -> list[dict[str, Any]]:
    found = []
    for seed in range(RUNS):
        people = bureau(officers, WEEKS, Random(seed), share=share)
        rule = Rule(f"WH370117/{seed}", teams, 2, 2, AREAS)
        duties, milliseconds = timed(rule, people, WEEKS, holidays=HOLIDAYS)
        one = figures(people, duties) | {"milliseconds": milliseconds}
        one["equals"] = [0, among_equals(people, duties)]
        one["avoidable"] = avoidable(rule, people)
        # what nobody could have done better needs a solver only where the rule left a difference
        apart = one["load"][1] - one["load"][0] > 1
        one["least"] = [0, least_spread(people, WEEKS, seats=teams * 2, gap=2)] if apart else one["load"]
        found.append(one)
    return found


def avoidable(rule: Rule, people: list[Person]) -> int:
    """Repeats of the year that another choice for their week would have spared; the solver is asked only
    where there is a repeat.
    """
    weeks = weeks_of(rule, people, WEEKS, [], holidays=HOLIDAYS)
    had = [(n, before) for before, plan in weeks if (n := repeats(before, plan))]
    return sum(n - repeats_least(rule, before) for n, before in had)


def told(found: list[dict[str, Any]], name: str) -> dict[str, int]:
    """How many runs ended with each difference between the most and the least."""
    differences = [run[name][1] - run[name][0] for run in found]
    return {str(size): differences.count(size) for size in sorted(set(differences))}


def test_year_of_bureaus_of_several_sizes() -> None:
    table: list[dict[str, Any]] = []
    for officers, teams, share in SIZES:
        found = runs(officers, teams, share)
        table.append(
            {
                "officers": officers,
                "teams": teams,
                "leave_share_percent": round(share * 100),
                "runs": RUNS,
                "weeks": WEEKS,
                "load_spread": told(found, "load"),
                "load_spread_least_possible": told(found, "least"),
                "load_spread_among_equals": told(found, "equals"),
                "holiday_spread": told(found, "holiday_load"),
                "least_gap_weeks": min(run["least_gap_weeks"] for run in found),
                "back_to_back": sum(run["back_to_back"] for run in found),
                "pair_repeats_most": max(run["pair_repeats"] for run in found),
                "pair_repeats": sum(run["pair_repeats"] for run in found),
                "pair_repeats_avoidable_in_their_week": sum(run["avoidable"] for run in found),
                "pair_repeats_more_teams_than_pairs": max(0, WEEKS * teams - officers * (officers - 1) // 2),
                "seats_open_most": WEEKS * teams * 2 - min(run["seats_filled"] for run in found),
                "milliseconds_median": sorted(run["milliseconds"] for run in found)[RUNS // 2],
            }
        )
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(
        json.dumps({"commit": commit_now(), "seeds": f"0 to {RUNS - 1}", "bureaus": table}, indent=2) + "\n"
    )
    # no week has a repeat that another choice of those whose turn it is would have spared
    assert [row["pair_repeats_avoidable_in_their_week"] for row in table] == [0] * len(SIZES)
    assert [row["back_to_back"] for row in table] == [0] * len(SIZES)
    equals, absent, small = table[0], table[1], table[-1]
    assert (set(equals["load_spread"]), set(equals["holiday_spread"])) == ({"1"}, {"1"})
    assert (equals["pair_repeats_most"], absent["pair_repeats_most"]) == (0, 0)  # of 208 teams
    assert absent["seats_open_most"] == 0
    assert max(int(most) for row in table for most in row["load_spread_among_equals"]) <= 1
    assert all(row["load_spread"].get("2", 0) <= 2 for row in table)
    assert (set(small["load_spread"]), set(small["holiday_spread"])) == ({"0"}, {"1"})
    assert small["pair_repeats_most"] <= small["pair_repeats_more_teams_than_pairs"] + 1
