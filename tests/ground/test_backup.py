"""A backup is worth what its restore gives back."""

import os
import subprocess
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.ground import ROOT
from tests.ground.postgres import binaries

pytestmark = pytest.mark.postgres

PHOTO = b"\xff\xd8 photo \x00 of the scene"


class District:
    """One database and one folder, with the two scripts."""

    def __init__(self, folder: Path) -> None:
        self.var = folder
        name = f"district_{uuid4().hex}"
        self.url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())

    def run(self, script: str, argument: Path) -> "subprocess.CompletedProcess[str]":
        environment = {
            "PATH": f"{binaries()}{os.pathsep}{os.environ['PATH']}",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.var),
        }
        command = [str(ROOT / "deploy" / script), str(argument)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def notes(self) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute("SELECT id, text FROM note ORDER BY id").fetchall()

    def tables(self) -> list[tuple[object, ...]]:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    district = District(tmp_path / "before")
    (district.var / "files" / "sha256").mkdir(parents=True)
    (district.var / "files" / "sha256" / "ab").write_bytes(PHOTO)
    with psycopg.connect(district.url) as connection:
        connection.execute("CREATE TABLE note (id int PRIMARY KEY, text text)")
        connection.execute("INSERT INTO note VALUES (1, '现场检查'), (2, '整改')")
    done = district.run("backup.sh", tmp_path / "kept")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_restore_gives_back_rows_and_bytes(backup: Path, tmp_path: Path) -> None:
    after = District(tmp_path / "after")

    done = after.run("restore.sh", backup)

    assert done.returncode == 0, done.stderr
    assert after.notes() == [(1, "现场检查"), (2, "整改")]
    assert (after.var / "files" / "sha256" / "ab").read_bytes() == PHOTO


def test_restore_never_overwrites_a_living_database(backup: Path, tmp_path: Path) -> None:
    after = District(tmp_path / "after")
    after.run("restore.sh", backup)
    with psycopg.connect(after.url) as connection:
        connection.execute("INSERT INTO note VALUES (3, '新记录')")

    again = after.run("restore.sh", backup)

    assert (again.returncode, len(after.notes())) == (1, 3)


def test_damaged_backup_is_refused_before_anything_is_written(backup: Path, tmp_path: Path) -> None:
    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    after = District(tmp_path / "after")

    done = after.run("restore.sh", backup)

    assert (done.returncode, after.tables(), after.var.exists()) == (1, [], False)
