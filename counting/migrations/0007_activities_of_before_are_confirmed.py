"""Activities entered before there were stages counted then and count on: confirmed, with a note that says so."""

from typing import Any

from django.db import migrations

NOTE = "分阶段登记以前录入，按原口径计入"


def settle(apps: Any, schema_editor: Any) -> None:
    """Those withdrawn stay so; all others are confirmed on the day they were held."""
    rows = apps.get_model("counting", "Activity")._base_manager
    for row in rows.all():
        row.held_by_id = row.entered_by_id
        if row.withdrawn_at is not None:
            row.state = "withdrawn"
        else:
            row.state, row.confirmed_on = "confirmed", row.on
            row.note = "\n".join(filter(None, (row.note, NOTE)))
        row.save()


class Migration(migrations.Migration):
    dependencies = [("counting", "0006_activities_have_stages")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
