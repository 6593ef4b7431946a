"""The log of a scope: one chained line per event, in the only order allowed (N18)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

from backend.domain.errors import DomainError
from scheduling.domain import shape
from scheduling.domain.canonical import canon, parse
from scheduling.domain.encoding import SHA256, ZERO_DIGEST, Profile
from scheduling.domain.policy import OFFICER_CODES, REPLACE_CODES
from scheduling.domain.quota import OVERALL
from scheduling.domain.refusal import refuse
from scheduling.domain.text import CLASSES, check_id

VOID_CODES = ("beacon", "secret", "roster", "order")
ERRATUM_CODES = ("display", "upload")

_RULE = "N18"
_COMMON = ("at", "ev", "no", "prev", "scope", "seq")

Field = Callable[[Any, str], object]


class Entry(NamedTuple):
    """A line as it is stored and published, without LF, with the head it makes."""

    line: bytes
    head: str
    seq: int


def _digest(value: Any, where: str) -> object:
    return shape.digest(value, _RULE, where)


def _whole(value: Any, where: str) -> object:
    return shape.whole(value, _RULE, where)


def _count(value: Any, where: str) -> object:
    return shape.whole(value, _RULE, where, least=1)


def _text(value: Any, where: str) -> object:
    return shape.text(value, _RULE, where)


def _digest_or_none(value: Any, where: str) -> object:
    return shape.digest(value, _RULE, where, or_empty=True)


def _strings(value: Any, where: str) -> object:
    return [shape.text(item, _RULE, where) for item in shape.array(value, _RULE, where)]


def _extra(value: Any, where: str) -> object:
    return shape.per_class(value, _RULE, where)


def _short(value: Any, where: str) -> object:
    for key, missing in shape.mapping(value, _RULE, where).items():
        shape.word(key, (*CLASSES, OVERALL), _RULE, where)
        shape.whole(missing, _RULE, where, least=1)
    return value


def _officer(value: Any, where: str) -> object:
    check_id(shape.text(value, _RULE, where), where)
    return value


def _one_of(*allowed: str) -> Field:
    return lambda value, where: shape.word(value, allowed, _RULE, where)


FIELDS: dict[str, dict[str, Field]] = {
    "COMMIT": {"commit": _digest},
    "BEACON": {"opt": _whole, "values": _strings, "proof": _strings},
    "BEACON_DELAY": {"i": _whole, "from": _text, "to": _text, "evidence": _digest},
    "RESULT": {"n": _whole, "open": _whole, "relaxed": _whole, "root": _digest, "short": _short},
    "REPLACE": {
        "k": _count,
        "code": _one_of(*REPLACE_CODES, *OFFICER_CODES),
        "evidence": _digest,
        "out": _digest,
        "in": _digest_or_none,
    },
    "SUPPLEMENT": {"k": _count, "extra": _extra, "n": _whole, "root": _digest},
    "ASSIGN": {"leaf": _digest, "slot": _whole, "officer": _officer, "code": _text, "approval": _digest},
    "REVEAL": {"secret": _digest},
    "VOID": {"code": _one_of(*VOID_CODES)},
    "ERRATUM": {"ref": _count, "code": _one_of(*ERRATUM_CODES), "evidence": _digest},
    "STAMP": {"token": _digest},
}

# where a draw stands → event → where it stands then; COMMIT, ERRATUM and STAMP are ruled apart
ORDER: dict[str, dict[str, str]] = {
    "committed": {"BEACON_DELAY": "committed", "BEACON": "known", "VOID": "void"},
    "known": {"RESULT": "drawn", "VOID": "void known"},
    "drawn": {"REPLACE": "drawn", "SUPPLEMENT": "drawn", "ASSIGN": "drawn", "REVEAL": "revealed"},
    "void": {"BEACON_DELAY": "void", "BEACON": "void known"},
    "void known": {"REVEAL": "revealed"},
    "revealed": {},
}
UNDECIDED = ("committed", "known")


@dataclass
class _Draw:
    """How far one draw of the scope has come."""

    state: str = "committed"
    counts: dict[str, int] = field(default_factory=lambda: {"REPLACE": 0, "SUPPLEMENT": 0})
    delayed: set[int] = field(default_factory=set)
    stamped: bool = False


@dataclass
class Log:
    """A scope's log while it is read line by line; every line is checked against all before it."""

    scope: str
    head: str = ZERO_DIGEST
    seq: int = 0
    at: int = 0
    last_no: int = 0
    draws: dict[int, _Draw] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, line: bytes, profile: Profile) -> Entry:
        """Take one line in, or refuse it and stay as before."""
        where = f"log.jsonl:{self.seq + 1}"
        found = shape.mapping(parse(line, where), _RULE, where)
        event = shape.word(found.get("ev"), FIELDS, _RULE, f"{where}.ev")
        shape.members(found, (*_COMMON, *FIELDS[event]), _RULE, where)
        for name, read in FIELDS[event].items():
            read(found[name], f"{where}.{name}")
        self._check_chain(found, where)
        self._advance(found, event)
        self.seq, self.at = found["seq"], found["at"]
        self.head = profile.h("log", line).hex()
        self.lines.append(found)
        return Entry(line, self.head, self.seq)

    def _check_chain(self, found: Mapping[str, Any], where: str) -> None:
        expected = {"prev": self.head, "scope": self.scope, "seq": self.seq + 1}
        for name, value in expected.items():
            if found[name] != value:
                refuse(_RULE, f"{where}.{name}", f"{found[name]!r} where {value!r} belongs")
        if shape.whole(found["at"], _RULE, f"{where}.at") < self.at:
            refuse(_RULE, f"{where}.at", "earlier than the line before")
        shape.whole(found["no"], _RULE, f"{where}.no", least=1)

    def _advance(self, found: Mapping[str, Any], event: str) -> None:
        number = found["no"]
        if event == "COMMIT":
            self._open(number)
            return
        if number not in self.draws:
            _out_of_order(event, f"draw {number} has no commit")
        draw = self.draws[number]
        if event == "ERRATUM":
            if found["ref"] > self.seq:
                _out_of_order(event, f"there is no line {found['ref']} before it")
            return
        if event == "STAMP":
            if draw.stamped:
                _out_of_order(event, f"draw {number} was stamped before")
            draw.stamped = True
            return
        if event not in ORDER[draw.state]:
            _out_of_order(event, f"draw {number} is {draw.state}")
        if event in draw.counts:
            if found["k"] != draw.counts[event] + 1:
                _out_of_order(event, f"k is {found['k']} where {draw.counts[event] + 1} belongs")
            draw.counts[event] += 1
        if event == "BEACON_DELAY":
            if found["i"] in draw.delayed:
                _out_of_order(event, f"source {found['i']} was delayed before")
            draw.delayed.add(found["i"])
        if event == "VOID":
            draw.delayed.clear()
        draw.state = ORDER[draw.state][event]

    def _open(self, number: int) -> None:
        if number != self.last_no + 1:
            _out_of_order("COMMIT", f"no is {number} where {self.last_no + 1} belongs")
        if self.last_no and self.draws[self.last_no].state in UNDECIDED:
            _out_of_order("COMMIT", f"draw {self.last_no} is {self.draws[self.last_no].state}")
        self.last_no = number
        self.draws[number] = _Draw()


def _out_of_order(event: str, why: str) -> NoReturn:
    raise DomainError("draw_order", {"event": event, "why": why})


def check(lines: Sequence[bytes], profile: Profile = SHA256) -> Log:
    """Read a whole log; the first line that may not stand where it stands is refused."""
    log = Log(_scope(lines))
    for line in lines:
        log.add(line, profile)
    return log


def _scope(lines: Sequence[bytes]) -> str:
    if not lines:
        return ""
    first = shape.mapping(parse(lines[0], "log.jsonl:1"), _RULE, "log.jsonl:1")
    return shape.text(first.get("scope"), _RULE, "log.jsonl:1.scope")


def head(lines: Sequence[bytes], profile: Profile = SHA256) -> str:
    """The head after the last line: what notices print and the next commit holds."""
    return profile.h("log", lines[-1]).hex() if lines else ZERO_DIGEST


def next_no(lines: Sequence[bytes], profile: Profile = SHA256) -> int:
    """The number the next draw of the scope must have."""
    return check(lines, profile).last_no + 1


def append(
    lines: Sequence[bytes],
    *,
    scope: str,
    no: int,
    at: int,
    ev: str,
    fields: Mapping[str, Any],
    profile: Profile = SHA256,
) -> Entry:
    """The next line of the log, or a refusal: wrong order, falling time, wrong fields."""
    log = check(lines, profile)
    log.scope = log.scope or scope
    common = {"at": at, "ev": ev, "no": no, "prev": log.head, "scope": scope, "seq": log.seq + 1}
    return log.add(canon({**fields, **common}, "log"), profile)


def read(data: bytes) -> list[bytes]:
    """The lines of log.jsonl."""
    if data and not data.endswith(b"\n"):
        refuse("N6", "log.jsonl", "the last line has no LF")
    return data.split(b"\n")[:-1]


def write(lines: Sequence[bytes]) -> bytes:
    """log.jsonl."""
    return b"".join(line + b"\n" for line in lines)
