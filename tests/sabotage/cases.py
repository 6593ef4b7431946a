"""Guards of the tables of a case, each made blind to one fact, and the act that must then be noticed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from backend.domain.states import Facts, Move
from enforcement.domain.states import CASE
from enforcement.domain.tracks import TRACKS
from tests.services.enforcement.case_lacks import Lack
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.case_refusals import refused
from tests.services.enforcement.track_lacks import TrackLack

VERB = {"prepare": "publication.prepare", "return": "publication.return"}


@contextmanager
def blind(lack: Lack | TrackLack) -> Iterator[None]:
    """Its guard no longer names the fact, in whichever state."""
    verb = lack.verb if isinstance(lack, TrackLack) else VERB.get(lack.verb, f"case.{lack.verb}")
    tables = [CASE] if isinstance(lack, Lack) else [row.moves for row in TRACKS.values()]
    with pytest.MonkeyPatch.context() as patch:
        for moves in tables:
            for (state, name), move in list(moves.items()):
                if name == verb and move.guard is not None:
                    patch.setitem(moves, (state, name), Move(move.next, _without(move.guard, lack.fact)))
        yield


def _without(guard: Callable[[Facts], list[str]], fact: str) -> Callable[[Facts], list[str]]:
    return lambda facts: [name for name in guard(facts) if name != fact]


def noticed(machine: CaseMachine, lack: Lack | TrackLack, do: Callable[[], object]) -> None:
    """While the guard is blind the same act turns the run red, by whatever; then nothing of it remains."""
    refused(machine, lack, do)
    with blind(lack), transaction.atomic():
        try:
            refused(machine, lack, do)
        except Exception:  # what a guard kept out may break anything behind it
            return
        finally:
            transaction.set_rollback(True)
    raise AssertionError(f"{lack.verb}: nobody noticed that {lack.fact} is not asked for")
