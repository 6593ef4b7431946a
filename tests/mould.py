"""A migrated database, made once for one state of the migrations and copied by every part of the suite.

A hundred migrations take a third of a minute, a copy a moment. The name of a mould is the digest of all that
made it, so a changed migration makes another one. `python -m tests.mould` makes the one of this ground.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.ground import CACHE, ROOT
from tests.ground.postgres import binaries

MOULDS = CACHE / "moulds"
APPS = ("backend", "registry", "scheduling", "inspections", "enforcement", "counting")


def mould(url: str = "") -> Path:
    """The mould of PostgreSQL at `url` (SQL text), or without one of SQLite (the file): found or made."""
    kept = MOULDS / f"{_digest()}.{'sql' if url else 'sqlite3'}"
    MOULDS.mkdir(parents=True, exist_ok=True)
    with (MOULDS / f"{kept.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=MOULDS) as scratch:
                (_make_postgres(url, Path(scratch)) if url else _make_sqlite(Path(scratch))).replace(kept)
    return kept


def pour() -> None:
    """A copy under the name of the test database, and the settings led to it."""
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"]
        made = mould(url)
        _create(url, name)
        _psql(url, name, made)
    else:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(mould(), name)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def throw_away() -> None:
    """The copy is gone; the server of PostgreSQL goes with all its databases."""
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)


def _digest() -> str:
    """Of every migration, ours and those of the pinned libraries."""
    made_of = [
        ROOT / "requirements.txt",
        *(path for app in APPS for path in (ROOT / app / "migrations").glob("*.py")),
    ]
    digest = hashlib.sha256()
    for path in sorted(made_of):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def _make_sqlite(scratch: Path) -> Path:
    _migrate({"VAR_DIR": str(scratch), "DATABASE_URL": f"sqlite:///{scratch / 'mould.sqlite3'}"})
    return scratch / "mould.sqlite3"


def _make_postgres(url: str, scratch: Path) -> Path:
    name, path = f"mould_{os.getpid()}", scratch / "mould.sql"
    _create(url, name)
    _migrate({"VAR_DIR": str(scratch), "DATABASE_URL": _at(url, name)})
    subprocess.run([binaries() / "pg_dump", "--file", path, _at(url, name)], check=True)
    with _server(url) as server:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    return path


def _migrate(environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "backend.settings.test"},
        check=True,
    )


def _psql(url: str, name: str, file: Path) -> None:
    subprocess.run(
        [
            binaries() / "psql",
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            f"--file={file}",
            _at(url, name),
        ],
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _create(url: str, name: str) -> None:
    with _server(url) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def _server(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as server:
        yield server


def _at(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    given = os.environ.get("DATABASE_URL", "")
    mould(given if given.startswith("postgres") else "")
