"""`python -m bench [ROW …]`: JSON lines on a scratch database, SQLite or (by `tests.ground`) PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import django

from bench.rounds import measured
from bench.row import load_rows


def main(wanted: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="wenxun-bench-") as scratch:
        # The durable settings, not those of the suite: a comparison must pay for its commits.
        os.environ |= {"VAR_DIR": scratch, "DJANGO_SETTINGS_MODULE": "backend.settings.base"}
        django.setup()
        rows = load_rows()
        unknown = set(wanted) - set(rows)
        if unknown:
            sys.stderr.write(
                f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(sorted(rows))}\n"
            )
            return 2
        if len(wanted) != 1:
            return max(_alone(name) for name in wanted or sorted(rows))
        _empty_database()
        for comparison in rows[wanted[0]]():
            print(json.dumps(measured(wanted[0], comparison), ensure_ascii=False), flush=True)
        _leave_it_empty()
    return 0


def _alone(name: str) -> int:
    """One row in a process of its own: none is measured on what another left in database or memory."""
    return subprocess.run([sys.executable, "-m", "bench", name], check=False).returncode


def _empty_database() -> None:
    """Migrate the scratch database; one that already holds tables is somebody's and is left alone."""
    from django.core.management import call_command
    from django.db import connection

    tables = connection.introspection.table_names()
    if tables:
        sys.exit(f"DATABASE_URL has {len(tables)} tables: benchmarks only run on an empty database")
    call_command("migrate", verbosity=0)


def _leave_it_empty() -> None:
    """As it was found, for the next row; a file of SQLite goes with its folder."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # some tables refuse to lose a row: they go whole
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
