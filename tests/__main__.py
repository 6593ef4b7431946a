"""`python -m tests [PART …]`: the suite on the embedded and on the real services, and one closing line."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.coverage_floor import shortfalls
from tests.ground import IN_CI, ROOT, Missing
from tests.ground.chromium import chromium
from tests.ground.process import stop_on_sigterm
from tests.ground.services import services
from tests.tally import Tally, from_junit, from_vitest

WORKERS = 2
PART_SECONDS = 25 * 60

NO_SERVICE = "not postgres and not redis and not s3"
# Generated requests meet the stricter database only: what NUL, range or length breaks, PostgreSQL shows.
FUZZ = "tests/api/test_wire_fuzz.py"


@dataclass(frozen=True)
class Part:
    """One call of pytest: which tests, on which ground."""

    says: str
    arguments: tuple[str, ...]
    real: bool = False
    browser: bool = False
    measured: bool = False

    @property
    def parallel(self) -> bool:
        return not self.browser


EMBEDDED = ("--ignore=tests/proof", f"--ignore={FUZZ}", "-m", f"not browser and {NO_SERVICE}")

PARTS = {
    "embedded": Part(
        "domain, services and doors on SQLite and disk",
        EMBEDDED,
    ),
    "real": Part(
        "services and doors on PostgreSQL, Redis and S3",
        (
            "--ignore=tests/proof",
            "--ignore=tests/domain",
            f"--ignore={FUZZ}",
            "-m",
            "not browser and not embedded",
        ),
        real=True,
    ),
    "wire": Part("every operation under generated requests, on PostgreSQL", (FUZZ,), real=True),
    "browser": Part(
        "pages in Chromium on SQLite and disk",
        ("--ignore=tests/proof", "-m", f"browser and {NO_SERVICE}"),
        browser=True,
    ),
    "browser-real": Part(
        "the main jobs in Chromium on PostgreSQL, Redis and S3",
        ("--ignore=tests/proof", "-m", "browser and not embedded"),
        real=True,
        browser=True,
    ),
    "web": Part("the phone's and the console's own tests (vitest)", ()),
    # Tracing every line takes half as long again as the tests themselves.
    "coverage": Part("the embedded part, every line and branch measured", EMBEDDED, measured=True),
    # Long runs whose figures go to docs/proof/.
    "proof": Part("long runs on PostgreSQL, Redis and S3", ("tests/proof",), real=True),
}
# Asked for by name: what does not fit the everyday quarter of an hour on two cores.
BY_NAME = ("coverage", "proof")
EVERYDAY = tuple(name for name in PARTS if name not in BY_NAME)


def main(wanted: Sequence[str]) -> int:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.stderr.write(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}\n")
        return 2
    stop_on_sigterm()
    tallies: dict[str, Tally] = {}
    not_run: dict[str, str] = {}
    complaints: list[str] = []
    with tempfile.TemporaryDirectory(prefix="wenxun-suite-") as scratch, services() as (environment, missing):
        no_browser = _no_browser(wanted or EVERYDAY)
        for name in wanted or EVERYDAY:
            part = PARTS[name]
            reasons = [f"{what} ({why})" for what, why in missing.items() if part.real]
            reasons += [no_browser] if part.browser and no_browser else []
            if reasons:
                not_run[name] = "; ".join(reasons)
                continue
            folder = Path(scratch) / name
            folder.mkdir()
            sys.stdout.write(f"\n== {name}: {part.says}\n")
            sys.stdout.flush()
            tallies[name] = _vitest(folder) if name == "web" else _pytest(part, folder, environment)
            if part.measured:
                complaints += shortfalls(folder)
    return _close(tallies, not_run, complaints)


def _no_browser(parts: Sequence[str]) -> str:
    if not any(PARTS[name].browser for name in parts):
        return ""
    try:
        with chromium():
            return ""
    except Missing as reason:
        return f"browser ({reason})"


def _pytest(part: Part, folder: Path, environment: Mapping[str, str]) -> Tally:
    report = folder / "junit.xml"
    (folder / "var").mkdir()
    command = [sys.executable, *(("-m", "coverage", "run") if part.measured else ()), "-m", "pytest"]
    command += ["-rfEs", "-o", "faulthandler_timeout=300", f"--junitxml={report}", *part.arguments]
    command += ["-n", str(WORKERS), "--dist", "worksteal"] if part.parallel else []
    given = {
        **{key: value for key, value in os.environ.items() if key not in environment},
        **(environment if part.real else {}),
        "VAR_DIR": str(folder / "var"),
        "COVERAGE_FILE": str(folder / "coverage"),
    }
    began = time.monotonic()
    code = _run(command, ROOT, given)
    return from_junit(report, code, time.monotonic() - began)


def _vitest(folder: Path) -> Tally:
    report = folder / "vitest.json"
    command = ["npm", "test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    began = time.monotonic()
    code = _run(command, ROOT / "web", os.environ)
    return from_vitest(report, code, time.monotonic() - began)


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """The exit code; a part that hangs is ended with all its children."""
    plain = {} if sys.stdout.isatty() else {"NO_COLOR": "1"}
    child = subprocess.Popen(command, cwd=folder, env={**environment, **plain}, start_new_session=True)
    try:
        return child.wait(PART_SECONDS)
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"ended after {PART_SECONDS} s without a result\n")
        return 124
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _close(tallies: Mapping[str, Tally], not_run: Mapping[str, str], complaints: Sequence[str]) -> int:
    sys.stdout.write("\n")
    for name, tally in tallies.items():
        sys.stdout.write(f"{name:13} {tally} in {tally.seconds:.0f} s: {PARTS[name].says}\n")
    for name, reason in not_run.items():
        sys.stdout.write(f"{name:13} NOT RUN: {PARTS[name].says}: {reason}\n")
    for complaint in complaints:
        sys.stdout.write(f"{complaint}\n")
    total = sum(tallies.values(), Tally())
    failed = total.failed or any("BELOW" in complaint for complaint in complaints) or (IN_CI and not_run)
    sys.stdout.write(f"{total}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
