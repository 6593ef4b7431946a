"""The rows beneath a header: which are data, and what each cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from registry.domain.importing.cells import Cell, Unreadable, blank, shown
from registry.domain.importing.columns import Header
from registry.domain.importing.verdicts import Fault, fault

Reader = Callable[[Cell], Any]
_FOOTERS: Final = (
    "合计",
    "总计",
    "小计",
    "共计",
    "注:",
    "注：",
    "备注",
    "说明",
    "填表",
    "制表",
    "填报",
    "审核人",
    "单位负责人",
)


def data_rows(
    rows: Sequence[Sequence[Cell]], header: Header, skipped: list[tuple[int, str]]
) -> Iterator[tuple[int, dict[str, Cell], tuple[Cell, ...]]]:
    """Row number, cells by field (blank ones left out) and the whole row; other rows go to ``skipped``."""
    titles = {field: header.titles[column] for column, field in header.columns.items()}
    for number, row in enumerate(rows[header.row :], start=header.row + 1):
        said = {column: cell for column, cell in enumerate(row) if not blank(cell)}
        if not said:
            continue
        cells = {field: said[column] for column, field in header.columns.items() if column in said}
        reason = _not_data(list(said.values()), cells, titles)
        if reason:
            skipped.append((number, reason))
        else:
            yield number, cells, tuple(row)


def _not_data(said: Sequence[Cell], named: Mapping[str, Cell], titles: Mapping[str, str]) -> str | None:
    if len(named) <= 2 and shown(said[0]).strip().startswith(_FOOTERS):
        return "合计或者说明行"
    if not named:
        return "只有序号的空行"
    if len(said) > 1 and len(set(said)) == 1:
        return "合并的标题行"
    if all(shown(cell).strip() == titles[field] for field, cell in named.items()):
        return "重复的表头"
    return None


def read_cells(
    cells: Mapping[str, Cell], readers: Mapping[str, Reader], faults: list[Fault]
) -> dict[str, Any]:
    """The values of the cells by field; what cannot be read goes to ``faults``."""
    values: dict[str, Any] = {}
    for field, cell in cells.items():
        if field in readers:
            try:
                values[field] = readers[field](cell)
            except Unreadable as unreadable:
                faults.append(fault(field, unreadable))
    return values


def limited(reader: Callable[[Cell], str], longest: int) -> Reader:
    """A text no longer than its column."""

    def read(cell: Cell) -> str:
        words = reader(cell)
        if len(words) > longest:
            raise Unreadable("too_long", f"最多{longest}个字，这里有{len(words)}个字")
        return words

    return read


def chosen(words: Mapping[str, str], reader: Callable[[Cell], str], hint: str) -> Reader:
    """One of some words, for instance 营业 or 停业."""

    def read(cell: Cell) -> str:
        said = reader(cell)
        if said.casefold() not in words:
            raise Unreadable("unknown_word", f"不认识“{said}”，请填写{hint}")
        return words[said.casefold()]

    return read
