"""Channels of leads (线索渠道) as data: whence one comes, what it carries, and its deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from backend.domain.deadlines import UNITS, Unit

# check: look into it; check_extended: with the leader's approval; reply: tell whoever reported; answer: of
# the organ a lead was transferred to
TERMS = ("check", "check_extended", "reply", "answer")


@dataclass(frozen=True, slots=True)
class LeadTerm:
    """One deadline: `verified` False is said beside its date; `set_here` where the bureau set it itself."""

    term: str
    length: int
    unit: Unit
    start_event: str
    basis: str
    source: str
    verified: bool
    set_here: bool = False

    def words(self) -> str:
        """The basis as printed beside the date."""
        return self.basis if self.verified or self.set_here else f"{self.basis}（待核实）"


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: the source (案源) a case from it has, whether reporters and numbers come with it."""

    code: str
    zh: str
    en: str
    source: str
    reporter: bool
    number: bool
    trigger: str
    terms: Mapping[str, LeadTerm]


def parse_channels(raw: Mapping[str, Any], sources: Mapping[str, Any]) -> dict[str, Channel]:
    """All channels by code, each with every term it has; ValueError names what is missing or wrong.

    A term of `raw["terms"]` is every channel's unless the channel's row says null; `reply` is only the
    channels' own.
    """
    common = {name: _term(name, row, "terms") for name, row in raw["terms"].items()}
    found: dict[str, Channel] = {}
    for row in raw["channels"]:
        code = row["code"]
        own = {name: _term(name, each, code) for name, each in row.get("terms", {}).items() if each}
        terms = {name: own.get(name) or common.get(name) for name in TERMS}
        if row["source"] not in sources:
            raise ValueError(f"{code}: source")
        if not terms["check"] or not terms["check_extended"] or not terms["answer"]:
            raise ValueError(f"{code}: terms")
        found[code] = Channel(
            code, row["zh"], row["en"], row["source"], bool(row.get("reporter")), bool(row.get("number")),
            row["trigger"], {name: term for name, term in terms.items() if term is not None},
        )  # fmt: skip
    lacking = set(sources) - {channel.source for channel in found.values()}
    if lacking:
        raise ValueError(f"no channel for {', '.join(sorted(lacking))}")
    return found


def _term(name: str, row: Mapping[str, Any], where: str) -> LeadTerm:
    if name not in TERMS:
        raise ValueError(f"{where}: {name} unknown")
    if row.get("unit") not in UNITS:
        raise ValueError(f"{where}: {name} unit")
    if not isinstance(row.get("length"), int) or row["length"] < 1:
        raise ValueError(f"{where}: {name} length")
    return LeadTerm(
        name, row["length"], cast("Unit", row["unit"]), row["start_event"], row["basis"], row["source"],
        bool(row["verified"]),
    )  # fmt: skip


def channel_of(channels: Mapping[str, Channel], channel: str, source: str) -> Channel | None:
    """The channel named, else the last one listed for the source: the one that says least."""
    if channel:
        return channels.get(channel)
    fitting = [row for row in channels.values() if row.source == source]
    return fitting[-1] if fitting else None


def term_set(term: LeadTerm, length: int, unit: Unit, basis: str) -> LeadTerm:
    """The term as a bureau set it."""
    return replace(term, length=length, unit=unit, basis=basis, source="", set_here=True)
