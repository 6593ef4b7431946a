"""Recount the logs (日志核对): every chain anew, against what it was the last time and what it fixes."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from scheduling.domain import drawlog, sampling
from scheduling.domain.stamps import stamp_read
from scheduling.models import Draw, DrawLogCheck, DrawLogLine, DrawStamp
from scheduling.selectors.packages import files_frozen, log_of, profile_of, scope_profile
from scheduling.services.draws.stamping import stamps_log

FROZEN = {"venues.tsv": "venues", "officers.tsv": "officers", "blocked.tsv": "blocked"}


def draw_logs_recount(*, now: datetime) -> int:
    """One row per scope that has a log; returns how many are at fault. An alarm is in the journal, too."""
    stamps_log(now=now)
    scopes = (
        DrawLogLine.objects.everywhere("task").order_by("scope").values_list("scope", flat=True).distinct()
    )
    return sum(bool(_recount(scope, now).fault) for scope in sorted(set(scopes) | _fixed_scopes()))


def _fixed_scopes() -> set[str]:
    """Scopes whose draws say there was a commit: a log that is gone altogether is missed, too."""
    return set(Draw.objects.everywhere("task").filter(no__isnull=False).values_list("scope", flat=True))


def _recount(scope: str, now: datetime) -> DrawLogCheck:
    lines = log_of(scope)
    fault = log_fault(scope, lines)
    organ = Draw.objects.everywhere("task").filter(scope=scope, no__isnull=False).order_by("no")[0].organ_id
    with transaction.atomic():
        row = DrawLogCheck.objects.create(
            scope=scope, organ_id=organ, at=now, seq=lines[-1].seq if lines else 0,
            head=lines[-1].head if lines else "", fault=fault[:400],
        )  # fmt: skip
        if fault:
            last = Draw.objects.everywhere("task").filter(scope=scope).latest("created_at")
            record(
                organ=organ, actor=None, verb="draw.alarm", noun="draw", noun_id=last.uuid, now=now,
                data={"scope": scope, "seq": row.seq}, reason=fault,
            )  # fmt: skip
    return row


def log_fault(scope: str, lines: list[DrawLogLine]) -> str:
    """What is wrong with a log, in words; "" when everything holds."""
    profile = scope_profile(scope)
    try:
        log = drawlog.check([row.line.encode() for row in lines], profile)
    except DomainError as refused:
        return f"日志不成链：{refused}"
    heads = [drawlog.head([row.line.encode()], profile) for row in lines]
    for row, head in zip(lines, heads, strict=True):
        if row.head != head:
            return f"第 {row.seq} 行的链头与内容不符"
    before = DrawLogCheck.objects.everywhere("task").filter(scope=scope, fault="", seq__gt=0).first()
    if before is not None and (before.seq > log.seq or heads[before.seq - 1] != before.head):
        return f"与 {before.at:%Y-%m-%d %H:%M} 核对时的链头不一致（第 {before.seq} 行）"
    told = {(line["no"], line["ev"]): line for line in log.lines if line["ev"] in ("COMMIT", "STAMP")}
    draws = Draw.objects.everywhere("task").filter(scope=scope, no__isnull=False).order_by("no")
    return next((fault for draw in draws if (fault := _draw_fault(draw, told))), "")


def _draw_fault(draw: Draw, told: dict[tuple[int, str], dict[str, Any]]) -> str:
    """Whether commit, rosters and time stamp are still those the log fixed."""
    profile, no = profile_of(draw), draw.no or 0
    if (
        told.get((no, "COMMIT"), {}).get("commit")
        != sampling.commit_digest(profile, draw.commit.encode()).hex()
    ):
        return f"第 {draw.no} 次摇号的承诺与日志不一致"
    commit, files = json.loads(draw.commit), files_frozen(draw)
    for name, key in FROZEN.items():
        if name not in files or profile.hash(files[name]).hex() != commit[key]:
            return f"第 {draw.no} 次摇号的 {name} 与承诺不一致"
    if _stamp_told(draw) != told.get((no, "STAMP"), {}).get("token", ""):
        return f"第 {draw.no} 次摇号的时间戳与日志不一致"
    return ""


def _stamp_told(draw: Draw) -> str:
    """The digest its token has today, "" without one; "?" when what is shown of it is not what it says.

    Its signature was checked before the line was written; the digest says that it is the same token still.
    """
    row = DrawStamp.objects.everywhere("task").filter(draw=draw).first()
    if row is None:
        return ""
    try:
        stamp = stamp_read(bytes(row.token))
    except DomainError:
        return "?"
    shown = (draw.commit_digest, int(row.given_at.timestamp()), row.serial)
    same = shown == (stamp.imprint.hex(), stamp.at, str(stamp.serial))
    return profile_of(draw).hash(bytes(row.token)).hex() if same else "?"
