"""Load the triggers of visits (检查来源) from the registry's data."""

from scheduling.models import Trigger
from scheduling.selectors.data import trigger_rows

FROM_THE_FILE = ("name_zh", "name_en", "kind", "notice", "note_zh", "source", "verified", "position")


def triggers_load() -> int:
    """Insert or bring up to date every trigger of the file; returns how many there are.

    Whether one counts to the cap is a published rule of the place: an answer edited here is kept.
    """
    rows = [
        Trigger(
            code=row["code"],
            name_zh=row["zh"],
            name_en=row["en"],
            kind=row["kind"],
            notice=row["notice"],
            note_zh=row.get("note_zh", ""),
            source=" ".join(row["source"]),
            verified=row["verified"],
            position=position,
            counts_to_cap=row["counts_to_cap"],
        )
        for position, row in enumerate(trigger_rows())
    ]
    Trigger.objects.everywhere("loader").bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=FROM_THE_FILE
    )
    return len(rows)
