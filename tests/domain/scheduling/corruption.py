"""One byte of a draw package changed or removed: the verifier must say FAIL. Every byte, or some of them."""

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
