"""Licences (证照) against what a venue's categories need: run out, missing, of another scope (V19).

The phone asks the same off line; both are held together by tests/vectors/licences.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

NAMED = 4  # so many signs of a category's full name are enough to recognise it in a scope


@dataclass(frozen=True, slots=True)
class Held:
    """One licence or filing of the venue; `valid_to` None: long-term."""

    kind: str
    number: str
    scope: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Needed:
    """A category: its full and short name, and the kinds of which the venue should hold one."""

    name: str
    short: str
    kinds: tuple[str, ...]

    def named_in(self, scope: str) -> bool:
        """Whether a scope (许可范围) speaks of this category."""
        return self.short in scope or self.name[:NAMED] in scope


@dataclass(frozen=True, slots=True)
class LicenceWarning:
    """expired: `number` ran out; missing: nothing held for `category`; scope: `number` names another one."""

    code: str
    category: str
    number: str


def licence_warnings(
    held: Sequence[Held], of: Iterable[str], needed: Mapping[str, Needed], on: date
) -> list[LicenceWarning]:
    """What does not fit on a day; a scope that says nothing of any category is not judged."""
    found = [
        LicenceWarning("expired", "", one.number)
        for one in held
        if one.valid_to is not None and one.valid_to < on
    ]
    for code in of:
        if code in needed and needed[code].kinds:
            found += _of_category(code, held, needed)
    return found


def _of_category(code: str, held: Sequence[Held], needed: Mapping[str, Needed]) -> Iterable[LicenceWarning]:
    mine = needed[code]
    fitting = [one for one in held if one.kind in mine.kinds]
    if not fitting:
        return [LicenceWarning("missing", code, "")]
    others = [
        needed[other] for other in needed if other != code and set(needed[other].kinds) & set(mine.kinds)
    ]
    wrong = [
        one
        for one in fitting
        if not mine.named_in(one.scope) and any(other.named_in(one.scope) for other in others)
    ]
    return [LicenceWarning("scope", code, wrong[0].number)] if len(wrong) == len(fitting) else []
