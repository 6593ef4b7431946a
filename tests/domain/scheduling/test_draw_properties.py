"""What must hold of every draw (properties 1 to 15), each with its test over random cases."""

import importlib
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import drawlog, roster, sampling
from scheduling.domain.amendments import Standing
from scheduling.domain.encoding import SHA256
from scheduling.domain.roster import Rosters, Venue
from scheduling.domain.sampling import CellDraw
from scheduling.domain.tables import table_bytes
from tests.domain.scheduling import drawn
from tests.domain.scheduling.fairness import bare
from tests.domain.scheduling.test_draw_files import VENUE, refusal, spoiled
from tests.domain.scheduling.test_draw_log import HISTORY

DOMAIN = "tests.domain.scheduling"
# property → the module and the test that holds it over random cases
HELD: dict[int, tuple[str, str]] = {
    1: ("test_draw_properties", "test_any_order_of_the_input_gives_the_same_draw"),
    2: ("test_draw_commit", "test_quotas_reach_their_ratios_or_say_what_is_missing"),
    3: ("test_draw_whole", "test_a_cell_gets_its_exact_share_rounded_down_or_up"),
    4: ("test_draw_whole", "test_a_venue_that_was_not_selected_changes_nothing_by_leaving"),
    5: ("test_draw_properties", "test_a_supplement_goes_on_where_every_cell_of_the_draw_ended"),
    7: ("test_draw_properties", "test_a_roster_with_one_sign_that_is_not_seen_is_refused"),
    8: ("test_draw_matching", "test_teams_are_distinct_eligible_and_within_caps"),
    9: ("test_draw_matching", "test_as_many_seats_are_filled_as_any_flow_fills"),
    10: ("test_draw_matching", "test_no_other_full_assignment_is_more_even"),
    11: ("test_draw_matching", "test_order_of_the_input_does_not_matter"),
    12: ("test_draw_properties", "test_a_log_with_lines_dropped_doubled_or_moved_is_refused"),
    14: ("test_draw_whole", "test_the_fast_path_is_the_reference"),
    15: ("tests.services.scheduling.test_drand", "test_no_other_round_and_no_other_bit_is_signed"),
}
# 6 is a chi-square over seeds and 13 every byte of every file: not one case at a time
MEASURED = {
    6: ("test_draw_fairness", "test_every_venue_and_pair_has_its_chance"),
    13: ("test_verifier_twin", "test_both_verifiers_fail_at_the_step_of_the_byte"),
}


def held(place: tuple[str, str]) -> Any:
    name = place[0] if "." in place[0] else f"{DOMAIN}.{place[0]}"
    return getattr(importlib.import_module(name), place[1])


def test_every_property_has_its_test_over_random_cases() -> None:
    assert sorted([*HELD, *MEASURED]) == list(range(1, 16))
    assert all(getattr(held(place), "is_hypothesis_test", False) for place in HELD.values())
    assert all(callable(held(place)) for place in MEASURED.values())


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_any_order_of_the_input_gives_the_same_draw(seed: int) -> None:
    commit = drawn.prepared()
    mixed: dict[str, list[Any]] = {
        "venues": [
            venue._replace(eligible="case" if venue.eligible == "case" else "")
            for venue in commit.rosters.venues
        ],
        "officers": list(commit.rosters.officers),
        "blocked": list(commit.rosters.blocked),
    }
    dice = Random(seed)
    for rows in mixed.values():
        dice.shuffle(rows)
    again = drawn.prepared(**mixed)
    assert again.commit_bytes == commit.commit_bytes
    assert drawn.drawn(again).results == drawn.drawn(commit).results


@settings(max_examples=50)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=5), st.integers(0, 9), st.data())
def test_a_supplement_goes_on_where_every_cell_of_the_draw_ended(
    sizes: list[int], extra: int, data: st.DataObject
) -> None:
    seed = data.draw(st.binary(min_size=32, max_size=32))
    key, cells, venues = sampling.subkeys(SHA256, seed).venue, [], []
    for number, size in enumerate(sizes):
        cell, ids = f"T{number}/x", [f"V{number}{at:02}" for at in range(size)]
        n = data.draw(st.integers(0, size))
        picked, waiting = sampling.draw_cell(SHA256, key, drawn.spelled(ids), n)
        cells.append(CellDraw("B", cell, size, n, picked, waiting))
        venues += [Venue(uid, "B", cell, "", "open", "", 0, "Y") for uid in ids]
    policy = drawn.policy(seats={"*": ["", ""]}, max_extra=[{"B": extra}])
    state = Standing(bare(seed.hex(), cells), policy, Rosters(venues, [], []))
    left = {cell: list(ids) for (_, cell), ids in state.waiting.items()}
    free = sum(map(len, left.values()))
    made = state.supplement()
    taken: dict[str, list[str]] = {cell: [] for cell in left}
    for row in made.rows:
        taken[row.cell].append(row.id)
    assert len(made.rows) == min(extra, free)
    assert {cell: sorted(ids) for cell, ids in taken.items()} == {
        cell: sorted(left[cell][: len(ids)]) for cell, ids in taken.items()
    }
    share = {cell: (min(extra, free) * len(ids), free or 1) for cell, ids in left.items()}
    for cell, (part, whole) in share.items():
        assert part // whole <= len(taken[cell]) <= -(-part // whole)


UNSEEN = st.sampled_from(
    ["\t", "\n", "\r", "\x00", "\x7f", "\u00ad", "\u200b", "\u200d", "\u202e", "\u2060", "\ufeff", "\u3000",
     "e\u0301", "\u3164", "\ufe0f", "\ud800", "\ue000"]
)  # fmt: skip


@given(UNSEEN, st.text("某店abc网 ", max_size=6), st.text("某店abc网 ", max_size=6))
def test_a_roster_with_one_sign_that_is_not_seen_is_refused(sign: str, before: str, after: str) -> None:
    name = f"某{before}{sign}{after}店"
    try:
        data = table_bytes(roster.VENUE_COLUMNS, [spoiled(VENUE, 3, "X").split("\t")]).replace(
            b"\tX\t", f"\t{name}\t".encode()
        )
    except UnicodeEncodeError:
        return  # half a pair has no bytes at all
    assert refusal(lambda: roster.venues_read(data))[0] == "draw_invalid"
    with pytest.raises(drawn.verifier().Broken):
        for row in drawn.verifier().table("venues.tsv", data):
            drawn.verifier().check_venue(row)


@given(st.data())
def test_a_log_with_lines_dropped_doubled_or_moved_is_refused(data: st.DataObject) -> None:
    place = st.integers(0, len(HISTORY) - 2)  # of the last line alone nothing later tells
    one, other = data.draw(place), data.draw(place)
    way = data.draw(st.sampled_from(["drop", "double", "move"]))
    lines = list(HISTORY)
    if way == "drop":
        del lines[one]
    elif way == "double":
        lines.insert(other, lines[one])
    else:
        lines.insert(other, lines.pop(one))
    if lines == HISTORY:
        return
    with pytest.raises(DomainError):
        drawlog.check(lines)
    with pytest.raises(DomainError):
        drawlog.check(drawlog.read(drawlog.write(lines)))
