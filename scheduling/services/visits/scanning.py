"""The other side scanned the code (扫码): when, never where and never by whom."""

from datetime import datetime

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.services.clocks import clocks_done
from scheduling.domain.door import scan_mode
from scheduling.models import Visit
from scheduling.selectors.door import visit_at_door


def visit_scan(*, token: str, now: datetime) -> Visit:
    """Note the first scan of a visit, before its start or before its team leaves (V13)."""
    on = civil(now)
    seen = visit_at_door(token, on)
    if seen is None:
        raise DomainError("not_found")
    with transaction.atomic():
        row = Visit.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=seen.pk)
        mode = scan_mode(row.state, first=row.planned_from, today=on)
        if mode and row.scanned_at is None:
            row.scanned_at, row.scan_mode = now, mode
            row.save(update_fields=["scanned_at", "scan_mode"])
            clocks_done(noun="visit", noun_id=row.uuid, rule="visit_scan", on=on)
            record(
                organ=row.organ_id, actor=None, verb="visit.scan", noun="visit", noun_id=row.uuid, now=now,
                before=row.state, after=row.state, data={"scan_mode": mode},
            )  # fmt: skip
    return row
