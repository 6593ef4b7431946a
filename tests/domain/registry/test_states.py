import pytest

from backend.domain.errors import DomainError
from backend.domain.states import Moves, next_state
from registry.domain.states import GEOCODE_MOVES, IMPORT_MOVES, VENUE_MOVES, status_verb

REASON = {"reason": "现场核实"}
VENUE = {
    ("open", "venue.close"): "closed",
    ("open", "venue.lose"): "lost",
    ("open", "venue.cancel"): "cancelled",
    ("closed", "venue.reopen"): "open",
    ("closed", "venue.lose"): "lost",
    ("closed", "venue.cancel"): "cancelled",
    ("lost", "venue.reopen"): "open",
    ("lost", "venue.close"): "closed",
    ("lost", "venue.cancel"): "cancelled",
}
IMPORT = {
    ("uploaded", "roster_import.read"): "reading",
    ("reading", "roster_import.preview"): "previewed",
    ("reading", "roster_import.fail"): "failed",
    ("previewed", "roster_import.fix"): "previewed",
    ("previewed", "roster_import.confirm"): "confirming",
    ("confirming", "roster_import.write"): "done",
    ("confirming", "roster_import.return"): "previewed",
}
GEOCODE = {
    ("asked", "geocode.propose"): "proposed",
    ("asked", "geocode.miss"): "missed",
    ("proposed", "geocode.accept"): "accepted",
    ("proposed", "geocode.reject"): "rejected",
}
STATES = {
    "venue": ("open", "closed", "cancelled", "lost"),
    "import": ("uploaded", "reading", "previewed", "confirming", "done", "failed"),
    "geocode": ("asked", "proposed", "missed", "accepted", "rejected"),
}
TABLES: dict[str, tuple[Moves, dict[tuple[str, str], str]]] = {
    "venue": (VENUE_MOVES, VENUE),
    "import": (IMPORT_MOVES, IMPORT),
    "geocode": (GEOCODE_MOVES, GEOCODE),
}
PAIRS = [
    (name, state, verb)
    for name, (_, expected) in TABLES.items()
    for state in STATES[name]
    for verb in sorted({verb for _, verb in expected})
]


@pytest.mark.parametrize(("name", "state", "verb"), PAIRS)
def test_every_pair_of_state_and_verb(name: str, state: str, verb: str) -> None:
    moves, expected = TABLES[name]
    if (state, verb) in expected:
        assert next_state(moves, state, verb, REASON) == expected[state, verb]
        return
    with pytest.raises(DomainError) as caught:
        next_state(moves, state, verb, REASON)
    assert (caught.value.code, caught.value.data) == ("move_not_open", {"state": state, "verb": verb})


@pytest.mark.parametrize(("state", "verb"), VENUE)
def test_status_of_a_venue_moves_with_a_reason_only(state: str, verb: str) -> None:
    with pytest.raises(DomainError) as caught:
        next_state(VENUE_MOVES, state, verb)
    assert (caught.value.code, caught.value.data["missing"]) == ("facts_missing", ["reason"])


@pytest.mark.parametrize("before", STATES["venue"])
@pytest.mark.parametrize("after", STATES["venue"])
def test_verb_between_two_statuses(before: str, after: str) -> None:
    verbs = [verb for (at, verb), to in VENUE.items() if (at, to) == (before, after)]
    assert status_verb(before, after) == (verbs[0] if verbs else None)
