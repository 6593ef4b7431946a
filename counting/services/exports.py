"""Exports (导出): asked for by one person, made by a task with his sight, recorded with who took out what."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import BEIJING, civil
from backend.documents.pdf import PaperFault
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.documents.storing import bytes_keep, file_row
from counting.domain.books import FORMATS, Book
from counting.domain.windows import PERIODS, words
from counting.exports import MEDIA, written
from counting.models import Export
from counting.selectors.books import (
    BY,
    CLOSED_CASES,
    DECIDED_CASES,
    campaign_book,
    cut_book,
    report_book,
    yearbook_book,
)
from counting.selectors.ledgers import ledger_asked, ledger_book
from counting.selectors.platforms import platform_book, platform_of
from counting.services.targets import organ_of
from scheduling.selectors.campaigns import campaign_list

Query = Mapping[str, str]
_VERBS = {
    Export.Kind.LEDGER: "ledger.export",
    Export.Kind.PLATFORM: "platform.enter",
    Export.Kind.CUT: "statistics.export",
    Export.Kind.YEARBOOK: "statistics.export",
    Export.Kind.REPORT: "statistics.export",
    Export.Kind.CAMPAIGN: "statistics.export",
}
# What a platform reads, and what a report is worth on paper.
_OFFERED = {Export.Kind.PLATFORM: ("xlsx", "csv"), Export.Kind.REPORT: ("docx", "pdf", "xlsx")}


def export_request(*, kind: str, of: str, format: str, query: Query, actor: User, now: datetime) -> Export:
    """Write down what is wanted; a task makes it. Refusals: not_allowed, not_found, invalid (fields)."""
    require(actor, _VERBS[Export.Kind(kind)])
    if format not in _OFFERED.get(Export.Kind(kind), FORMATS):
        raise DomainError("invalid", {"fields": {"format": ["不提供这种格式"]}})
    organ = organ_of(actor)
    title = _campaign_title(of, actor) if kind == Export.Kind.CAMPAIGN else _TITLES[kind](of, query)
    with transaction.atomic():
        row = Export.objects.create(
            organ=organ, created_at=now, kind=kind, of=of, format=format, query=dict(query), title=title,
            requested_by=actor,
        )  # fmt: skip
        record(
            organ=organ, actor=actor, verb="export.request", noun="export", noun_id=row.uuid, now=now,
            after=row.state, data={"kind": kind, "of": of, "format": format},
        )  # fmt: skip
    return row


def _ledger_title(of: str, query: Query) -> str:
    return f"{ledger_asked(of, query)[0].zh}台账"


def _platform_title(of: str, query: Query) -> str:
    if query.get("entered", "") not in ("", "yes", "no"):
        raise DomainError("invalid", {"fields": {"entered": ["应为 yes 或 no"]}})
    return f"{platform_of(of).zh}录入表"


def _period(query: Query) -> tuple[int, str]:
    year, period = query.get("year", ""), query.get("period", "year")
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError("invalid", {"fields": {"year": ["应为年份"]}})
    if period not in PERIODS:
        raise DomainError("invalid", {"fields": {"period": ["没有这个期间"]}})
    return int(year), period


def _cut_title(_: str, query: Query) -> str:
    for name in ("rows", "columns"):
        if query.get(name, "") not in BY and (name == "rows" or query.get(name)):
            raise DomainError("invalid", {"fields": {name: ["没有这种分组"]}})
    closing = "closing" in (query.get("rows"), query.get("columns"))
    return f"{CLOSED_CASES if closing else DECIDED_CASES} {words(*_period(query))}"


def _yearbook_title(_: str, query: Query) -> str:
    return f"行政执法统计年报 表一 {_period(query)[0]}年"


def _report_title(_: str, query: Query) -> str:
    return f"{words(*_period(query))}工作报告"


def _campaign_title(of: str, actor: User) -> str:
    """Of one in the actor's scope, else `not_found`."""
    found = campaign_list(actor).filter(uuid=_campaign(of)).first()
    if found is None:
        raise DomainError("not_found", {"campaign": of})
    return f"{found.name} 统计"[:200]


def _campaign(of: str) -> UUID:
    try:
        return UUID(of)
    except ValueError:
        raise DomainError("not_found", {"campaign": of}) from None


_TITLES: dict[str, Callable[[str, Query], str]] = {
    Export.Kind.LEDGER: _ledger_title,
    Export.Kind.PLATFORM: _platform_title,
    Export.Kind.CUT: _cut_title,
    Export.Kind.YEARBOOK: _yearbook_title,
    Export.Kind.REPORT: _report_title,
}


def export_make(*, export_id: UUID, now: datetime) -> Export | None:
    """Make what was asked for; what is made or failed is left alone, so it may run twice.

    What cannot be made says why and is not tried again; a storage that is away is raised, so the delivery
    comes back.
    """
    asked = Export.objects.everywhere("task").filter(pk=export_id, state=Export.State.REQUESTED)
    row = asked.select_related("requested_by", "organ").first()
    if row is None:
        return None
    try:
        book = _book(row)
        asked.update(progress=92)
        data = written(book, row.format, on=civil(row.created_at))
    except PaperFault as fault:
        return _failed(row, str(fault))
    except DomainError as refusal:  # what he may no longer see, or a filter the list refuses
        return _failed(row, refusal.message("zh"))
    rows = sum(len(sheet.rows) for sheet in book.sheets[:1])
    return _stored(row, data, rows, now)


def _book(row: Export) -> Book:
    actor = row.requested_by
    made = row.created_at.astimezone(BEIJING)
    head = [("制表", f"{row.organ.name}　{actor.name}"), ("制表时间", f"{made:%Y-%m-%d %H:%M}")]

    def told(percent: int) -> None:
        Export.objects.everywhere("task").filter(pk=row.pk, progress__lt=percent).update(progress=percent)

    if row.kind == Export.Kind.LEDGER:
        return ledger_book(row.of, row.query, actor, head, told)
    if row.kind == Export.Kind.PLATFORM:
        return platform_book(row.of, row.query, actor, head, told)
    if row.kind == Export.Kind.CAMPAIGN:
        return campaign_book(_campaign(row.of), actor, head)
    return {"cut": cut_book, "yearbook": yearbook_book, "report": report_book}[row.kind](
        row.query, actor, head
    )


def _failed(row: Export, why: str) -> Export:
    asked = Export.objects.everywhere("task").filter(pk=row.pk, state=Export.State.REQUESTED)
    asked.update(state=Export.State.FAILED, problem=why[:300], progress=0)
    row.refresh_from_db()
    return row


def _stored(row: Export, data: bytes, rows: int, now: datetime) -> Export:
    """Bytes first, then rows: one conditional UPDATE says which of two makers was first."""
    digest = bytes_keep(data)
    with transaction.atomic():
        asked = Export.objects.everywhere("task").filter(pk=row.pk, state=Export.State.REQUESTED)
        if asked.select_for_update(of=("self",)).first() is None:
            return row
        file = file_row(
            data=data, digest=digest, name=f"{row.title}.{row.format}", media=MEDIA[row.format],
            owner=row.ref, organ=row.organ_id, actor=row.requested_by, now=now,
        )  # fmt: skip
        asked.update(state=Export.State.MADE, progress=100, rows=rows, file=file, made_at=now)
        row.refresh_from_db()
        record(
            organ=row.organ_id, actor=row.requested_by, verb="export.make", noun="export", noun_id=row.uuid,
            now=now, after=row.state, data={"kind": row.kind, "of": row.of, "rows": rows, "sha256": digest},
        )  # fmt: skip
    return row
