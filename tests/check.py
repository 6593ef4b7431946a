"""`python -m tests.check`: format, lint, contracts, types, security, migrations, schema; all always run."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePath
from typing import Any

from tests.ground import ROOT

PACKAGES = ("backend", "registry", "scheduling", "inspections", "enforcement", "counting")
LINES = 400
COUNTED = {".py", ".ts", ".vue", ".mjs", ".js", ".css"}
# Written by machines, or one file by order: the draw's verifier is handed out alone.
MAY_BE_LONG = {
    "web/src/api/schema.d.ts",  # written by a tool
    "scheduling/verifier/ssj_verify.py",  # one file by promise
    # tables of examples, one test a row
    "tests/api/inspections/test_submission.py",
    "tests/domain/registry/test_catalogue.py",
    "tests/domain/registry/test_importing_venues.py",
    "tests/domain/scheduling/test_wording.py",
}
SCHEMA = ROOT / "docs" / "openapi.yaml"
CLIENT = ROOT / "web" / "src" / "api" / "schema.d.ts"
DIST = ROOT / "web" / "dist"
WORKERS = 2
FIRST_LOAD = 150 * 1024  # bytes, scripts and styles together
FIRST_PAGES = ("index.html", "src/field/FieldShell.vue", "src/field/TaskList.vue")

Verdict = tuple[bool, str]


def _run(*command: str, folder: Path = ROOT) -> Verdict:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "backend.settings.test"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def _python(*arguments: str) -> Verdict:
    return _run(sys.executable, *arguments)


def _tool(name: str, *arguments: str) -> Verdict:
    return _run(str(Path(sys.executable).parent / name), *arguments)


def types() -> Verdict:
    return _python("-m", "mypy", *PACKAGES, "tests", "bench", "manage.py")


def security() -> Verdict:
    """Asserts narrow types here, and an empty string is no password: B101 and B105 are left out."""
    return _python("-m", "bandit", "-q", "-r", *PACKAGES, "-x", "*/migrations/*", "--skip", "B101,B105")


def migrations() -> Verdict:
    return _python("manage.py", "makemigrations", "--check", "--dry-run")


def schema() -> Verdict:
    """docs/openapi.yaml is what the doors say today, without a warning."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "openapi.yaml"
        fine, said = _python("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", str(fresh))
        return (fine, said) if not fine else _same(fresh, SCHEMA)


def client() -> Verdict:
    """web/src/api/schema.d.ts is what docs/openapi.yaml says."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "schema.d.ts"
        fine, said = _run(
            *("npm", "exec", "--no", "--", "openapi-typescript", str(SCHEMA), "-o", str(fresh)),
            folder=ROOT / "web",
        )
        return (fine, said) if not fine else _same(fresh, CLIENT)


def _same(fresh: Path, kept: Path) -> Verdict:
    if kept.exists() and fresh.read_bytes() == kept.read_bytes():
        return True, ""
    return False, f"{kept.relative_to(ROOT)} is not up to date: make schema"


def weight() -> Verdict:
    """What a phone loads before its first list of tasks, of the front end as `make` builds it, gzipped."""
    fine, said = _run("make", "-s", "web/dist/.built")
    if not fine:
        return fine, said
    manifest = json.loads((DIST / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    sizes = {name: len(gzip.compress((DIST / name).read_bytes())) for name in _first_load(manifest)}
    total = sum(sizes.values())
    listed = "\n".join(f"{size:>8} {name}" for name, size in sorted(sizes.items(), key=lambda row: -row[1]))
    return total <= FIRST_LOAD, f"first load of the phone: {total} of {FIRST_LOAD} bytes\n{listed}"


def _first_load(manifest: dict[str, dict[str, Any]]) -> set[str]:
    """Scripts and styles of the phone's first page, with everything they import at once."""
    files: set[str] = set()
    ahead, seen = list(FIRST_PAGES), set[str]()
    while ahead:
        chunk = ahead.pop()
        if chunk not in seen:
            seen.add(chunk)
            files |= {manifest[chunk]["file"], *manifest[chunk].get("css", ())}
            ahead += manifest[chunk].get("imports", ())
    return files


def length() -> Verdict:
    """A file over 400 lines becomes a folder of the same name, split by noun."""
    fine, said = _run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if not fine:
        return fine, said
    long = []
    for name in sorted(set(said.strip("\0").split("\0")) - MAY_BE_LONG):
        path = PurePath(name)
        if path.suffix in COUNTED and "migrations" not in path.parts and (ROOT / name).is_file():
            lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
            long += [f"{name}: {lines} lines"] if lines > LINES else []
    return not long, "\n".join(long)


PARTS: dict[str, Callable[[], Verdict]] = {
    "types": types,
    "web": lambda: _run("npm", "run", "check", folder=ROOT / "web"),
    "format": lambda: _tool("ruff", "format", "--check", "."),
    "lint": lambda: _tool("ruff", "check", "."),
    "contracts": lambda: _tool("lint-imports"),
    "security": security,
    "migrations": migrations,
    "schema": schema,
    "client": client,
    "length": length,
    "weight": weight,
}


def main(wanted: Sequence[str]) -> int:
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.stderr.write(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}\n")
        return 2
    names = list(wanted or PARTS)
    with tempfile.TemporaryDirectory(prefix="wenxun-check-") as var, ThreadPoolExecutor(WORKERS) as pool:
        os.environ["VAR_DIR"] = var
        failed = [name for name, fine in zip(names, pool.map(_report, names), strict=True) if not fine]
    if failed:
        sys.stdout.write(f"check failed: {', '.join(failed)}\n")
        return 1
    sys.stdout.write(f"check: {len(names)} of {len(names)} fine\n")
    return 0


def _report(name: str) -> bool:
    began = time.monotonic()
    fine, said = PARTS[name]()
    verdict = "ok" if fine else "FAILED"
    shown = f"\n{said}" if said and not fine else ""
    sys.stdout.write(f"== {name}: {verdict} in {time.monotonic() - began:.1f} s{shown}\n")
    sys.stdout.flush()
    return fine


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
