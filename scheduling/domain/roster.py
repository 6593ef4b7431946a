"""The rosters of a draw: venues, officers, blocked pairs and results as rows and as files (N5, N6)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import lt
from typing import NamedTuple, Self

from scheduling.domain.refusal import refuse
from scheduling.domain.tables import check_order, lines_bytes, table_bytes, table_lines, table_rows
from scheduling.domain.text import CLASSES, ID_BYTES, cell_fault, check_id, is_date, is_whole
from scheduling.domain.venues import ELIGIBLE as ELIGIBLE  # noqa: PLC0414 # a roster is asked for here
from scheduling.domain.venues import REASONS
from scheduling.domain.venues import VENUE_COLUMNS as VENUE_COLUMNS  # noqa: PLC0414 # as above
from scheduling.domain.venues import Venue as Venue  # noqa: PLC0414 # as above
from scheduling.domain.venues import Venues as Venues  # noqa: PLC0414 # as above

OPEN_SEAT = "-"
EVERYWHERE = ("*",)


class Officer(NamedTuple):
    """A row of officers.tsv: on duty `from_on`–`to_on`, certificate (执法证) good until `valid_on`."""

    id: str
    unit: str
    quals: tuple[str, ...]
    towns: tuple[str, ...]
    from_on: str
    to_on: str
    valid_on: str
    load: int
    cap: int


class Pair(NamedTuple):
    """An officer who may not be sent to a venue (回避 or 轮换; the file does not say which)."""

    officer: str
    venue: str


class Result(NamedTuple):
    """A row of results.tsv: a selected venue and its team by slot."""

    id: str
    cls: str
    cell: str
    team: tuple[str, ...]


OFFICER_COLUMNS = ("id", "unit", "quals", "towns", "from", "to", "valid", "load", "cap")
PAIR_COLUMNS = ("officer", "venue")
RESULT_COLUMNS = ("id", "class", "cell", "team")

# the shape of nearly every id (统一社会信用代码, 执法证号): nothing more to look at
_PLAIN_ID = re.compile(r"[0-9A-Z]{1,23}")
_PLAIN = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _number(text: str, where: str) -> int:
    if not is_whole(text):
        refuse("N5", where, f"not a whole number: {text!r}")
    return int(text)


def _codes(text: str, where: str) -> tuple[str, ...]:
    """Codes joined by commas, ascending by bytes; an empty field is no code at all."""
    if not text:
        return ()
    codes = text.split(",")
    spelled = [code.encode() for code in codes]
    if b"" in spelled or any(a >= b for a, b in pairwise(spelled)):
        refuse("N6", where, f"codes not ascending: {text!r}")
    return tuple(codes)


def _dates(where: str, *days: str) -> None:
    for day in days:
        if day and not is_date(day):
            refuse("N5", where, f"not a date: {day!r}")


def _place_fault(cls: str, cell: str) -> str:
    return cell_fault(cell) if cls in CLASSES else f"no such class: {cls!r}"


def _place(where: str, cls: str, cell: str) -> None:
    fault = _place_fault(cls, cell)
    if fault:
        refuse("N3", where, fault)


def _ids(name: str, ids: Sequence[str]) -> None:
    for number, text in enumerate(ids, start=2):
        if not _PLAIN_ID.fullmatch(text):
            check_id(text, f"{name}:{number}")


def _first_key(row: Officer) -> bytes:
    return row.id.encode("utf-8", "surrogatepass")


def _pair_key(pair: Pair) -> bytes:
    # nothing an id may hold sorts below the tab
    return "\t".join(pair).encode("utf-8", "surrogatepass")


def venues_read(data: bytes) -> Venues:
    """venues.tsv, strictly. Fields are judged by their different values; a fault is then sought by row."""
    name = "venues.tsv"
    lines = table_lines(name, VENUE_COLUMNS, data)
    uids: list[bytes] = []
    places: set[tuple[bytes, bytes]] = set()
    told: set[bytes] = set()
    for line in lines:
        uid, cls, cell, _, rest = line.split(b"\t", 4)
        uids.append(uid)
        places.add((cls, cell))
        told.add(rest)
    if b"" in uids or b"".join(uids).translate(None, _PLAIN) or _long(uids):
        _ids(name, [uid.decode() for uid in uids])
    if not all(map(lt, uids, islice(uids, 1, None))):
        check_order(name, uids)
    if any(_place_fault(cls.decode(), cell.decode()) for cls, cell in places) or any(map(_told_fault, told)):
        _fault_by_row(name, lines)
    return Venues(lines, data)


def _told_fault(told: bytes) -> bool:
    """Whether what stands behind the name cannot: status, date, number, verdict."""
    _, last, count, verdict = told.decode().split("\t")
    return bool(last and not is_date(last)) or verdict not in (ELIGIBLE, *REASONS) or not is_whole(count)


def _long(uids: Sequence[bytes]) -> bool:
    return max(map(len, uids), default=0) > ID_BYTES


def _fault_by_row(name: str, lines: Sequence[bytes]) -> None:
    """Refuse the first row that may not stand in venues.tsv."""
    for number, line in enumerate(lines, start=2):
        _, cls, cell, _, _, last, count, eligible = line.decode().split("\t")
        where = f"{name}:{number}"
        _place(where, cls, cell)
        _dates(where, last)
        if eligible != ELIGIBLE and eligible not in REASONS:
            refuse("N8", where, f"no such reason: {eligible!r}")
        _number(count, where)
    raise AssertionError("a fault of a field is a fault of its row")


def venues_write(venues: Iterable[Venue]) -> bytes:
    """venues.tsv, sorted; of rows held as a file, that file."""
    rows = Venues.of(venues)
    return lines_bytes(VENUE_COLUMNS, rows.lines) if rows.file is None else rows.file


def officers_read(data: bytes) -> list[Officer]:
    """officers.tsv, strictly."""
    name = "officers.tsv"
    rows = table_rows(name, OFFICER_COLUMNS, data)
    _ids(name, [row[0] for row in rows])
    check_order(name, [row[0].encode() for row in rows])
    officers = []
    for number, (uid, unit, quals, towns, *days, load, cap) in enumerate(rows, start=2):
        where = f"{name}:{number}"
        _dates(where, *days)
        from_on, to_on, valid_on = days
        abilities = _codes(quals, where), _codes(towns, where)
        limits = _number(load, where), _number(cap, where)
        officers.append(Officer(uid, unit, *abilities, from_on, to_on, valid_on, *limits))
    return officers


def officers_write(officers: Iterable[Officer]) -> bytes:
    """officers.tsv, sorted."""
    ordered = sorted(officers, key=_first_key)
    for officer in ordered:
        if any("," in code for code in officer.quals + officer.towns):
            refuse("N6", f"officers.tsv {officer.id}", "a comma inside a code")
    rows = (
        (o.id, o.unit, ",".join(o.quals), ",".join(o.towns), *o[4:7], str(o.load), str(o.cap))
        for o in ordered
    )
    return table_bytes(OFFICER_COLUMNS, rows)


def pairs_read(name: str, data: bytes) -> list[Pair]:
    """blocked.tsv or lifted.tsv, strictly; the pair is unique."""
    rows = table_rows(name, PAIR_COLUMNS, data)
    _ids(name, [row[0] for row in rows])
    _ids(name, [row[1] for row in rows])
    pairs = [Pair(*row) for row in rows]
    check_order(name, [_pair_key(pair) for pair in pairs])
    return pairs


def pairs_write(pairs: Iterable[Pair]) -> bytes:
    """blocked.tsv or lifted.tsv, sorted."""
    ordered = sorted(pairs, key=_pair_key)
    return table_bytes(PAIR_COLUMNS, ordered)


def result_line(result: Result) -> str:
    """The row as results.tsv holds it, without LF: what a leaf of the Merkle tree hashes."""
    return "\t".join((result.id, result.cls, result.cell, ",".join(result.team)))


def results_write(results: Iterable[Result]) -> bytes:
    """results.tsv, sorted by id bytes."""
    ordered = sorted(results, key=lambda result: result.id.encode())
    return table_bytes(RESULT_COLUMNS, (result_line(result).split("\t") for result in ordered))


class Change(NamedTuple):
    """A row of replace.tsv: line REPLACE number `k`. An officer's has `in` = `out`; `in` is "" when nobody
    was left.
    """

    k: int
    code: str
    out: str
    in_: str
    team: tuple[str, ...]


CHANGE_COLUMNS = ("k", "code", "out", "in", "team")


def changes_write(changes: Iterable[Change]) -> bytes:
    """replace.tsv, by number."""
    ordered = sorted(changes, key=lambda change: change.k)
    return table_bytes(CHANGE_COLUMNS, ((str(c.k), c.code, c.out, c.in_, ",".join(c.team)) for c in ordered))


@dataclass(frozen=True)
class Rosters:
    """Everything a draw starts from, in rows; `lifted` are the rotation pairs a relaxation may drop."""

    venues: Sequence[Venue]
    officers: Sequence[Officer]
    blocked: Sequence[Pair]
    lifted: Sequence[Pair] = ()

    def files(self) -> dict[str, bytes]:
        """The three files whose digests the commit holds, as spelled: `Rosters.read` checks them."""
        return {
            "venues.tsv": venues_write(self.venues),
            "officers.tsv": officers_write(self.officers),
            "blocked.tsv": pairs_write(self.blocked),
        }

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Self:
        """The rows of the files, strictly; lifted.tsv may be absent."""
        lifted = files.get("lifted.tsv")
        return cls(
            venues_read(files["venues.tsv"]),
            officers_read(files["officers.tsv"]),
            pairs_read("blocked.tsv", files["blocked.tsv"]),
            () if lifted is None else pairs_read("lifted.tsv", lifted),
        )

    @classmethod
    def held(cls, files: Mapping[str, bytes]) -> Self:
        """As `read`, of files that were frozen: the venues are not looked at again."""
        read = cls.read({**files, "venues.tsv": lines_bytes(VENUE_COLUMNS, [])})
        return replace(read, venues=Venues.held(files["venues.tsv"]))
