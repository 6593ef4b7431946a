"""One byte of a draw package changed or removed: the verifier must say FAIL. Every byte, or some of them.

`python -m tests.domain.scheduling.corruption` does every byte of two packages (make proof).
"""

import sys
import time
from collections.abc import Iterator, Mapping

from scheduling.domain import drawlog
from tests.domain.scheduling import drawn


def corrupted(files: Mapping[str, bytes], step: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Packages with one byte changed or removed, at every `step`-th place of every file."""
    for name, data in sorted(files.items()):
        for place in range(0, len(data), step):
            changed = bytes([data[place] ^ 1 << place % 8])
            for what, instead in (("changed", changed), ("removed", b"")):
                spoiled = data[:place] + instead + data[place + 1 :]
                yield f"{name}: byte {place} {what}", {**files, name: spoiled}


def survivors(files: Mapping[str, bytes], step: int) -> tuple[int, list[str]]:
    """How many corruptions were tried, and those the verifier did not fail."""
    head = drawlog.head(drawlog.read(files["log.jsonl"]))
    tried, missed = 0, []
    for what, spoiled in corrupted(files, step):
        tried += 1
        if "FAIL" not in drawn.levels(spoiled, head).values():
            missed.append(what)
    return tried, missed


def main() -> int:
    """Every byte of an ordinary package and of one with relaxations and open seats."""
    missed_in_all = 0
    for name, commit in (("ordinary", drawn.prepared()), ("tight", drawn.tight())):
        started = time.monotonic()
        tried, missed = survivors(drawn.package_of(commit), 1)
        missed_in_all += len(missed)
        took = time.monotonic() - started
        sys.stdout.write(f"{name}: {tried} corruptions, {len(missed)} not failed, {took:.0f} s\n")
        sys.stdout.writelines(f"  {what}\n" for what in missed)
    return 1 if missed_in_all else 0


if __name__ == "__main__":
    sys.exit(main())
