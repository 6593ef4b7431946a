"""`python -m tests [PART …]`: the suite on the embedded and on the real services, and one closing line."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
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
    # How the workers share the tests: a file that adds up figures stays with one of them.
    shared: str = "worksteal"

    @property
    def parallel(self) -> bool:
        return not self.browser


# A part looks only into folders that hold tests of its own: to read all of them takes ten seconds a process.
PAGES = ("tests/browser", "tests/ground")
NO_PAGES = ("--ignore=tests/proof", "--ignore=tests/browser", f"--ignore={FUZZ}")
EMBEDDED = (*NO_PAGES, "-m", f"not browser and {NO_SERVICE}")

PARTS = {
    "embedded": Part(
        "domain, services and doors on SQLite and disk",
        EMBEDDED,
    ),
    "real": Part(
        "services and doors on PostgreSQL, Redis and S3",
        (
            *NO_PAGES,
            "--ignore=tests/domain",
            "--ignore-glob=*/test_house_*.py",
            "-m",
            "not browser and not embedded",
        ),
        real=True,
    ),
    "wire": Part("every operation under generated requests, on PostgreSQL", (FUZZ,), real=True),
    "browser": Part(
        "pages in Chromium on SQLite and disk",
        (*PAGES, "-m", f"browser and {NO_SERVICE}"),
        browser=True,
    ),
    "browser-real": Part(
        "the main jobs in Chromium on PostgreSQL, Redis and S3",
        (*PAGES, "-m", "browser and not embedded"),
        real=True,
        browser=True,
    ),
    "web": Part("the phone's and the console's own tests (vitest)", ()),
    # Tracing every line takes half as long again as the tests themselves.
    "coverage": Part("the embedded part, every line and branch measured", EMBEDDED, measured=True),
    # Long runs whose figures go to docs/proof/.
    "proof": Part("long runs on PostgreSQL, Redis and S3", ("tests/proof",), real=True, shared="loadfile"),
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
        due: list[str] = []
        for name in wanted or EVERYDAY:
            part = PARTS[name]
            reasons = [f"{what} ({why})" for what, why in missing.items() if part.real]
            reasons += [no_browser] if part.browser and no_browser else []
            if reasons:
                not_run[name] = "; ".join(reasons)
            else:
                due.append(name)
        _make_moulds(due, environment)
        for names in _batches(due):
            runs = [_prepared(name, Path(scratch) / name, environment) for name in names]
            tallies |= dict(zip(names, _run_all(runs), strict=True))
            for run in runs:
                complaints += shortfalls(run.folder) if PARTS[run.name].measured else []
    return _close(tallies, not_run, complaints)


def _batches(due: Sequence[str]) -> list[list[str]]:
    """One part after the other, but those of the pages beside each other: they wait more than they work."""
    beside = [name for name in due if PARTS[name].browser]
    rest = [[name] for name in due if not PARTS[name].browser]
    return [*rest, beside] if beside else rest


def _make_moulds(due: Sequence[str], environment: Mapping[str, str]) -> None:
    """The migrated databases that the parts copy, both at once; a part says what is wrong with one."""
    parts = [PARTS[name] for name in due if name != "web"]
    grounds = [environment] * any(part.real for part in parts)
    grounds += [{}] * any(not part.real for part in parts)
    for child in [_mould_child(ground) for ground in grounds]:
        child.wait()


def _mould_child(ground: Mapping[str, str]) -> subprocess.Popen[bytes]:
    given = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.Popen([sys.executable, "-m", "tests.mould"], cwd=ROOT, env={**given, **ground})


def _no_browser(parts: Sequence[str]) -> str:
    if not any(PARTS[name].browser for name in parts):
        return ""
    try:
        with chromium():
            return ""
    except Missing as reason:
        return f"browser ({reason})"


@dataclass(frozen=True)
class _Run:
    """One part as it is called; `read` makes its tally of the exit code and the seconds it took."""

    name: str
    folder: Path
    command: tuple[str, ...]
    at: Path
    environment: Mapping[str, str]
    read: Callable[[int, float], Tally]


def _prepared(name: str, folder: Path, environment: Mapping[str, str]) -> _Run:
    folder.mkdir()
    return _vitest(name, folder) if name == "web" else _pytest(name, folder, environment)


def _pytest(name: str, folder: Path, environment: Mapping[str, str]) -> _Run:
    part = PARTS[name]
    report = folder / "junit.xml"
    (folder / "var").mkdir()
    command = [sys.executable, *(("-m", "coverage", "run") if part.measured else ()), "-m", "pytest"]
    command += ["-rfEs", "-o", "faulthandler_timeout=300", f"--junitxml={report}", *part.arguments]
    command += ["-n", str(WORKERS), "--dist", part.shared] if part.parallel else []
    given = {
        **{key: value for key, value in os.environ.items() if key not in environment},
        **(environment if part.real else {}),
        "VAR_DIR": str(folder / "var"),
        "COVERAGE_FILE": str(folder / "coverage"),
    }
    return _Run(name, folder, tuple(command), ROOT, given, partial(from_junit, report))


def _vitest(name: str, folder: Path) -> _Run:
    report = folder / "vitest.json"
    command = ("npm", "test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}")
    return _Run(name, folder, command, ROOT / "web", os.environ, partial(from_vitest, report))


def _run_all(runs: Sequence[_Run]) -> list[Tally]:
    """All at the same time; those that run beside each other are printed one after the other, at the end."""
    alone = len(runs) == 1
    children: list[subprocess.Popen[bytes]] = []
    took = [0.0] * len(runs)
    began = time.monotonic()
    try:
        children += [_begin(run, None if alone else run.folder / "said.txt") for run in runs]
        while any(child.poll() is None for child in children) and time.monotonic() < began + PART_SECONDS:
            took = [
                time.monotonic() - began if child.poll() is None else seconds
                for child, seconds in zip(children, took, strict=True)
            ]
            time.sleep(0.2)
    finally:
        for child in children:
            if child.poll() is None:  # it hangs, or the run was stopped
                sys.stdout.write(f"ended after {time.monotonic() - began:.0f} s without a result\n")
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
    for run in () if alone else runs:
        said = (run.folder / "said.txt").read_text(encoding="utf-8", errors="replace")
        sys.stdout.write(f"\n-- {run.name}\n{said}")
    return [run.read(child.wait(), seconds) for run, child, seconds in zip(runs, children, took, strict=True)]


def _begin(run: _Run, said: Path | None) -> subprocess.Popen[bytes]:
    """The child, on the screen or into the file."""
    sys.stdout.write(f"\n== {run.name}: {PARTS[run.name].says}\n")
    sys.stdout.flush()
    plain = {} if sys.stdout.isatty() and said is None else {"NO_COLOR": "1"}
    with said.open("wb") if said else nullcontext() as out:
        return subprocess.Popen(
            run.command,
            cwd=run.at,
            env={**run.environment, **plain},
            stdout=out,
            stderr=subprocess.STDOUT if said else None,
            start_new_session=True,
        )


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
