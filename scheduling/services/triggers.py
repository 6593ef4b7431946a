"""Load the triggers of visits (检查来源) from the registry's data."""

from django.db import transaction

from scheduling.models import Trigger
from scheduling.selectors.data import trigger_rows


def triggers_load() -> int:
    """Insert or bring up to date every trigger of the file; returns how many there are.

    Whether one counts to the cap is a published rule of the place: an answer edited here is kept.
    """
    rows = trigger_rows()
    with transaction.atomic():
        for position, row in enumerate(rows):
            fixed = {
                "name_zh": row["zh"],
                "name_en": row["en"],
                "kind": row["kind"],
                "notice": row["notice"],
                "note_zh": row.get("note_zh", ""),
                "source": " ".join(row["source"]),
                "verified": row["verified"],
                "position": position,
            }
            Trigger.objects.everywhere("loader").update_or_create(
                code=row["code"],
                defaults=fixed,
                create_defaults=fixed | {"counts_to_cap": row["counts_to_cap"]},
            )
    return len(rows)
