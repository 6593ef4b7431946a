"""Load the administrative divisions (GB/T 2260 and the townships below)."""

import csv
from pathlib import Path

from django.db import transaction

from backend.models import Division

FILE = Path(__file__).resolve().parent.parent / "data" / "divisions.csv"


def divisions_load(path: Path = FILE) -> int:
    """Insert every row of the file once (code, name, parent, level); returns how many rows there are."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = [Division(**row) for row in csv.DictReader(source)]
    with transaction.atomic():
        Division.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)
