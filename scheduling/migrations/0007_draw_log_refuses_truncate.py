"""The log refuses TRUNCATE as well, and the frozen files and nightly recounts are append-only like it."""

from django.db import migrations

LOG = "scheduling_drawlogline"
ALSO = ("scheduling_drawfile", "scheduling_drawlogcheck")
FUNCTION = "wenxun_draw_log_is_append_only"


def guard(apps, editor):
    postgres = editor.connection.vendor == "postgresql"
    for table in ALSO:
        for act in ("UPDATE", "DELETE"):
            does = (
                f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
            editor.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {does}")
    for table in (LOG, *ALSO) if postgres else ():
        editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        )


def unguard(apps, editor):
    postgres = editor.connection.vendor == "postgresql"
    acts = [(table, act) for table in ALSO for act in ("update", "delete")]
    acts += [(table, "truncate") for table in (LOG, *ALSO)] if postgres else []
    for table, act in acts:
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}" + (f" ON {table}" if postgres else ""))


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0002_draw_log_is_append_only")]
    operations = [migrations.RunPython(guard, unguard)]
