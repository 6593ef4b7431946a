"""What Django asks before it migrates: a database halfway through migrations that are gone is refused."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FIRST = "先用 2026 年 11 月 30 日的版本（2e64815）执行 manage.py migrate，再升级到本版本"


@register(Tags.database)
def replaced_whole(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Django takes one migration for many only where it finds all or none; in between it says nothing."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        applied = set(MigrationRecorder(connections[alias]).applied_migrations())
        for (app, name), migration in MigrationLoader(None).replacements.items():
            lacking = [before for before in migration.replaces if before not in applied]
            if lacking and len(lacking) < len(migration.replaces):
                names = ", ".join(sorted(name for _, name in lacking))
                found.append(
                    Error(f"{app}.{name}：数据库停在更早的版本，缺 {names}", hint=FIRST, id="backend.E001")
                )
    return found
