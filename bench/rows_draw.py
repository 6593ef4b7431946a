"""Rows `draw` and `draw_commit`: a million venues in 60 cells and 4 classes, 5 % drawn.

The yardstick of both is the bare loop that hashes every id once and keeps nothing: no draw by tickets
can be quicker. The others do less: `random.sample` leaves nothing anybody could check, `consistent_sampler`
and a sort in the database know no classes, no cells and no waiting lists.
"""

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bench.row import Comparison, row

if TYPE_CHECKING:
    from scheduling.domain.drawing import Prepared
    from scheduling.domain.roster import Officer, Venue

VENUES = 1_000_000
OFFICERS = 400
TOWNS, KINDS = 12, 5
SEED = bytes(range(32))
ROUNDS = 5


def ids() -> list[str]:
    """A million credit codes, made up."""
    return [f"91370117MA{number:08d}" for number in range(VENUES)]


def bare_loop(uids: list[str], key: bytes) -> Callable[[], object]:
    """Every id hashed with the key, nothing chosen and nothing kept."""

    def loop() -> None:
        for uid in uids:
            hashlib.sha256(key + uid.encode()).digest()

    return loop


def bare_loop_spelled(uids: list[bytes], key: bytes) -> Callable[[], object]:
    """As `bare_loop`, of ids that are bytes already."""

    def loop() -> None:
        for uid in uids:
            hashlib.sha256(key + uid).digest()

    return loop


def register() -> list["Venue"]:
    from scheduling.domain.roster import Venue

    return [
        Venue(
            uid, "ABBBBBCCCD"[number % 10], f"3701170{number % TOWNS:02d}/K{number % KINDS}", f"场所{number}",
            "open", f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}" if number % 3 else "", number % 2, "",
        )
        for number, uid in enumerate(ids())
    ]  # fmt: skip


def _officers() -> list["Officer"]:
    from scheduling.domain.roster import Officer

    return [
        Officer(f"370117{n:05d}", "一中队", (), ("*",), "2026-09-21", "2026-09-30", "2027-12-31", 0, 600)
        for n in range(OFFICERS)
    ]


def prepared(venues: list["Venue"]) -> "Prepared":
    """The commit of a draw over these rows."""
    from scheduling.domain import drawing
    from scheduling.domain.rules import Kind, Rules, policy_of

    rules = Rules(
        bp={"A": 500, "B": 500, "C": 500, "D": 500}, lead_qualified=False, relax=(), rotation_natural_days=0
    )
    policy = policy_of(
        rules, {}, [Kind(f"K{n}", f"K{n}") for n in range(KINDS)], item_class="general",
        asof=date(2026, 9, 15), first=date(2026, 9, 21), last=date(2026, 9, 30),
    )  # fmt: skip
    return drawing.prepare(
        scope="370117", no=1, prev="0" * 64, policy=policy, beacon={"kind": "dice", "n": 40}, moment=0,
        verifier="0" * 64, venues=venues, officers=_officers(), blocked=(),
    )  # fmt: skip


@row("draw")
def draw() -> Iterator[Comparison]:
    """Ids → the five in a hundred that are drawn, and who follows them."""
    from consistent_sampler import sampler

    from scheduling.domain import sampling
    from scheduling.domain.encoding import SHA256

    uids = ids()
    spelled = [uid.encode() for uid in uids]  # as the roster's file has them
    key = sampling.subkeys(SHA256, SEED).venue
    drawn = VENUES // 20

    def ours() -> object:
        return sampling.draw_cell(SHA256, key, spelled, drawn)

    def theirs() -> object:
        return list(sampler(uids, seed=SEED.hex(), take=drawn, output="id"))

    def by_luck() -> object:
        return random.Random(2026).sample(uids, drawn)

    work = "1,000,000 ids to 5 % and who follows"
    loop = bare_loop_spelled(spelled, key)
    yield Comparison(work, ours, "bare hashlib loop, nothing chosen", loop, ROUNDS)
    yield Comparison(work, ours, "random.sample, not verifiable", by_luck, ROUNDS)
    yield Comparison(work, ours, "consistent_sampler", theirs, 3)
    yield from _in_the_database(work, ours, uids, key, drawn)


def _in_the_database(
    work: str, ours: Callable[[], object], uids: list[str], key: bytes, drawn: int
) -> Iterator[Comparison]:
    """Where DATABASE_URL names PostgreSQL: `python -m tests.ground python -m bench draw`."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_ids (id text)")
        with cursor.copy("COPY bench_ids (id) FROM STDIN") as copy:
            copy.write("\n".join(uids) + "\n")
        cursor.execute("ANALYZE bench_ids")

        def sorted_there() -> object:
            cursor.execute(
                "SELECT id FROM bench_ids ORDER BY sha256(%s || convert_to(id, 'UTF8')) LIMIT %s",
                [key, drawn],
            )
            return cursor.fetchall()

        yield Comparison(work, ours, "PostgreSQL ORDER BY sha256", sorted_there, ROUNDS)


@row("draw_commit")
def draw_commit() -> Iterator[Comparison]:
    """Rows of the register → verdicts, quotas, the roster's file read back strictly, digests, the commit."""
    venues = register()
    loop = bare_loop([venue.id for venue in venues], SEED)
    work = "1,000,000 rows to roster, digest and quotas"
    yield Comparison(work, lambda: prepared(venues), "bare hashlib loop, nothing chosen", loop, 3)
