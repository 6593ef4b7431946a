"""Thousands of seeds and districts: the engine and both verifiers come to the same draw."""

import json
import random
import time

from scheduling.domain.roster import Pair
from tests.domain.scheduling import drawn, packages, twin
from tests.domain.scheduling.packages import SEAL, SM3, acted
from tests.ground import ROOT
from tests.proof.figures import commit_now

FIGURES = ROOT / "docs" / "proof" / "draw_by_two.json"
DRAWS = 3000
SEED = 20260915


def one(dice: random.Random) -> packages.Files:
    """A district, a policy, a seed and a course after the result, all by chance."""
    venues, officers = (
        drawn.venues(dice.randint(0, 60)),
        drawn.officers(dice.randint(0, 8), dice.randint(1, 7)),
    )
    relax = dice.sample(["cap", "rotation", "town", "load"], dice.randint(0, 4))
    known = [Pair(officer.id, venue.id) for officer in officers for venue in venues]
    blocked = dice.sample(known, min(len(known), dice.randint(0, 60)))
    rules = drawn.policy(
        relax=relax,
        overall=dice.choice([0, 1500, 9000]),
        bp=dict.fromkeys("ABCD", dice.choice([0, 1000, 5000])),
        max_extra=[{cls: dice.randint(0, 5) for cls in dice.sample("ABCD", 3)} for _ in range(2)],
    )
    commit = drawn.prepared(
        policy=rules,
        venues=venues,
        officers=officers,
        blocked=blocked,
        lifted=blocked[::2] if "rotation" in relax else [],
        **({"seal": SEAL} if dice.random() < 0.5 else {}),
        **({"profile": SM3} if dice.random() < 0.3 else {}),
    )
    acts = [
        (dice.choice("VVOSA"), dice.randint(0, 999), dice.randint(0, 2)) for _ in range(dice.randint(0, 14))
    ]
    digits = "".join(dice.choices("0123456789", k=40))
    stamp = packages.GIVEN if dice.random() < 0.3 else ""
    return packages.package(commit, [f"dice:40:{digits}"], later=acted(acts), stamp=stamp)


def test_the_engine_and_both_verifiers_agree_on_thousands_of_draws() -> None:
    started, dice = time.monotonic(), random.Random(SEED)
    apart, lines, stamped = [], 0, 0
    for number in range(DRAWS):
        files = one(dice)
        lines += files["log.jsonl"].count(b'"ev":"REPLACE"') + files["log.jsonl"].count(b'"ev":"SUPPLEMENT"')
        stamped += "commit.tst" in files
        ours, theirs = drawn.levels(files), twin.levels(files)
        if ours != theirs or {"FAIL", "PARTIAL"} & set(ours.values()):
            apart.append(number)
    figures = {
        "commit": commit_now(),
        "seed": SEED,
        "draws": DRAWS,
        "lines_after_the_result": lines,
        "stamped": stamped,
        "apart": apart,
        "seconds": round(time.monotonic() - started),
    }
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    assert apart == []
