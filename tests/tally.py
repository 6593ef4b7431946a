"""How many tests passed, failed and were skipped, read from the reports of pytest and vitest."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tally:
    """Counts of one part, or of all parts added up."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def from_junit(report: Path, code: int, seconds: float) -> Tally:
    """A run that ended badly without naming a failed test (a crash, no test at all) counts as one failure."""
    passed = failed = skipped = 0
    if report.exists():
        for case in ElementTree.parse(report).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    return Tally(passed, failed or int(code != 0), skipped, seconds)


def from_vitest(report: Path, code: int, seconds: float) -> Tally:
    """As `from_junit`; a file that cannot be loaded is a failure without a test."""
    told = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    failed = int(told.get("numFailedTests", 0))
    skipped = int(told.get("numPendingTests", 0)) + int(told.get("numTodoTests", 0))
    return Tally(int(told.get("numPassedTests", 0)), failed or int(code != 0), skipped, seconds)
