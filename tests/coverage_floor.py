"""How much of the code the suite must have walked through, branches counted."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from tests.ground import ROOT

DOMAIN_PERCENT = 100.0
WHOLE_PERCENT = 95.0
WORST_FILES = 12
LINE_LETTERS = 200


def shortfalls(folder: Path) -> list[str]:
    """One line for the domain and one for the whole; a line that fails the run says BELOW."""
    environment = {**os.environ, "COVERAGE_FILE": str(folder / "coverage")}
    report = folder / "coverage.json"
    for arguments in (["combine", "-q"], ["json", "-q", "-o", str(report)]):
        done = subprocess.run(
            [sys.executable, "-m", "coverage", *arguments],
            cwd=ROOT,
            env=environment,
            check=False,
        )
        if done.returncode:
            return [f"coverage     BELOW: `coverage {arguments[0]}` failed"]
    files: dict[str, Mapping[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["files"]
    domain = {path: entry for path, entry in files.items() if "domain" in PurePath(path).parts}
    lines = [
        _line("domain", domain.values(), DOMAIN_PERCENT),
        _line("whole", files.values(), WHOLE_PERCENT),
    ]
    for line, group in zip(lines, (domain, files), strict=True):
        if "BELOW" in line:
            sys.stdout.write("".join(f"  {miss}\n" for miss in _worst(group)))
    return lines


def _line(name: str, entries: Iterable[Mapping[str, Any]], floor: float) -> str:
    percent = _percent(entries)
    verdict = "" if percent >= floor else f" BELOW {floor:.0f} %"
    return f"coverage      {name} {percent:.2f} %{verdict}"


def _percent(entries: Iterable[Mapping[str, Any]]) -> float:
    covered = total = 0
    for entry in entries:
        summary = entry["summary"]
        covered += summary["covered_lines"] + summary["covered_branches"]
        total += summary["num_statements"] + summary["num_branches"]
    return 100.0 * covered / total if total else 100.0


def _worst(files: Mapping[str, Mapping[str, Any]]) -> list[str]:
    gaps = sorted(
        ((_missed(entry), path, entry) for path, entry in files.items() if _missed(entry)),
        key=lambda gap: (-gap[0], gap[1]),
    )
    return [
        f"{path}: lines {entry['missing_lines']}, branches {entry['missing_branches']}"[:LINE_LETTERS]
        for _, path, entry in gaps[:WORST_FILES]
    ]


def _missed(entry: Mapping[str, Any]) -> int:
    return len(entry["missing_lines"]) + len(entry["missing_branches"])
