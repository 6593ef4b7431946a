"""Rosters of officers (执法检查人员名录库): from a sheet to one verdict per row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from registry.domain.importing import cells
from registry.domain.importing.cells import Cell, Unreadable
from registry.domain.importing.columns import OFFICER_COLUMNS, find_header
from registry.domain.importing.rows import Reader, chosen, data_rows, limited, read_cells
from registry.domain.importing.verdicts import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Change,
    Fault,
    Preview,
    RowVerdict,
)
from registry.domain.officers import ALL_TOWNS, officer_faults
from registry.domain.venues import plain

_STATUS: Final = {
    **dict.fromkeys(("在岗", "在职", "是", "正常", "active"), "active"),
    **dict.fromkeys(("离岗", "离职", "否", "退休", "调离", "调出", "left"), "left"),
}
_BLANK: Final[dict[str, Any]] = {
    "name": "",
    "unit": "",
    "cert_no": "",
    "cert_valid_to": None,
    "towns": [ALL_TOWNS],
}


@dataclass(frozen=True)
class OfficerGround:
    """What a roster of officers is read against; `known` are entries by certificate, `unit` the default."""

    categories: Mapping[str, str]
    township: Callable[[str], str | None]
    townships: frozenset[str]
    unit: str
    known: Mapping[str, Mapping[str, Any]]


def read_officers(
    rows: Sequence[Sequence[Cell]], ground: OfficerGround, told: Callable[[int], None] = lambda _: None
) -> Preview:
    """The verdicts of a sheet; a blank cell leaves what is registered. HeaderMissing if 姓名 is not there."""
    header = find_header(rows, OFFICER_COLUMNS, ("name", "cert_no"))
    skipped: list[tuple[int, str]] = []
    readers = _readers(ground)
    seen: dict[str, int] = {}
    verdicts = []
    for number, given, row in data_rows(rows, header, skipped):
        faults: list[Fault] = []
        values = read_cells(given, readers, faults)
        cert = values.get("cert_no", "")
        if cert and seen.setdefault(cert, number) != number:
            faults.append(Fault("cert_no", "duplicate_row", f"与第{seen[cert]}行是同一执法证号，只保留一行"))
        verdicts.append(_verdict(number, values, row, faults, ground))
        if len(verdicts) % 1000 == 0:
            told(len(verdicts))
    return Preview(
        header.row, header.columns, header.title_row, header.unknown, tuple(verdicts), tuple(skipped)
    )


def _verdict(
    number: int, values: dict[str, Any], row: tuple[Cell, ...], faults: list[Fault], ground: OfficerGround
) -> RowVerdict:
    cert = values.get("cert_no", "")
    registered = ground.known.get(cert, {})
    quals = values.get("quals", registered.get("quals", []))
    if values.get("lead_quals") is True:  # 是: all that he is qualified for
        values["lead_quals"] = list(quals)
    changes = []
    for field, value in list(values.items()):
        before = registered.get(field)
        if isinstance(value, str) and isinstance(before, str) and plain(value) == plain(before):
            values[field] = before
        elif registered and value != before:
            changes.append(Change(field, before, value))
    entry = _BLANK | {"unit": ground.unit} | dict(registered) | values
    faulted = {fault.field for fault in faults}
    faulted |= {"lead_quals"} if "quals" in faulted else set()
    codes = frozenset(ground.categories.values())
    for field, sentences in officer_faults(entry, categories=codes, townships=ground.townships).items():
        if field not in faulted:
            faults += [
                Fault(field, "invalid" if entry.get(field) else "missing", words) for words in sentences
            ]
    verdict = (CHANGED if changes else SAME) if registered else NEW
    return RowVerdict(
        row=number,
        verdict=REFUSED if faults else verdict,
        name=entry["name"],
        values=values,
        cells=row,
        faults=tuple(faults),
        changes=tuple(changes),
        code=cert if registered else None,
        base=cert,
    )


def _readers(ground: OfficerGround) -> dict[str, Reader]:
    def categories(cell: Cell) -> list[str]:
        said = cells.text(cell)
        if plain(said) in ("全部", "所有", "全部类别", "全领域"):
            return sorted(set(ground.categories.values()))
        names = [name for name in re.split(r"[、,，;；/|+\s]+", said) if name]
        unknown = [name for name in names if plain(name).casefold() not in ground.categories]
        if unknown:
            raise Unreadable("unknown_category", f"没有类别“{'、'.join(unknown)}”")
        return sorted({ground.categories[plain(name).casefold()] for name in names})

    def lead(cell: Cell) -> list[str] | bool:
        said = plain(cells.text(cell))
        if said in ("是", "有", "具备", "主检"):
            return True
        return [] if said in ("否", "不具备") else categories(cell)

    def towns(cell: Cell) -> list[str]:
        said = cells.text(cell)
        if plain(said) in ("全部", "全区", "全县", "全市", "*"):
            return [ALL_TOWNS]
        names = [name for name in re.split(r"[、,，;；/|+\s]+", said) if name]
        found = {name: ground.township(name) for name in names}
        unknown = [name for name, code in found.items() if code is None]
        if unknown:
            raise Unreadable("unknown_township", f"辖区内没有街道乡镇“{'、'.join(unknown)}”")
        return sorted({code for code in found.values() if code is not None})

    return {
        "name": limited(cells.text, 60),
        "cert_no": limited(cells.code, 23),
        "cert_valid_to": _valid_to,
        "unit": limited(cells.text, 80),
        "quals": categories,
        "lead_quals": lead,
        "phone": limited(cells.code, 30),
        "status": chosen(_STATUS, lambda cell: plain(cells.text(cell)), "在岗或者离岗"),
        "towns": towns,
    }


def _valid_to(cell: Cell) -> Any:
    day = cells.day(cell)
    if day is None:
        raise Unreadable("bad_date", "执法证必须有有效期截止日")
    return day
