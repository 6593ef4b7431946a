"""What a row is: named pieces of work, done by us and by another, ready to be called."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path


@dataclass(frozen=True)
class Comparison:
    """One work done two ways; `before` runs untimed ahead of every call of either."""

    work: str
    ours: Callable[[], object]
    other_name: str
    other: Callable[[], object]
    rounds: int = 7
    before: Callable[[], object] | None = None
    requests: int = 0  # of one call; given, the line tells the processor's time of each


Row = Callable[[], Iterator[Comparison]]
ROWS: dict[str, Row] = {}


def row(name: str) -> Callable[[Row], Row]:
    """Register a generator of comparisons; what it holds open stays open while each is measured."""

    def register(comparisons: Row) -> Row:
        if name in ROWS:
            raise ValueError(f"two rows are called {name}")
        ROWS[name] = comparisons
        return comparisons

    return register


def load_rows() -> dict[str, Row]:
    """Every `bench/rows_<name>.py`, imported."""
    for path in sorted(Path(__file__).parent.glob("rows_*.py")):
        import_module(f"bench.{path.stem}")
    return ROWS
