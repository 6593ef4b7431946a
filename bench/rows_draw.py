"""Row `draw`: 100,000 venues in 60 cells and 4 classes, 5 % drawn, tickets and waiting lists for everybody.

The others do less: `random.sample` leaves nothing anybody could check; sorting all plain hashes draws without
classes or cells. The last line is everything of ours: rosters checked, teams matched, Merkle root.
"""

import hashlib
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.row import Comparison, row

if TYPE_CHECKING:
    from scheduling.domain.drawing import Prepared
    from scheduling.domain.roster import Venue

VENUES = 100_000
OFFICERS = 400
TOWNS, KINDS = 12, 5
SEED = bytes(range(32))


def _venues() -> list["Venue"]:
    from scheduling.domain.roster import Venue

    return [
        Venue(
            f"91370117MA{number:08d}",
            "ABBBBBCCCD"[number % 10],
            f"3701170{number % TOWNS:02d}/K{number % KINDS}",
            f"场所{number}",
            "open",
            "",
            0,
            "Y",
        )
        for number in range(VENUES)
    ]


def _prepared(venues: list["Venue"]) -> "Prepared":
    from datetime import date

    from scheduling.domain import drawing
    from scheduling.domain.roster import Officer
    from scheduling.domain.rules import Kind, Rules, policy_of

    officers = [
        Officer(f"370117{n:05d}", "一中队", (), ("*",), "2026-09-21", "2026-09-30", "2027-12-31", 0, 60)
        for n in range(OFFICERS)
    ]
    rules = Rules(
        bp={"A": 500, "B": 500, "C": 500, "D": 500}, lead_qualified=False, relax=(), rotation_natural_days=0
    )
    policy = policy_of(
        rules, {}, [Kind(f"K{n}", f"K{n}") for n in range(KINDS)], item_class="general",
        asof=date(2026, 9, 15), first=date(2026, 9, 21), last=date(2026, 9, 30),
    )  # fmt: skip
    return drawing.prepare(
        scope="370117", no=1, prev="0" * 64, policy=policy, beacon={"kind": "dice", "n": 40}, moment=0,
        verifier="0" * 64, venues=[venue._replace(eligible="") for venue in venues], officers=officers,
        blocked=(),
    )  # fmt: skip


@row("draw")
def comparisons() -> Iterator[Comparison]:
    from scheduling.domain import drawing, sampling
    from scheduling.domain.encoding import SHA256

    venues = _venues()
    prepared = _prepared(venues)
    rosters, policy, quota = prepared.rosters, prepared.commit["policy"], prepared.quota
    keys = sampling.subkeys(SHA256, SEED)
    ids = [venue.id for venue in venues]
    drawn = sum(quota.values())

    def ours() -> object:
        return sampling.draw(SHA256, keys, rosters.venues, quota, policy)

    def by_luck() -> object:
        return random.Random(2026).sample(ids, drawn)

    def all_sorted() -> object:
        return sorted((hashlib.sha256(keys.venue + uid.encode()).digest(), uid) for uid in ids)[:drawn]

    def whole() -> object:
        return drawing.draw(
            commit_bytes=prepared.commit_bytes, rosters=rosters, values=[f"dice:40:{'7' * 40}"]
        )

    yield Comparison("tickets, cells, waiting lists", ours, "random.sample, not verifiable", by_luck)
    yield Comparison(
        "tickets, cells, waiting lists", ours, "hashlib, sorted all, no classes or cells", all_sorted
    )
    yield Comparison(
        "from frozen rosters to teams and root", whole, "hashlib, sorted all", all_sorted, rounds=3
    )
