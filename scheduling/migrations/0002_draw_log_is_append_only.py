"""The draws' log refuses UPDATE and DELETE, on SQLite and PostgreSQL alike (SSJ-DRAW/1 §2.12)."""

from django.db import migrations

TABLE = "scheduling_drawlogline"
FUNCTION = "wenxun_draw_log_is_append_only"


def guard(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
        )
    for act in ("UPDATE", "DELETE"):
        name = f"{TABLE}_no_{act.lower()}"
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            )


def unguard(apps, editor):
    for act in ("UPDATE", "DELETE"):
        on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{act.lower()}{on}")


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_as_of_2026_11")]
    operations = [migrations.RunPython(guard, unguard)]
