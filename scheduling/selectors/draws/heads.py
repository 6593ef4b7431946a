"""Heads of the logs (链头): the one digest that stands for everything a scope has published so far."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from scheduling.models import DrawLogCheck, DrawLogLine


def last_lines() -> QuerySet[DrawLogLine]:
    """The last line of every scope's log."""
    lines = DrawLogLine.objects.everywhere("published")
    latest = lines.filter(scope=OuterRef("scope")).order_by("-seq").values("seq")[:1]
    return lines.filter(seq=Subquery(latest))


def head_at(scope: str, at: datetime) -> DrawLogLine | None:
    """The last line a scope's log had at a moment."""
    lines = DrawLogLine.objects.everywhere("published").filter(scope=scope, at__lte=at)
    return lines.order_by("seq").last()


def log_heads() -> list[dict[str, Any]]:
    """Every scope with its head and its last recount: two queries."""
    checks: dict[str, DrawLogCheck] = {}
    rows = DrawLogCheck.objects.everywhere("published")
    latest = rows.filter(scope=OuterRef("scope")).order_by("-at", "-pk").values("pk")[:1]
    for check in rows.filter(pk=Subquery(latest)):
        checks[check.scope] = check
    return [
        _card(line, checks.get(line.scope)) for line in last_lines().select_related("organ").order_by("scope")
    ]


def _card(line: DrawLogLine, check: DrawLogCheck | None) -> dict[str, Any]:
    return {
        "scope": line.scope,
        "organ": line.organ.name,
        "seq": line.seq,
        "at": line.at,
        "head": line.head,
        "checked_at": check.at if check else None,
        "checked_seq": check.seq if check else 0,
        "fault": bool(check and check.fault),
    }
