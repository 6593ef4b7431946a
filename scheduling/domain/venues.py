"""The rows of venues.tsv, held as their lines: a million of them are no million objects (N5, N6)."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from operator import lt
from typing import NamedTuple, overload

from scheduling.domain.refusal import refuse

VENUE_COLUMNS = ("id", "class", "cell", "name", "status", "last", "count", "eligible")
ELIGIBLE = "Y"
_ELIGIBLE = b"\tY"
REASONS = ("closed", "case", "cap", "recent")
Place = tuple[str, str]  # class, cell


class Venue(NamedTuple):
    """A row of venues.tsv. `this_year` counts inspections; `eligible` is Y or what keeps it out."""

    id: str
    cls: str
    cell: str
    name: str
    status: str
    last: str
    this_year: int
    eligible: str

    @property
    def town(self) -> str:
        """Township or street of the venue."""
        return self.cell.partition("/")[0]

    @property
    def type(self) -> str:
        """Category of the venue."""
        return self.cell.partition("/")[2]


class Venues(Sequence[Venue]):
    """Rows by id, each the line of the file without its LF; a row is made when somebody looks at it."""

    def __init__(self, lines: list[bytes], file: bytes | None = None) -> None:
        """Lines of eight fields, ascending by id; `file` is what they were taken from."""
        self.lines, self.file = lines, file

    @classmethod
    def held(cls, file: bytes) -> "Venues":
        """The rows of a file that was read strictly when it was frozen: its digest says that it still is."""
        return cls(file.split(b"\n")[1:-1], file)

    @classmethod
    def of(cls, rows: Iterable[Venue]) -> "Venues":
        """These rows by id; what is held as lines already stays. A separator inside a field is refused."""
        if isinstance(rows, Venues):
            return rows
        texts = ["\t".join((*row[:6], str(row.this_year), row.eligible)) for row in rows]
        file = "\n".join(texts).encode("utf-8", "surrogatepass")
        tabs, feeds = len(texts) * (len(VENUE_COLUMNS) - 1), max(0, len(texts) - 1)
        if (file.count(b"\t"), file.count(b"\n")) != (tabs, feeds):
            refuse("N5", "venues.tsv", "a tab or a line feed inside a field")
        lines = file.split(b"\n") if texts else []
        # nothing an id may hold sorts below the tab
        if not all(map(lt, lines, islice(lines, 1, None))):
            lines.sort()
        return cls(lines)

    def judged(self, verdicts: Sequence[str]) -> "Venues":
        """The same rows with these verdicts."""
        kept = (line[: line.rindex(b"\t") + 1] for line in self.lines)
        return Venues([row + verdict.encode() for row, verdict in zip(kept, verdicts, strict=True)])

    def row(self, uid: str) -> Venue:
        """The row of an id of the roster."""
        return _parsed(self.lines[bisect_left(self.lines, _start(uid))])

    def find(self, uid: str) -> Venue | None:
        """The row of an id, if the roster has it."""
        at = bisect_left(self.lines, _start(uid))
        found = self.lines[at : at + 1]
        return _parsed(found[0]) if found and found[0].startswith(_start(uid)) else None

    def pools(self, places: Collection[Place]) -> dict[Place, list[bytes]]:
        """The ids that may be drawn, of these places alone."""
        found: dict[Place, list[bytes]] = {place: [] for place in places}
        spelled = {(cls.encode(), cell.encode()): ids for (cls, cell), ids in found.items()}
        for line in self.lines:
            uid, cls, cell, _ = line.split(b"\t", 3)
            ids = spelled.get((cls, cell))
            if ids is not None and line.endswith(_ELIGIBLE):
                ids.append(uid)
        return found

    def __len__(self) -> int:
        """Rows."""
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Venue: ...
    @overload
    def __getitem__(self, at: slice) -> list[Venue]: ...
    def __getitem__(self, at: int | slice) -> Venue | list[Venue]:
        """One row, or a list of rows."""
        return [*map(_parsed, self.lines[at])] if isinstance(at, slice) else _parsed(self.lines[at])

    def __iter__(self) -> Iterator[Venue]:
        """Row by row."""
        return map(_parsed, self.lines)

    def __eq__(self, other: object) -> bool:
        """Whether all rows are the same, however they are held."""
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # rows are compared, never looked up


def _start(uid: str) -> bytes:
    return f"{uid}\t".encode("utf-8", "surrogatepass")


def _parsed(line: bytes) -> Venue:
    text = line.decode("utf-8", "surrogatepass")
    uid, cls, cell, name, status, last, this_year, eligible = text.split("\t")
    return Venue(uid, cls, cell, name, status, last, int(this_year), eligible)
