"""Moves: which verb leads from which state to which, and what must be true first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.errors import DomainError

Facts = Mapping[str, Any]
Guard = Callable[[Facts], list[str]]


@dataclass(frozen=True, slots=True)
class Move:
    """The state a verb leads to, and a pure guard that names the missing facts."""

    next: str
    guard: Guard | None = None


Moves = Mapping[tuple[str, str], Move]


def open_verbs(moves: Moves, state: str) -> tuple[str, ...]:
    """The verbs that have a move from `state`, in table order."""
    return tuple(verb for (at, verb) in moves if at == state)


def next_state(moves: Moves, state: str, verb: str, facts: Facts | None = None) -> str:
    """The state after `verb`; refuses with `move_not_open` or `facts_missing`."""
    move = moves.get((state, verb))
    if move is None:
        raise DomainError("move_not_open", {"state": state, "verb": verb})
    missing = move.guard(facts or {}) if move.guard else []
    if missing:
        raise DomainError("facts_missing", {"missing": missing, "state": state, "verb": verb})
    return move.next
