"""The one way a noun changes state: compare and set."""

from typing import Any, TypeVar

from backend.domain.errors import DomainError
from backend.domain.states import Facts, Moves, next_state
from backend.models import Noun

N = TypeVar("N", bound=Noun)


def move(row: N, moves: Moves, verb: str, *, facts: Facts | None = None, **values: Any) -> N:
    """Ask the table, then UPDATE … WHERE state = the state we saw; `conflict` when somebody was faster.

    `values` are further columns set by the same statement. The row in hand is brought up to date.
    """
    before: str = row.state  # type: ignore[attr-defined] # every noun that moves has one
    after = next_state(moves, before, verb, facts)
    changed = (
        type(row).objects.everywhere("guard").filter(pk=row.pk, state=before).update(state=after, **values)
    )
    if changed != 1:
        raise DomainError("conflict", {"state": before, "verb": verb})
    for name, value in (("state", after), *values.items()):
        setattr(row, name, value)
    return row


def lock(model: type[N], uuid: Any, actor: Any) -> N:
    """The row in the actor's scope, locked where the database can; `not_found` otherwise."""
    row = model.objects.within(actor).select_for_update(of=("self",)).filter(pk=uuid).first()
    if row is None:
        raise DomainError("not_found")
    return row
