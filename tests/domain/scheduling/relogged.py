"""Logs told otherwise: the lines of a package changed and chained anew, as a dishonest bureau would."""

from collections.abc import Callable, Mapping
from typing import Any

from scheduling.domain import drawlog
from scheduling.domain.canonical import canon, parse
from scheduling.domain.encoding import profile_named
from tests.domain.scheduling.packages import Event, Files


def relogged(files: Mapping[str, bytes], change: Callable[[list[Event]], object]) -> Files:
    """The package with other lines in its log, chained anew as a dishonest bureau would."""
    spec = parse(files["commit.json"], "commit.json")
    events: list[Event] = []
    for data in drawlog.read(files["log.jsonl"]):
        line = parse(data, "log.jsonl")
        events.append((line["at"], line["ev"], {key: line[key] for key in drawlog.FIELDS[line["ev"]]}))
    change(events)
    profile, lines = profile_named(spec["spec"]), list[bytes]()
    for seq, (at, event, fields) in enumerate(events, start=1):
        no = 1 + sum(one[1] == "COMMIT" for one in events[1:seq])
        common = {"at": at, "ev": event, "no": no, "prev": drawlog.head(lines, profile), "seq": seq}
        lines.append(canon({**fields, **common, "scope": "370117"}, "log"))
    return {**files, "log.jsonl": drawlog.write(lines)}


def of(events: list[Event], kind: str) -> int:
    """Where the first line of a kind stands."""
    return next(place for place, event in enumerate(events) if event[1] == kind)


def told(kind: str, at: int = 0, **changed: Any) -> Callable[[list[Event]], object]:
    """The first line of a kind, told otherwise."""

    def change(events: list[Event]) -> None:
        place = of(events, kind)
        old = events[place]
        events[place] = (at or old[0], kind, {**old[2], **changed})

    return change


def dropped(kind: str) -> Callable[[list[Event]], object]:
    return lambda events: events.pop(of(events, kind))


def recommitted(files: Mapping[str, bytes], **changed: Any) -> Files:
    """Another commit, logged anew."""
    data = canon({**parse(files["commit.json"], "commit.json"), **changed})
    spec = profile_named("SSJ-DRAW/1")
    return relogged({**files, "commit.json": data}, told("COMMIT", commit=spec.h("commit", data).hex()))
