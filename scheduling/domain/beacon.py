"""The public chance a draw waits for: descriptors, values, bits and the moment (N15)."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from backend.domain.errors import DomainError
from scheduling.domain import shape
from scheduling.domain.canonical import Json
from scheduling.domain.refusal import refuse
from scheduling.domain.text import is_digest

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
CHAIN_STARTS_AT = 1692803367
CHAIN_PERIOD_S = 3
FEWEST_DICE = 40
FEWEST_BITS = 48
LOTTERIES = ("ssq", "pl5", "3d")
BITS = {"ssq": 24, "pl5": 16, "3d": 9, "drand": 128}
DIE_BITS = 3
BEIJING_S = 8 * 3600
# the last of the three lotteries is drawn on television before this minute of the day, Beijing
LAST_LOTTERY_MINUTE = 21 * 60 + 30

_RULE = "N15"
_KEYS = {
    "ssq": ("date", "issue", "kind"),
    "pl5": ("date", "issue", "kind"),
    "3d": ("date", "issue", "kind"),
    "dice": ("kind", "n"),
    "drand": ("chain", "kind", "round"),
}
_ISSUE = re.compile(r"[0-9]{7}")
_SSQ = re.compile(r"((?:[0-9]{2}-){5}[0-9]{2})\+([0-9]{2})")
_DIGITS = {"pl5": 5, "3d": 3}
_SIGNATURE = re.compile(r"[0-9a-f]{96}")


def drand_round(moment: int) -> int:
    """The first quicknet round that is not older than the moment."""
    return -((CHAIN_STARTS_AT - moment) // CHAIN_PERIOD_S) + 1


def options(descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options in their order: first available wins."""
    return list(descriptor["of"]) if descriptor["kind"] == "first" else [dict(descriptor)]


def sources(option: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sources an option needs together, in listed order."""
    return list(option["of"]) if option["kind"] == "all" else [dict(option)]


def _source_bits(source: Mapping[str, Any]) -> int:
    return source["n"] * DIE_BITS if source["kind"] == "dice" else BITS[source["kind"]]


def _same_draw(source: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two descriptors one and the same event: naming it twice adds no chance."""
    return source["kind"], source.get("issue", source.get("round", source.get("n")))


def option_bits(option: Mapping[str, Any]) -> int:
    """Bits of an option; the same event counts once."""
    return sum({_same_draw(source): _source_bits(source) for source in sources(option)}.values())


def bits(descriptor: Mapping[str, Any]) -> int:
    """Bits of the weakest option: what an attacker who may wait for it has to beat."""
    return min(option_bits(option) for option in options(descriptor))


def check(descriptor: Json, moment: int) -> None:
    """Refuse a descriptor that is malformed, too weak, or already known at the moment."""
    found = shape.mapping(descriptor, _RULE, "beacon")
    listed = [found]
    if found.get("kind") == "first":
        listed = _of(found, "beacon")
    for option in listed:
        of = (
            _of(option, "beacon.of")
            if shape.mapping(option, _RULE, "beacon.of").get("kind") == "all"
            else [option]
        )
        for source in of:
            _check_source(source, moment)
    strength = bits(found)
    if strength < FEWEST_BITS:
        raise DomainError("draw_beacon_weak", {"bits": strength, "fewest": FEWEST_BITS})


def _of(group: dict[str, Any], where: str) -> list[Any]:
    listed = shape.array(shape.members(group, ("kind", "of"), _RULE, where)["of"], _RULE, where)
    if not listed:
        refuse(_RULE, where, "nothing is listed")
    return listed


def _check_source(source: Any, moment: int) -> None:
    where = "beacon source"
    kind = shape.word(shape.mapping(source, _RULE, where).get("kind"), _KEYS, _RULE, where)
    shape.members(source, _KEYS[kind], _RULE, where)
    if kind == "dice":
        shape.whole(source["n"], _RULE, where, least=FEWEST_DICE)
    elif kind == "drand":
        _check_drand(source, moment, where)
    else:
        _check_lottery(source, moment, where)


def _check_drand(source: Mapping[str, Any], moment: int, where: str) -> None:
    if source["chain"] != CHAIN:
        refuse(_RULE, where, "another drand chain")
    if shape.whole(source["round"], _RULE, where, least=1) != drand_round(moment):
        refuse(_RULE, where, f"the round of the moment is {drand_round(moment)}")


def _check_lottery(source: Mapping[str, Any], moment: int, where: str) -> None:
    if not _ISSUE.fullmatch(shape.text(source["issue"], _RULE, where)):
        refuse(_RULE, where, "an issue is YYYYNNN")
    day = shape.day(source["date"], _RULE, where)
    latest = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=LAST_LOTTERY_MINUTE)
    if moment > int(latest.timestamp()) - BEIJING_S:
        refuse(_RULE, where, f"its numbers of {day} are known before the moment")


def later_issue(issue: str, than: str) -> bool:
    """Whether this is an issue (YYYYNNN) after another."""
    return _ISSUE.fullmatch(issue) is not None and issue > than


def _wrong(value: str, why: str) -> NoReturn:
    raise DomainError("draw_beacon_wrong", {"value": value, "why": why})


def value_check(source: Mapping[str, Any], value: str) -> None:
    """Refuse a string that cannot be a value of this source."""
    kind = source["kind"]
    if kind == "drand":
        if not is_digest(value):
            _wrong(value, "64 lower hex digits")
        return
    label = f"dice:{source['n']}:" if kind == "dice" else f"{kind}:{source['issue']}:"
    if not value.startswith(label):
        _wrong(value, f"starts with {label}")
    shown = value.removeprefix(label)
    if kind == "ssq":
        _check_ssq(value, shown)
        return
    digits = source["n"] if kind == "dice" else _DIGITS[kind]
    if not re.fullmatch(f"[0-9]{{{digits}}}", shown):
        _wrong(value, f"{digits} digits")


def _check_ssq(value: str, shown: str) -> None:
    found = _SSQ.fullmatch(shown)
    if not found:
        _wrong(value, "six two-digit reds joined by -, + and the two-digit blue")
    reds = [int(red) for red in found[1].split("-")]
    if reds != sorted(set(reds)) or reds[0] < 1 or reds[-1] > 33:
        _wrong(value, "reds are six different numbers 01–33, ascending")
    if not 1 <= int(found[2]) <= 16:
        _wrong(value, "blue is 01–16")


def values_check(descriptor: Mapping[str, Any], opt: int, values: Sequence[str]) -> None:
    """Refuse values that are not exactly the strings of the chosen option, in listed order."""
    listed = options(descriptor)
    if not 0 <= opt < len(listed):
        _wrong(str(opt), f"one of {len(listed)} options")
    wanted = sources(listed[opt])
    if len(values) != len(wanted):
        _wrong(" ".join(values), f"{len(wanted)} values")
    for source, value in zip(wanted, values, strict=True):
        value_check(source, value)


def proof_check(descriptor: Mapping[str, Any], opt: int, values: Sequence[str], proof: Sequence[str]) -> None:
    """Refuse proofs of the wrong kind: drand shows its signature, the others the digest of a sheet or page.

    A drand value must be the SHA-256 of its signature, whatever the profile. The signature itself is BLS
    and is checked by whoever has a BLS library.
    """
    wanted = sources(options(descriptor)[opt])
    if len(proof) != len(wanted):
        _wrong(" ".join(proof), f"{len(wanted)} proofs")
    for source, value, shown in zip(wanted, values, proof, strict=True):
        if source["kind"] != "drand":
            if not is_digest(shown):
                _wrong(shown, "64 lower hex digits")
            continue
        if not _SIGNATURE.fullmatch(shown):
            _wrong(shown, "96 lower hex digits")
        if hashlib.sha256(bytes.fromhex(shown)).hexdigest() != value:
            _wrong(value, "the SHA-256 of the signature")
