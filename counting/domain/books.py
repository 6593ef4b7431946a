"""A table on its way out of the house: what it is, who made it when, its sheets; alike in every format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

FORMATS = ("xlsx", "csv", "pdf", "docx")
TEXT, COUNT, FEN, DAY, TIME = "text", "count", "fen", "day", "time"
HUNDREDTHS = "hundredths"  # a mean; never added up
NUMBERS = (COUNT, FEN, HUNDREDTHS)
Value = str | int | date | datetime | None
# What a spreadsheet takes for the beginning of a formula, in full width too.
_ALIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # these are the signs


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in letters of half width."""

    title: str
    kind: str = TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; `total` is its last line where the numbers add up."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Title, what its head says line by line (filters in force, who, when), and its sheets.

    `bare`: the head stays away, because the receiver's upload expects the columns in the first line. `lead`:
    paragraphs of a report, before its tables.
    """

    title: str
    head: Sequence[tuple[str, str]]
    sheets: Sequence[Sheet]
    bare: bool = False
    lead: Sequence[str] = ()


def inert(text: str) -> str:
    """Text no spreadsheet runs: what would begin a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_ALIVE) else text


def shown(kind: str, value: Value) -> str:
    """A value as it is read on paper; nothing for None."""
    if value is None:
        return ""
    if kind in (FEN, HUNDREDTHS) and isinstance(value, int):
        return f"{value // 100:,}.{value % 100:02d}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
