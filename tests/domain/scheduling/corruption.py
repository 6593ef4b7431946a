"""One byte of a draw package changed, removed or added: both verifiers must FAIL, at the same step."""

from collections.abc import Iterator, Mapping

from scheduling.domain import drawlog
from scheduling.domain.canonical import parse
from scheduling.domain.encoding import profile_named
from tests.domain.scheduling import drawn, twin

# where a corruption of a file must be noticed at the latest
NOTICED = {
    "commit.json": {"canon", "rosters", "eligible", "quota", "log"},
    "log.jsonl": {"canon", "log"},
    "venues.tsv": {"rosters"},
    "officers.tsv": {"rosters"},
    "blocked.tsv": {"rosters"},
    "lifted.tsv": {"rosters"},
    "results.tsv": {"cells", "draw", "match"},
    "replace.tsv": {"replace"},
    "commit.tst": {"times"},
}
SUPPLEMENT = {"supplement"}


def corrupted(
    files: Mapping[str, bytes], step: int, start: int = 0
) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Packages with one byte changed, removed or added, at every `step`-th place of every file."""
    for name, data in sorted(files.items()):
        for place in range(start % step, len(data) + 1, step):
            here, rest = data[place : place + 1], data[place + 1 :]
            ways = {"added": bytes([place % 256]) + here}
            if here:
                ways |= {"changed": bytes([here[0] ^ 1 << place % 8]), "removed": b""}
            for what, instead in ways.items():
                spoiled = data[:place] + instead + rest
                if spoiled != data:
                    yield name, f"{name}: byte {place} {what}", {**files, name: spoiled}


def head_of(files: Mapping[str, bytes]) -> str:
    """The head as a notice prints it."""
    spec = parse(files["commit.json"], "commit.json")["spec"]
    return drawlog.head(drawlog.read(files["log.jsonl"]), profile_named(spec))


def survivors(files: Mapping[str, bytes], step: int, start: int = 0) -> tuple[int, list[str]]:
    """How many corruptions were tried; those not failed where they must be, and those judged apart."""
    head = head_of(files)
    tried, missed = 0, []
    for name, what, spoiled in corrupted(files, step, start):
        tried += 1
        ours, theirs = drawn.levels(spoiled, head), twin.levels(spoiled, head)
        failed = {step for step, level in ours.items() if level == "FAIL"}
        if not failed & NOTICED.get(name, SUPPLEMENT):
            missed.append(f"{what}: failed at {sorted(failed)}")
        if ours != theirs:
            apart = {step: (ours[step], theirs[step]) for step in ours if ours[step] != theirs[step]}
            missed.append(f"{what}: judged apart {apart}")
    return tried, missed
