"""The whole draw: same input, same result; every venue its chance; refused when anything was exchanged."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import drawing, drawlog, merkle, sampling
from scheduling.domain.commit import commit_write
from scheduling.domain.drawing import Seal
from scheduling.domain.encoding import SHA256, SM3, Profile
from scheduling.domain.roster import Pair, Venue, Venues, results_write, venues_write
from tests.domain.scheduling import drawn
from tests.domain.scheduling.shares import cell_faults


def test_a_draw_gives_each_cell_its_quota_and_each_venue_a_team() -> None:
    commit = drawn.prepared()
    result = drawn.drawn(commit)
    rows = {venue.id: venue for venue in commit.rosters.venues}
    per_class = Counter(rows[uid].cls for uid in result.teams)
    assert dict(per_class) == result.quota == commit.quota
    assert commit.digest == sampling.commit_digest(SHA256, commit.commit_bytes).hex()
    for cell in result.cells:
        listed = [*cell.selected, *cell.waiting]
        assert listed == sorted(listed, key=lambda ticket: ticket.ticket)
        assert (len(cell.selected), len(listed)) == (cell.quota, cell.eligible)
        assert {ticket.id for ticket in listed} == {
            uid
            for uid, venue in rows.items()
            if (venue.cls, venue.cell, venue.eligible) == (cell.cls, cell.cell, "Y")
        }
    assert results_write(reversed(result.rows)) == result.results
    assert {row.id: row.team for row in result.rows} == result.teams


def test_every_selected_venue_gets_a_proof_that_leads_to_the_root() -> None:
    result = drawn.drawn(drawn.prepared())
    for row in result.rows:
        assert merkle.proves(SHA256, result.proof(row.id), result.root)


def test_nobody_drawn_is_nothing_to_prove() -> None:
    assert merkle.proofs(SHA256, bytes(32), []) == []


def test_a_proof_changed_anywhere_leads_nowhere() -> None:
    result = drawn.drawn(drawn.prepared())
    proof = result.proof(result.rows[3].id)
    short, other = proof.siblings[1:], ("00" * 32, *proof.siblings[1:])
    wrong: list[dict[str, Any]] = [
        {"index": 2}, {"index": -1}, {"index": proof.n}, {"n": proof.n + 1}, {"row": proof.row + "x"},
        {"salt": "00" * 32}, {"leaf": "00" * 32}, {"siblings": short}, {"siblings": other},
        {"siblings": ()}, {"siblings": (*proof.siblings, "00" * 32)}, {"n": 4, "siblings": short[:1]},
        {"index": 8, "siblings": ()}, {"index": 5, "n": 6, "siblings": proof.siblings[:1]},
    ]  # fmt: skip
    for change in wrong:
        assert not merkle.proves(SHA256, merkle.Proof(**{**vars(proof), **change}), result.root)


def test_an_empty_draw_has_a_result_too() -> None:
    nobody = drawn.prepared(
        policy=drawn.policy(bp=dict.fromkeys("ABCD", 0), min=dict.fromkeys("ABCD", 0), overall=0)
    )
    result = drawn.drawn(nobody)
    assert (result.n, result.open, result.results) == (0, (), b"SSJ-DRAW/1\tid\tclass\tcell\tteam\n")
    assert "FAIL" not in drawn.levels(drawn.package_of(nobody)).values()


def test_order_of_the_rosters_does_not_matter() -> None:
    commit = drawn.prepared()
    mixed = {
        "venues": [
            venue._replace(eligible="case" if venue.eligible == "case" else "")
            for venue in commit.rosters.venues
        ],
        "officers": list(commit.rosters.officers),
        "blocked": list(commit.rosters.blocked),
    }
    for rows in mixed.values():
        Random(7).shuffle(rows)  # type: ignore[arg-type]
    again = drawn.prepared(**mixed)
    assert again.commit_bytes == commit.commit_bytes
    assert drawn.drawn(again) == drawn.drawn(commit)


PRINT_ROOT = "from tests.domain.scheduling import drawn; print(drawn.drawn(drawn.tight()).root)"


@pytest.mark.parametrize(("seed", "locale"), [("1", "C"), ("4242", "zh_CN.GB18030")])
def test_hash_seed_and_locale_do_not_matter(seed: str, locale: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ROOT],
        env=environment,
        cwd=drawn.VERIFIER.parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == drawn.drawn(drawn.tight()).root


IDS = st.lists(st.integers(0, 999).map("V{:03}".format), unique=True, min_size=1, max_size=40)


@given(IDS, st.integers(0, 40), st.binary(min_size=32, max_size=32))
def test_the_fast_path_is_the_reference(ids: list[str], n: int, key: bytes) -> None:
    reference = sorted(ids, key=lambda uid: (SHA256.hash(key + uid.encode()), uid.encode()))
    selected, waiting = sampling.draw_cell(SHA256, key, drawn.spelled(ids), n)
    assert [t.id for t in selected] == reference[:n]
    assert [t.id for t in waiting] == reference[n:]
    assert [t.ticket for t in [*selected, *waiting]] == [
        SHA256.hash(key + u.encode()).hex() for u in reference
    ]


@given(IDS, st.integers(0, 40), st.binary(min_size=32, max_size=32), st.data())
def test_a_venue_that_was_not_selected_changes_nothing_by_leaving(
    ids: list[str], n: int, key: bytes, data: st.DataObject
) -> None:
    selected, waiting = sampling.draw_cell(SHA256, key, drawn.spelled(ids), n)
    if not waiting:
        return
    gone = data.draw(st.sampled_from(waiting))
    again = sampling.draw_cell(SHA256, key, drawn.spelled(uid for uid in ids if uid != gone.id), n)
    assert (again[0], list(again[1])) == (selected, [ticket for ticket in waiting if ticket != gone])


class Skewed:
    """A hash whose every ticket is as high as can be: no bound below lets one through."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def update(self, data: bytes) -> None:
        self.data = data

    def digest(self) -> bytes:
        return bytes([255] * 24) + self.data[-8:]

    def copy(self) -> "Skewed":
        return Skewed()


@pytest.mark.parametrize("profile", [SHA256, Profile("skewed", Skewed)])
@pytest.mark.parametrize("n", [0, 1, 60, 1400, 3000])
def test_the_lowest_are_found_without_sorting_all(profile: Profile, n: int) -> None:
    ids = [f"V{number:07}".encode() for number in range(3000)]
    assert sampling.lowest(profile, SECRET, ids, n) == sampling.tickets(profile, SECRET, ids)[:n]


def test_who_follows_is_known_before_all_are_sorted() -> None:
    ids = [f"V{number:07}".encode() for number in range(300)]
    waiting = sampling.draw_cell(SHA256, SECRET, ids, 10)[1]
    assert (waiting.heads(2), waiting.heads(9)) == (waiting[:2], waiting[:9])
    assert (waiting[0], len(waiting), waiting == 7) == (waiting.heads(1)[0], 290, False)


def test_a_place_in_a_cell_follows_from_the_seed_and_the_roster_alone() -> None:
    rows = [
        Venue(f"V{n}", "AB"[n % 2], f"T{n % 3}/NET", "", "open", "", 0, "Y" if n % 5 else "case")
        for n in range(40)
    ]
    roster = Venues.held(venues_write(rows))
    assert [roster.find(uid) for uid in ("V7", "V", "V70", "W")] == [rows[7], None, None, None]
    pools = roster.pools([("A", "T0/NET"), ("B", "T9/NET")])
    assert pools == {("A", "T0/NET"): [b"V12", b"V18", b"V24", b"V36", b"V6"], ("B", "T9/NET"): []}
    key = sampling.subkeys(SHA256, SECRET).venue
    order = sampling.tickets(SHA256, key, pools["A", "T0/NET"])
    assert sampling.places(SHA256, SECRET, pools.values(), {"V12", "V24"}) == {
        uid.decode(): (rank, ticket.hex())
        for rank, (ticket, uid) in enumerate(order, start=1)
        if uid in (b"V12", b"V24")
    }


SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=12)


@given(SIZES, st.data(), st.binary(min_size=32, max_size=32))
def test_a_cell_gets_its_exact_share_rounded_down_or_up(
    sizes: list[int], data: st.DataObject, seed: bytes
) -> None:
    n = data.draw(st.integers(0, sum(sizes)))
    assert cell_faults(sizes, n, sampling.subkeys(SHA256, seed).alloc) == []


# what is refused


def refused(code: str, **changed: Any) -> None:
    commit = drawn.prepared()
    given = {"commit_bytes": commit.commit_bytes, "rosters": commit.rosters, "values": [drawn.THROWN]}
    with pytest.raises(DomainError, match=code):
        drawing.draw(**{**given, **changed})


def test_a_roster_that_is_not_the_committed_one_is_refused() -> None:
    commit = drawn.prepared()
    for name in ("venues", "officers", "blocked"):
        shorter = {name: getattr(commit.rosters, name)[1:]}
        refused("draw_roster_differs", rosters=replace(commit.rosters, **shorter))
    tight = drawn.tight()
    exchanged = replace(tight.rosters, lifted=tight.rosters.lifted[1:])
    refused("draw_roster_differs", commit_bytes=tight.commit_bytes, rosters=exchanged)


def test_a_value_of_another_beacon_is_refused() -> None:
    refused("draw_beacon_wrong", values=["dice:40:" + "1" * 39])


SECRET = bytes(range(32))
SEAL = Seal(SECRET, "11" * 32, drawn.MOMENT + 40 * 86400)


def test_a_sealed_draw_follows_from_its_secret_as_well() -> None:
    commit = drawn.prepared(seal=SEAL)
    assert commit.commit["secret"] == sampling.secret_digest(SHA256, "370117", 1, SECRET).hex()
    given: dict[str, Any] = {
        "commit_bytes": commit.commit_bytes,
        "rosters": commit.rosters,
        "values": [drawn.THROWN],
    }
    found = drawing.draw(**given, secret=SECRET)
    assert found.seed == sampling.seed(SHA256, commit.commit_bytes, [drawn.THROWN], SECRET).hex()
    for wrong in (b"", SECRET[:31], SECRET[:31] + b"!"):
        refused("draw_secret_wrong", **given, secret=wrong)


def test_an_open_draw_takes_no_secret() -> None:
    refused("draw_invalid", secret=SECRET)


def test_a_sealed_package_shows_its_result_with_its_secret() -> None:
    commit = drawn.prepared(seal=SEAL)
    result = drawing.draw(
        commit_bytes=commit.commit_bytes, rosters=commit.rosters, values=[drawn.THROWN], secret=SECRET
    )
    log = drawn.log_of(commit, result)
    given: dict[str, Any] = {"commit_bytes": commit.commit_bytes, "rosters": commit.rosters}
    assert "results.tsv" not in drawing.package(**given, log=log, drawn=None)
    with pytest.raises(DomainError, match="draw_invalid"):
        drawing.package(**given, log=log, drawn=result)
    at = drawn.MOMENT + 86400
    line = drawlog.append(log, scope="370117", no=1, at=at, ev="REVEAL", fields={"secret": SECRET.hex()}).line
    assert drawing.package(**given, log=[*log, line], drawn=result)["results.tsv"] == result.results
    with pytest.raises(DomainError, match="draw_invalid"):
        drawing.package(**given, log=[*log, line], drawn=None)


@pytest.mark.parametrize("change", [{"escrow": ""}, {"reveal_by": drawn.MOMENT}, {"reveal_by": 2**40}])
def test_sealed_mode_without_escrow_or_deadline_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match="draw_invalid"):
        drawn.prepared(seal=SEAL._replace(**change))


def test_the_other_profile_hashes_everything_with_sm3() -> None:
    commit = drawn.prepared(profile=SM3)
    found = drawn.drawn(commit)
    assert (commit.commit["spec"], found.profile) == ("SSJ-DRAW/1-SM3", SM3)
    assert commit.commit["venues"] == SM3.hash(commit.files["venues.tsv"]).hex()
    assert merkle.proves(SM3, found.proof(found.rows[0].id), found.root)
    assert found.seed != drawn.drawn(drawn.prepared()).seed
    fields = {"commit": commit.digest}
    line = drawlog.append([], scope="370117", no=1, at=1, ev="COMMIT", fields=fields, profile=SM3)
    assert line.head == drawlog.head([line.line], SM3) != drawlog.head([line.line])
    assert drawlog.next_no([line.line], SM3) == 2


def test_quotas_that_do_not_follow_from_the_roster_are_refused() -> None:
    commit = drawn.prepared()
    more = {**commit.commit, "quota": {**commit.quota, "A": commit.quota["A"] + 1}}
    refused("draw_invalid", commit_bytes=commit_write(more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("relax", "stranger"), [(["cap"], False), (["rotation"], True)])
def test_lifted_pairs_are_blocked_pairs_of_a_policy_that_lifts(relax: list[str], stranger: bool) -> None:
    pair = Pair("370117000", "91370117MA3C0000XK")
    lifted = [pair._replace(venue="X")] if stranger else [pair]
    with pytest.raises(DomainError, match="draw_invalid"):
        drawn.prepared(policy=drawn.policy(relax=relax), lifted=lifted)


def test_a_roster_that_could_not_be_read_back_is_not_committed() -> None:
    venue = drawn.venues(1)[0]
    for wrong in (venue._replace(name="某\u200b店"), venue._replace(name="\ud800"), venue._replace(cls="E")):
        with pytest.raises(DomainError, match="draw_invalid"):
            drawn.prepared(venues=[wrong])


def test_a_commit_needs_an_hour_before_its_moment() -> None:
    drawing.lead_check(drawn.MOMENT - 3600, drawn.MOMENT)
    with pytest.raises(DomainError, match="draw_commit_late"):
        drawing.lead_check(drawn.MOMENT - 3599, drawn.MOMENT)


def packaged(log: Sequence[bytes], *, with_result: bool) -> dict[str, bytes]:
    commit = drawn.prepared()
    result = drawn.drawn(commit) if with_result else None
    return drawing.package(commit_bytes=commit.commit_bytes, log=log, rosters=commit.rosters, drawn=result)


def test_a_package_before_the_draw_has_no_result() -> None:
    files = packaged(drawn.log_of(drawn.prepared(), None), with_result=False)
    assert sorted(files) == ["blocked.tsv", "commit.json", "log.jsonl", "officers.tsv", "venues.tsv"]


def test_a_package_whose_log_tells_otherwise_is_refused() -> None:
    commit = drawn.prepared()
    tight = drawn.tight()
    finished = drawn.log_of(commit, drawn.drawn(commit))
    other = "dice:40:" + "7" * 40
    elsewhere = drawn.log_of(commit, drawn.drawn(commit, [other]), [other])
    for log, with_result in (
        (finished, False),
        (finished[:1], True),
        (finished[:2], True),
        (elsewhere, True),
        ([], False),
    ):
        with pytest.raises(DomainError, match="draw_invalid"):
            packaged(log, with_result=with_result)
    with pytest.raises(DomainError, match="draw_invalid"):
        packaged(drawn.log_of(tight, drawn.drawn(tight)), with_result=True)


def test_the_same_files_make_the_same_zip() -> None:
    files = drawn.package_of(drawn.tight())
    assert drawing.pack(files) == drawing.pack(dict(reversed(files.items())))
    assert sorted(files) == [
        "blocked.tsv", "commit.json", "lifted.tsv", "log.jsonl", "officers.tsv", "results.tsv", "venues.tsv",
    ]  # fmt: skip
