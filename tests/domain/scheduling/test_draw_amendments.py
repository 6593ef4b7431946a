"""After the result: who replaces whom, who is drawn besides, and the log alone tells it again (N19, N20)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import merkle, sampling
from scheduling.domain.amendments import Seat, Standing, standing
from scheduling.domain.encoding import SHA256
from scheduling.domain.policy import OFFICER_CODES
from scheduling.domain.roster import OPEN_SEAT, Officer, Result, Rosters, Venue, result_line
from scheduling.domain.sampling import CellDraw
from tests.domain.scheduling import drawn
from tests.domain.scheduling.fairness import bare
from tests.domain.scheduling.test_draw_vectors import SEED, vector


def of_x2() -> Standing:
    """The draw of vector X2, without officers: every seat is open."""
    told = vector("x2")
    key = sampling.subkeys(SHA256, SEED).venue
    cells = []
    for cell, ids in told["venues"].items():
        picked, waiting = sampling.draw_cell(
            SHA256, key, drawn.spelled(ids), len(told["drawn"][cell]["selected"])
        )
        cells.append(CellDraw("B", cell, len(ids), len(picked), picked, waiting))
    venues = [
        Venue(uid, "B", cell, "", "open", "", 0, "Y") for cell, ids in told["venues"].items() for uid in ids
    ]
    policy = drawn.policy(seats={"*": ["", ""]}, max_extra=[{"B": 3}])
    return Standing(bare(SEED.hex(), cells), policy, Rosters(venues, [], []))


def lists(state: Standing) -> dict[str, dict[str, list[str]]]:
    tickets = sampling.tickets(SHA256, state.keys.venue, drawn.spelled(state.venue))
    order = {uid.decode(): place for place, (_, uid) in enumerate(tickets)}
    return {
        cell: {
            "selected": sorted(
                (row.id for row in state.rows.values() if row.cell == cell), key=order.__getitem__
            ),
            "waiting": ids,
        }
        for (_, cell), ids in state.waiting.items()
    }


def test_x2_a_chain_of_replacements_goes_through_the_cell_and_then_the_class() -> None:
    told, state = vector("x2"), of_x2()
    found = [state.replace("moved", out) for out in ("V01", "V02")]
    assert [[made.out.id, made.change.in_, made.in_.cell] for made in found if made.in_] == told["replaced"]
    assert lists(state) == told["after_replace"]


@pytest.mark.parametrize(
    ("key", "outs"), [("supplement_after_replace", ["V01", "V02"]), ("supplement_directly", [])]
)
def test_x2_a_supplement_extends_the_waiting_lists_as_they_are(key: str, outs: list[str]) -> None:
    told, state = vector("x2")[key], of_x2()
    for out in outs:
        state.replace("moved", out)
    made = state.supplement()
    by_cell: dict[str, set[str]] = {cell: set() for cell in told["counts"]}
    for row in made.rows:
        by_cell[row.cell].add(row.id)
    assert by_cell == {cell: set(ids) for cell, ids in told["new"].items()}
    assert made.fields["n"] == sum(told["counts"].values())
    with pytest.raises(DomainError, match="draw_order"):
        state.supplement()


# a district with officers


def district(**changed: Any) -> Standing:
    """A drawn district as it stands."""
    given: dict[str, Any] = {"policy": drawn.policy(max_extra=[{"A": 1, "B": 1}, {"C": 9}]), **changed}
    commit = drawn.prepared(**given)
    return Standing(drawn.drawn(commit), commit.commit["policy"], commit.rosters)


def snapshot(state: Standing) -> Any:
    return state.rows, state.loads, state.waiting, state.assigned, state.files()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("VOSA"), st.integers(0, 50), st.integers(0, 2)), max_size=9))
def test_the_log_alone_tells_every_change_again(acts: list[tuple[str, int, int]]) -> None:
    state = district()
    lines: list[dict[str, Any]] = [{"ev": "REVEAL", "secret": ""}]
    for act, place, slot in acts:
        rows = sorted(state.rows)
        row = state.rows[rows[place % len(rows)]]
        seat = Seat(row.id, slot % len(row.team))
        if act == "V":
            lines.append({"ev": "REPLACE", **state.replace("moved", row.id).fields})
        elif act == "O" and row.team[seat.slot] != OPEN_SEAT:
            lines.append({"ev": "REPLACE", **state.relieve(OFFICER_CODES[place % 4], seat).fields})
        elif act == "S" and len(state.supplements) < 2:
            lines.append({"ev": "SUPPLEMENT", **state.supplement().fields})
        elif act == "A" and row.team[seat.slot] == OPEN_SEAT:
            leaf = state.leaf(row)
            lent = "9999001" if place % 2 else next(iter(state.loads))
            if lent in state.team(row.id):
                continue
            state.assign(seat, lent)
            lines.append({"ev": "ASSIGN", "leaf": leaf, "slot": seat.slot, "officer": lent})
    again = standing(state.drawn, state.policy, state.rosters, lines)
    assert snapshot(again) == snapshot(state)
    teams = [state.team(uid) for uid in state.rows]
    assert all(len(set(team)) == len(team) for team in teams)
    carried = {officer.id: officer.load for officer in state.rosters.officers}
    held = {uid: sum(uid in team for team in teams) + load for uid, load in carried.items()}
    assert held == state.loads
    assert all(made.change.in_ not in {earlier.out.id for earlier in state.replacements[: made.change.k]}
               for made in state.replacements if made.change.code not in OFFICER_CODES)  # fmt: skip


def test_a_row_of_replace_tsv_names_the_whole_team() -> None:
    state = district()
    out = next(row.id for row in state.rows.values() if state.waiting[row.cls, row.cell])
    made = state.replace("duplicate", out)
    assert made.in_ is not None
    seat = Seat(made.in_.id, 1)
    officer = state.relieve("sick", seat)
    assert officer.change == (2, "sick", seat.venue, seat.venue, officer.change.team)
    assert officer.out_leaf == made.in_leaf == state.leaf(made.in_)
    text = state.files()["replace.tsv"].decode().splitlines()
    assert text[0] == "SSJ-DRAW/1\tk\tcode\tout\tin\tteam"
    assert text[1].split("\t")[:4] == ["1", "duplicate", out, seat.venue]
    assert text[2].split("\t") == ["2", "sick", seat.venue, seat.venue, ",".join(officer.change.team)]


def test_no_former_holder_comes_back_to_a_seat() -> None:
    people = [Officer(f"O{n}", "队", ("NET", "lead"), ("*",), "2026-01-01", "2026-12-31", "2028-01-01", 0, 40)
              for n in range(4)]  # fmt: skip
    state = district(officers=people, blocked=[])
    seat = Seat(next(iter(state.rows)), 0)
    size = len(state.rows[seat.venue].team)
    held = [state.rows[seat.venue].team[0]]
    while held[-1] != OPEN_SEAT:
        row = state.relieve("leave", seat).in_
        assert row is not None
        held.append(row.team[0])
    assert len(set(held)) == len(held) == 4 - (size - 1) + 1
    with pytest.raises(DomainError, match="draw_order"):
        state.relieve("leave", seat)


def test_when_a_class_has_nobody_left_the_place_stays_empty() -> None:
    state = district()
    out = next(row for row in state.rows.values() if row.cls == "D")
    for (cls, _), ids in state.waiting.items():
        if cls == "D":
            ids.clear()
    before = dict(state.loads)
    made = state.replace("cancelled", out.id)
    assert (made.change.in_, made.change.team, made.in_leaf, made.in_) == ("", (), "", None)
    assert before[out.team[0]] - state.loads[out.team[0]] == 1
    assert state.files()["replace.tsv"].decode().splitlines()[1] == f"1\tcancelled\t{out.id}\t\t"


def test_the_relaxations_of_the_result_hold_for_what_follows() -> None:
    commit = drawn.tight()
    result = drawn.drawn(commit)
    assert result.relaxed
    state = Standing(result, commit.commit["policy"], commit.rosters)
    limits = {officer.id: officer.cap + result.terms.cap_more for officer in commit.rosters.officers}
    for out in list(state.rows):
        state.replace("moved", out)
    assert all(load <= limits[uid] for uid, load in state.loads.items())


def test_rows_of_a_supplement_have_a_root_and_proofs_of_their_own() -> None:
    state = district()
    made = state.supplement()
    lines = [result_line(row) for row in made.rows]
    assert made.extra == {"A": 1, "B": 1}
    assert len(lines) == 2
    for place in range(len(lines)):
        assert merkle.proves(SHA256, merkle.prove(SHA256, state.seed, lines, place), made.root)
    assert state.files()["supplement-1.tsv"].decode().splitlines()[1:] == lines
    assert state.supplement().fields["n"] < 9


@pytest.mark.parametrize(
    "act",
    [
        lambda s, row: s.replace("mood", row.id),
        lambda s, row: s.replace("moved", "V99"),
        lambda s, row: s.relieve("moved", Seat(row.id, 0)),
        lambda s, row: s.relieve("sick", Seat(row.id, len(row.team))),
        lambda s, row: s.relieve("sick", Seat("V99", 0)),
        lambda s, row: s.assign(Seat(row.id, 0), "X1"),
        lambda s, row: s.by_leaf("00" * 32),
        lambda s, row: s.follow(
            {"ev": "REPLACE", "seq": 4, "code": "sick", "out": s.leaf(row), "in": "00" * 32}
        ),
        lambda s, row: s.follow(
            {"ev": "REPLACE", "seq": 4, "k": 1, "code": "moved", "out": s.leaf(row), "in": "00" * 32}
        ),
        lambda s, row: s.follow({"ev": "SUPPLEMENT", "seq": 4, "k": 1, "extra": {}, "n": 3, "root": ""}),
    ],
)
def test_what_does_not_follow_is_refused(act: Callable[[Standing, Result], Any]) -> None:
    state = district()
    row = next(row for row in state.rows.values() if OPEN_SEAT not in row.team)
    with pytest.raises(DomainError, match="draw_order"):
        act(state, row)


def test_pairs_that_met_anywhere_meet_again_last() -> None:
    """Slot 1 of a supplement goes to whoever sat with slot 0 in the fewest teams, old ones included."""
    people = [
        Officer(f"O{n}", "队", (), ("*",), "2026-01-01", "2026-12-31", "2028-01-01", 0, 40) for n in range(3)
    ]
    rows = [Venue(f"V{n}", "A", "T/x", "", "open", "", 0, "") for n in range(8)]
    rules = drawn.policy(
        bp={"A": 5000}, min={"A": 1}, w={"A": 1}, overall=0, seats={"*": ["", ""]}, max_extra=[{"A": 2}]
    )
    state = district(officers=people, venues=rows, blocked=[], policy=rules)
    state.supplement()
    pairs = [frozenset(state.team(uid)) for uid in state.rows]
    times = sorted(pairs.count(pair) for pair in set(pairs))
    assert len(pairs) == 6 and times == [2, 2, 2]
