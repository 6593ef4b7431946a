"""`python -m bench [ROW …]`: JSON lines on a scratch database, SQLite or (by `tests.ground`) PostgreSQL."""

import json
import os
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
        _empty_database()
        for name in wanted or sorted(rows):
            for comparison in rows[name]():
                print(json.dumps(measured(name, comparison), ensure_ascii=False), flush=True)
    return 0


def _empty_database() -> None:
    """Migrate the scratch database; one that already holds tables is somebody's and is left alone."""
    from django.core.management import call_command
    from django.db import connection

    tables = connection.introspection.table_names()
    if tables:
        sys.exit(f"DATABASE_URL has {len(tables)} tables: benchmarks only run on an empty database")
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
