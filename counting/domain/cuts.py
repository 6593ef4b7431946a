"""Cross tables: every fact has one key in each dimension, so every cut sums to the same whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

Key = tuple[str, str, str]  # key, Chinese, English
WHOLE = ""  # the key of all: a whole row, a whole column, or the whole table


@dataclass(frozen=True, slots=True)
class CutFact:
    """One thing that is counted: its day, its key in every dimension, and its sum in fen."""

    uuid: UUID
    on: date
    keys: Mapping[str, Key]
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What is behind one number, newest first."""

    ids: tuple[UUID, ...] = ()
    sum_fen: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows and columns in their order; `cells` also holds the totals, under WHOLE."""

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, row: str, column: str) -> Cell:
        """One number; an empty crossing has an empty cell."""
        return self.cells.get((row, column), Cell())

    def knows(self, row: str, column: str) -> bool:
        """Whether the table has this row and column."""
        rows, columns = {one[0] for one in self.rows}, {one[0] for one in self.columns}
        return (row in rows or row == WHOLE) and (column in columns or column == WHOLE)


def cut(
    facts: Iterable[CutFact],
    rows: str,
    columns: str = "",
    *,
    order: Mapping[str, Sequence[str]] | None = None,
) -> Cut:
    """The facts by `rows`, and across by `columns` unless that is "".

    A dimension named in `order` stands in that order, else its keys stand by their number, largest first;
    months in their order.
    """
    found: defaultdict[tuple[str, str], list[CutFact]] = defaultdict(list)
    names: dict[str, dict[str, Key]] = {rows: {}, columns: {}}
    for fact in facts:
        down = fact.keys[rows]
        across = fact.keys[columns] if columns else (WHOLE, "", "")
        names[rows][down[0]] = down
        if columns:
            names[columns][across[0]] = across
        for place in {(down[0], across[0]), (down[0], WHOLE), (WHOLE, across[0]), (WHOLE, WHOLE)}:
            found[place].append(fact)
    sizes = {place: len(behind) for place, behind in found.items()}
    cells = {place: _cell(behind) for place, behind in found.items()}
    known = order or {}
    return Cut(
        _ordered(names[rows], {key: sizes[key, WHOLE] for key in names[rows]}, rows, known),
        _ordered(names[columns], {key: sizes[WHOLE, key] for key in names[columns]}, columns, known),
        cells,
    )


def _cell(facts: list[CutFact]) -> Cell:
    newest = sorted(facts, key=lambda fact: (-fact.on.toordinal(), fact.uuid.int))
    return Cell(tuple(fact.uuid for fact in newest), sum(fact.fen for fact in facts))


def _ordered(
    names: Mapping[str, Key], sizes: Mapping[str, int], dimension: str, order: Mapping[str, Sequence[str]]
) -> tuple[Key, ...]:
    if dimension == "month":
        return tuple(names[key] for key in sorted(names))
    place = {key: at for at, key in enumerate(order.get(dimension, ()))}
    last = len(place)
    return tuple(
        names[key] for key in sorted(names, key=lambda key: (place.get(key, last), -sizes[key], key))
    )
