"""Tab-separated files of a draw: one strict reader and the writer that must satisfy it (N5)."""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat

from scheduling.domain.characters import FORBIDDEN
from scheduling.domain.refusal import refuse
from scheduling.domain.text import text_fault

TAG = "SSJ-DRAW/1"
_RULE = "N5"


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file: tag and column names, then the rows in the order given, one LF after each line.

    Fields are spelled as they are, checked by the reader; only a separator inside a field is refused here,
    because it would read back as another row.
    """
    return lines_bytes(columns, ["\t".join(row).encode("utf-8", "surrogatepass") for row in rows])


def lines_bytes(columns: Sequence[str], rows: Sequence[bytes]) -> bytes:
    """As `table_bytes`, of rows that are lines already."""
    data = b"\n".join(("\t".join((TAG, *columns)).encode(), *rows, b""))
    tabs = len(columns) + len(rows) * (len(columns) - 1)
    if data.count(b"\t") != tabs or data.count(b"\n") != len(rows) + 1:
        refuse(_RULE, columns[0], "a tab or a line feed inside a field")
    return data


def table_rows(name: str, columns: Sequence[str], data: bytes) -> list[list[str]]:
    """The fields of every row; refuses whatever the writer would have written otherwise.

    The order of the rows is the caller's to check, because not every file is sorted by bytes.
    """
    text = _text(name, columns, data)
    rows = [line.split("\t") for line in text[:-1].split("\n")[1:]]
    _check_widths(name, columns, map(len, rows))
    if not _plain(text, data):
        _fault_by_field(name, rows)
    return rows


def table_lines(name: str, columns: Sequence[str], data: bytes) -> list[bytes]:
    """As `table_rows`, but the lines of the rows as they are: for files of a million rows."""
    text = _text(name, columns, data)
    lines = data.split(b"\n")[1:-1]
    _check_widths(name, columns, (tabs + 1 for tabs in map(bytes.count, lines, repeat(b"\t"))))
    if not _plain(text, data):
        _fault_by_field(name, [line.decode().split("\t") for line in lines])
    return lines


def _text(name: str, columns: Sequence[str], data: bytes) -> str:
    """The file as text, with its header and its last LF."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        refuse(_RULE, name, "not UTF-8")
    if text[-1:] != "\n":
        refuse(_RULE, name, "the last line has no LF")
    header = "\t".join((TAG, *columns))
    if not text.startswith(f"{header}\n"):
        refuse(_RULE, f"{name}:1", "the header is not the one of this file")
    return text


def _check_widths(name: str, columns: Sequence[str], widths: Iterable[int]) -> None:
    for number, width in enumerate(widths, start=2):
        if width != len(columns):
            refuse(_RULE, f"{name}:{number}", f"{width} fields where {len(columns)} belong")


def _plain(text: str, data: bytes) -> bool:
    """Whether every field is a text of N3, tested in one piece; `data` are the bytes of the text."""
    visible = text.replace("\t", "").replace("\n", "")
    spaced = any(edge in data for edge in (b" \t", b"\t ", b" \n", b"\n "))
    return not spaced and not FORBIDDEN.search(visible) and unicodedata.is_normalized("NFC", text)


def _fault_by_field(name: str, rows: list[list[str]]) -> None:
    """Refuse the first field that is no text of N3."""
    faults = ((number, text_fault(field)) for number, row in enumerate(rows, start=2) for field in row)
    number, fault = next(found for found in faults if found[1])
    refuse("N3", f"{name}:{number}", fault)


def check_order(name: str, keys: Sequence[bytes]) -> None:
    """Keys ascend strictly: sorted, and nothing twice."""
    for number, (before, after) in enumerate(pairwise(keys), start=3):
        if before >= after:
            refuse(_RULE, f"{name}:{number}", "a row twice" if before == after else "rows out of order")
