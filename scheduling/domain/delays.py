"""A source that was not produced: the next round or issue takes its place, said before it is known (N16)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple, NoReturn

from backend.domain.errors import DomainError
from scheduling.domain import beacon

DAY_S = 86400
# a result later than this after the moment counts as void (N21)
RESULT_WITHIN_S = 3 * DAY_S
# the log does not know the date of the next issue: three days are the longest wait for one
ISSUE_WITHIN_S = 3 * DAY_S


class Delay(NamedTuple):
    """A line BEACON_DELAY: source `i`, depth first, was due as `due` and is awaited as `next`, said `at`."""

    i: int
    due: str
    next: str
    at: int


def delays_of(lines: Iterable[Mapping[str, Any]]) -> list[Delay]:
    """The delays among the lines of one draw."""
    return [
        Delay(line["i"], line["from"], line["to"], line["at"])
        for line in lines
        if line["ev"] == "BEACON_DELAY"
    ]


def round_at(number: int) -> int:
    """When a quicknet round is published."""
    return beacon.CHAIN_STARTS_AT + (number - 1) * beacon.CHAIN_PERIOD_S


def source_at(source: Mapping[str, Any]) -> int:
    """When a source can be known: its round, or half past nine of its day in Beijing."""
    if source["kind"] == "drand":
        return round_at(source["round"])
    begins = datetime.combine(date.fromisoformat(source["date"]), time(), UTC)
    return int(begins.timestamp()) - beacon.BEIJING_S + beacon.LAST_LOTTERY_MINUTE * 60


def _awaited(source: Mapping[str, Any], value: str) -> dict[str, Any]:
    return {**source, "round": int(value)} if source["kind"] == "drand" else {**source, "issue": value}


def awaited(descriptor: Mapping[str, Any], delays: Iterable[Delay]) -> dict[str, Any]:
    """The descriptor with the rounds and issues that are awaited now."""
    named = {delay.i: delay.next for delay in delays}
    listed, place = [], 0
    for option in beacon.options(descriptor):
        of = []
        for source in beacon.sources(option):
            of.append(_awaited(source, named[place]) if place in named else dict(source))
            place += 1
        listed.append({"kind": "all", "of": of} if option["kind"] == "all" else of[0])
    return {"kind": "first", "of": listed} if descriptor["kind"] == "first" else listed[0]


def delay_next(descriptor: Mapping[str, Any], before: Iterable[Delay], i: int, at: int) -> tuple[str, str]:
    """(`from`, `to`) of a delay said at this instant; `to` is "" where only a lottery can tell it."""
    source = _source(awaited(descriptor, before), i)
    if at < source_at(source) + DAY_S:
        raise DomainError("draw_source_not_late")
    if source["kind"] == "drand":
        return str(source["round"]), str(beacon.drand_round(at + DAY_S))
    return source["issue"], ""


def delay_check(descriptor: Mapping[str, Any], before: Iterable[Delay], delay: Delay) -> None:
    """Refuse a delay of a source that is not late, or to anything but what comes next."""
    due, following = delay_next(descriptor, before, delay.i, delay.at)
    if delay.due != due:
        _refused(f"{due} was due")
    if following and delay.next != following:
        _refused(f"the next round is {following}")
    if not following and not beacon.later_issue(delay.next, due):
        _refused(f"an issue after {due}")


def _source(descriptor: Mapping[str, Any], i: int) -> dict[str, Any]:
    """The source at this place; only one that nothing can stand in for is waited for."""
    *earlier, last = (beacon.sources(option) for option in beacon.options(descriptor))
    first = sum(len(of) for of in earlier)
    if not first <= i < first + len(last):
        _refused("an earlier option is passed over, not delayed")
    source = last[i - first]
    if source["kind"] == "dice":
        _refused("dice are simply thrown later")
    return source


def delayable(descriptor: Mapping[str, Any]) -> bool:
    """Whether any of its sources can be late at all: dice cannot."""
    listed = beacon.options(descriptor) if descriptor else []
    return bool(listed) and any(source["kind"] != "dice" for source in beacon.sources(listed[-1]))


def result_by(descriptor: Mapping[str, Any], moment: int, delays: Iterable[Delay]) -> int:
    """The last instant at which a result counts; every delay adds its own length."""
    return moment + RESULT_WITHIN_S + sum(_length(descriptor, delay) for delay in delays)


def _length(descriptor: Mapping[str, Any], delay: Delay) -> int:
    source = _source(descriptor, delay.i)
    if source["kind"] == "drand":
        return (int(delay.next) - int(delay.due)) * beacon.CHAIN_PERIOD_S
    return delay.at - source_at(source) + ISSUE_WITHIN_S


def _refused(why: str) -> NoReturn:
    raise DomainError("draw_order", {"event": "BEACON_DELAY", "why": why})
