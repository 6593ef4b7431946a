"""Draws the tests share: a small district, its commit, its log and its package."""

import importlib.util
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from scheduling.domain import drawing, drawlog
from scheduling.domain.drawing import Drawn, Prepared
from scheduling.domain.policy import Policy
from scheduling.domain.roster import Officer, Pair, Venue

VERIFIER = Path(__file__).parents[3] / "scheduling" / "verifier" / "ssj_verify.py"
MOMENT = 1790251200
DICE = {"kind": "dice", "n": 40}
THROWN = "dice:40:3141592653589793238462643383279502884197"
SHEET = "5a" * 32
TOWNS = ("艾山街道", "汶源街道", "里辛街道")
TYPES = ("网吧", "歌舞", "书店")


def policy(**changed: Any) -> Policy:
    """A district's ordinary policy."""
    ordinary: Policy = {
        "asof": "2026-09-15",
        "bp": {"A": 500, "B": 1000, "C": 3000, "D": 10000},
        "cap_step": 1,
        "cellmin": {},
        "exclude_days": {"*": {"A": 365, "B": 180, "C": 90, "D": 0}},
        "lift": ["recent"],
        "max_count": {"*": {"A": 1, "B": 2, "C": 4, "D": 12}, "网吧": {"A": 2, "B": 2, "C": 4, "D": 12}},
        "max_extra": [],
        "min": {"A": 1, "B": 1, "C": 1, "D": 1},
        "overall": 3000,
        "relax": ["cap", "rotation"],
        "replace": ["cancelled", "moved", "suspended", "duplicate"],
        "rotation": "",
        "seats": {"*": ["lead", ""], "网吧": ["NET", "", ""]},
        "visit": ["2026-09-28", "2026-10-15"],
        "w": {"A": 1, "B": 2, "C": 4, "D": 8},
    }
    return {**ordinary, **changed}  # type: ignore[typeddict-item]


def venues(count: int = 30) -> list[Venue]:
    """Venues of every class, town and type; a few closed, recent, at their cap or with an open case."""
    return [
        Venue(
            f"91370117MA3C{number:04}XK",
            "AAABBCD"[number % 7],
            f"{TOWNS[number % 3]}/{TYPES[number % 5 % 3]}",
            f"钢城某{number}号文化店",
            "停业" if number % 13 == 5 else "open",
            f"2026-0{1 + number % 8}-11" if number % 4 == 0 else "",
            number % 5 % 3,
            "case" if number % 17 == 7 else "",
        )
        for number in range(count)
    ]


def officers(count: int = 6, cap: int = 6) -> list[Officer]:
    """Officers with mixed qualifications; one works in a single town, one certificate has run out."""
    return [
        Officer(
            f"3701170{number:02}",
            "一中队" if number % 2 else "二中队",
            ("NET", "lead") if number % 3 else ("lead",),
            ("艾山街道",) if number == 4 else ("*",),
            "2026-01-01",
            "2026-12-31",
            "2026-06-30" if number == 5 else "2028-01-01",
            number % 2,
            cap,
        )
        for number in range(count)
    ]


def prepared(**changed: Any) -> Prepared:
    """The commit of the small district."""
    everyone = venues()
    given: dict[str, Any] = {
        "scope": "370117",
        "no": 1,
        "prev": "0" * 64,
        "policy": policy(),
        "beacon": DICE,
        "moment": MOMENT,
        "verifier": digest_of_verifier(),
        "venues": everyone,
        "officers": officers(),
        "blocked": [Pair("370117000", everyone[0].id), Pair("370117001", everyone[2].id)],
    }
    return drawing.prepare(**{**given, **changed})


def tight() -> Prepared:
    """A district short of officers: the cap is raised and the rotation lifted, and seats still stay open."""
    everyone = venues()
    pairs = [Pair("370117001", venue.id) for venue in everyone]
    return prepared(officers=officers(4, cap=2), blocked=pairs, lifted=pairs[:12])


def drawn(commit: Prepared, values: Sequence[str] = (THROWN,)) -> Drawn:
    """The draw of a commit."""
    return drawing.draw(commit_bytes=commit.commit_bytes, rosters=commit.rosters, values=list(values))


def log_of(commit: Prepared, result: Drawn | None, values: Sequence[str] = (THROWN,)) -> list[bytes]:
    """The scope's log from the commit to the result."""
    lines: list[bytes] = []
    events: list[tuple[int, str, Mapping[str, Any]]] = [(MOMENT - 90000, "COMMIT", {"commit": commit.digest})]
    if result is not None:
        proof = [SHEET for _ in values]
        events.append((MOMENT + 60, "BEACON", {"opt": 0, "values": list(values), "proof": proof}))
        events.append((MOMENT + 120, "RESULT", result.result_fields))
    for at, event, fields in events:
        lines.append(drawlog.append(lines, scope="370117", no=1, at=at, ev=event, fields=fields).line)
    return lines


def package_of(commit: Prepared, values: Sequence[str] = (THROWN,)) -> dict[str, bytes]:
    """The files of a finished draw."""
    result = drawn(commit, values)
    return drawing.package(
        commit_bytes=commit.commit_bytes,
        log=log_of(commit, result, values),
        rosters=commit.rosters,
        drawn=result,
    )


@cache
def verifier() -> ModuleType:
    """The stand-alone program, loaded from its file as a stranger would have it."""
    spec = importlib.util.spec_from_file_location("ssj_verify", VERIFIER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ssj_verify"] = module
    spec.loader.exec_module(module)
    return module


def digest_of_verifier() -> str:
    """What a commit says of the verifier in use."""
    found: str = verifier().sha(VERIFIER.read_bytes()).hex()
    return found


def verdicts(files: Mapping[str, bytes] | bytes, head: str = "") -> dict[str, tuple[str, str]]:
    """Step → level and message, of files or of a zip as it is."""
    data = files if isinstance(files, bytes) else drawing.pack(files)
    found = verifier().verify(io.BytesIO(data), digest_of_verifier(), head)
    return {step: (level, message) for step, level, message in found}


def levels(files: Mapping[str, bytes] | bytes, head: str = "") -> dict[str, str]:
    """Step → level."""
    return {step: level for step, (level, _) in verdicts(files, head).items()}


def spelled(ids: Iterable[str]) -> list[bytes]:
    """Ids as the roster's file has them."""
    return [uid.encode() for uid in ids]
