"""What Django asks before it migrates: a database of another age or another order of words is refused."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Districts, townships and organs are ranges of codes: in a language's order 370117~ stands before 370117001.
IN_ORDER = "SELECT '370117001' < '370117~' AND 'WH370117-1' < 'WH370117D'"
CREATE = (
    "docs/deploy.md：createdb --template=template0"
    " --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8；"
    "已有数据的，先用 deploy/backup.sh 备份，再用 deploy/restore.sh 恢复到新库"
)
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


@register(Tags.database)
def codes_in_byte_order(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """PostgreSQL compares text by the locale its database was made with; ranges of codes need the bytes."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(IN_ORDER)
            if not cursor.fetchone()[0]:
                said = f"{alias}：数据库按语言习惯排序，区划和机构代码的范围会出错，须按字节排序"
                found.append(Error(said, hint=CREATE, id="backend.E002"))
    return found
