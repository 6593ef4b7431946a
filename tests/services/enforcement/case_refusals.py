"""Acts that lack one fact, tried on a case of the machine: refused by its name, and without a trace."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from backend.domain.errors import DomainError
from backend.models import JournalLine
from tests.services.enforcement.case_lacks import LACKS, Lack
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.track_lacks import TRACK_LACKS, TrackLack

Tried = Callable[[CaseMachine, Lack | TrackLack, Callable[[], object]], None]
Seen = Counter[tuple[str, str, str]]  # verb, fact, state of the case


def lacks_of(
    machine: CaseMachine, which: int, late: str = ""
) -> Iterator[tuple[Lack | TrackLack, Callable[[], object]]]:
    """What could be tried now on this case without one fact; `late`: an act whose day the course let pass."""
    row, one = machine.rows[which], machine.cases[which]
    for lack in LACKS:
        if lack.when(one) and lack.late == (lack.verb == late):
            yield lack, partial(lack.do, machine.cast, row, one)
    for beyond in TRACK_LACKS:
        if beyond.late != (beyond.verb == late):
            continue
        places = [(None, None), *zip(machine.tracks[which], one.tracks, strict=True)]
        for track, beside in places:
            if beyond.when(one, beside):
                yield beyond, partial(beyond.do, machine.cast, row, track, one)


def refused(machine: CaseMachine, lack: Lack | TrackLack, do: Callable[[], object]) -> None:
    """It is refused by the name of what it lacks, and nothing is told of it."""
    lines = JournalLine.objects.everywhere("guard")
    with machine._now():
        last = lines.count()
        try:
            do()
        except DomainError as refusal:
            assert refusal.code == "facts_missing", (lack.verb, lack.fact, refusal.code, refusal.data)
            assert lack.fact in refusal.data["missing"], (lack.verb, lack.fact, refusal.data)
            assert lines.count() == last, "a refusal leaves no trace"
            return
    raise AssertionError(f"{lack.verb} was done without {lack.fact}")


def lack_all(machine: CaseMachine, which: int, seen: Seen, tried: Tried = refused, late: str = "") -> None:
    """Each that was not tried yet in this state of the case."""
    state = machine.cases[which].state
    for lack, do in list(lacks_of(machine, which, late)):
        if not seen[lack.verb, lack.fact, state]:
            tried(machine, lack, do)
        seen[lack.verb, lack.fact, state] += 1


def lack_one(machine: CaseMachine, which: int, pick: int) -> None:
    """Any of those open now."""
    lacks = list(lacks_of(machine, which % len(machine.cases)))
    if lacks:
        refused(machine, *lacks[pick % len(lacks)])
