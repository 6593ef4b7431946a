"""Journal lines and seals refuse UPDATE and DELETE, on SQLite and PostgreSQL alike."""

from django.db import migrations

TABLES = ("backend_journalline", "backend_seal")


def guard(apps, editor):
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION wenxun_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            if vendor == "postgresql":
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION wenxun_append_only()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def unguard(apps, editor):
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on}")


class Migration(migrations.Migration):
    dependencies = [("backend", "0001_as_of_2026_11")]
    operations = [migrations.RunPython(guard, unguard)]
