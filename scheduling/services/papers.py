"""Papers of a visit made from its own data: the approval once it is given, the notice once it is told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.clock import BEIJING, civil
from backend.domain.forms import day_words
from backend.models import Approval, Document, User
from backend.services.documents import document_request
from registry.domain.citing import law_named
from registry.selectors.catalogue import bases_of
from scheduling.models import Visit, VisitOfficer
from scheduling.selectors.draws.heads import head_at
from scheduling.selectors.visits import items_of, notice_of, teams_of

NOUN = "visit"
LAWS_MOST = 4  # laws the form names
HEAD_SIGNS = 8  # a head is printed in groups that can be read aloud
_KINDS = {"daily": "日常检查", "case": "个案检查", "special": "专项检查"}


def approval_papers(*, of: UUID, now: datetime) -> list[Document]:
    """行政检查审批表 of a visit, or of each visit of a draw approved in one act; may run twice."""
    visits = Visit.objects.everywhere("task").filter(approval__state=Approval.State.APPROVED)
    rows = list(_whole(visits.filter(pk=of))) or list(_whole(visits.filter(draw=of)))
    return [paper for row in rows if (paper := _approval(row, now)) is not None]


def notice_paper(*, visit_id: UUID, now: datetime) -> Document | None:
    """行政检查通知书, on arrival or told before; None while it was neither. May run twice."""
    row = next(iter(_whole(Visit.objects.everywhere("task").filter(pk=visit_id))), None)
    told_at = (row.noticed_at or row.started_at) if row else None
    if row is None or told_at is None or row.remote:
        return None
    team = teams_of([row]).get(row.pk, [])
    on = civil(row.started_at) if row.started_at else row.planned_from
    values = {
        **_facts(row, team, on), "planned_on": on.isoformat(), "place": row.venue.address or "经营场所",
        "chosen": _chosen(row, told_at),
    }  # fmt: skip
    return _ask("inspection_notice", row, values, civil(told_at), team, now)


def _chosen(row: Visit, told_at: datetime) -> str:
    """By which draw, with the head of its log when the notice was given; or on which occasion."""
    line = head_at(row.draw.scope, told_at) if row.draw else None
    if row.draw is None or line is None:
        return f"{row.trigger.name_zh}，不是随机抽取。"
    head = " ".join(line.head[at : at + HEAD_SIGNS] for at in range(0, len(line.head), HEAD_SIGNS))
    return f"随机抽取，编号 {row.draw.number}。公开日志第 {line.seq} 行，链头 {head}，可在公示网页查验。"


def _whole(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.select_related(
        "venue", "organ", "trigger", "draw", "approval__asked_by", "approval__decided_by"
    ).order_by("number")


def _approval(row: Visit, now: datetime) -> Document | None:
    approval = row.approval
    if approval is None or approval.decided_by is None or approval.decided_at is None:
        raise ValueError("an approved visit has who approved it")
    team = teams_of([row]).get(row.pk, [])
    on = civil(approval.decided_at)
    values = {
        **_facts(row, team, row.planned_from),
        "party_address": row.venue.address or "／",
        "trigger": row.trigger.name_zh + (f"：{row.basis}" if row.basis else ""),
        "planned_on": row.planned_from.isoformat(),
        "assistants": [
            {"name": one["name"], "cert_no": ""}
            for one in (*(row.draw.assistants if row.draw else ()), *row.assistants)
        ],
        "handling": _handling(row),
        "leader_opinion": f"同意。{approval.reason}" + ("（事后补办审批）" if approval.retro else ""),
        "officer_sign": _signed(approval.asked_by, approval.created_at),
        "leader_sign": _signed(approval.decided_by, approval.decided_at),
    }
    return _ask("inspection_approval", row, values, on, team, now)


def _handling(row: Visit) -> str:
    why = f"经查须到现场检查：{row.precheck_reason}。" if row.precheck_reason else ""
    over = f"超出年度频次上限的理由：{row.cap_reason}。" if row.cap_reason else ""
    urgent = f"情况紧急，先行检查：{row.urgent_reason}。" if row.urgent_reason else ""
    days = f"拟于{day_words(row.planned_from)}至{day_words(row.planned_to)}实施检查，请审批。"
    return f"{days}{why}{over}{urgent}"


def _signed(who: User | None, at: datetime) -> dict[str, str]:
    """Given in the system under the person's own sign-in: the name and when, no picture."""
    return {"name": who.name if who else "", "signed_at": at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")}


def _facts(row: Visit, team: list[VisitOfficer], on: date) -> dict[str, Any]:
    """What both papers say."""
    items = items_of([row], {})
    told = [one for rows in bases_of(items.values(), on).values() for one in rows]
    laws: dict[str, list[str]] = {}
    for one in told:
        laws.setdefault(law_named(one["law"]), []).append(one["article"])
    said = [f"{law}{'、'.join(dict.fromkeys(articles))}" for law, articles in laws.items()]
    kind = _KINDS.get(row.trigger.kind, "行政检查")
    return {
        "party_name": row.venue.name,
        "check_basis": "；".join(said[:LAWS_MOST]) or row.basis or "／",
        "mode": f"{kind}，{'非现场' if row.remote else '现场检查'}",
        "frequency": _frequency(row),
        "officers": [{"name": one.officer.name, "cert_no": one.officer.cert_no} for one in team],
        "items_checked": notice_of(row, row.items, items)["items_text"] or "／",
    }


def _frequency(row: Visit) -> str:
    if not row.counts_to_cap:
        return "本次检查不计入年度频次上限"
    if row.cap_limit is None:
        return "以年度检查计划公布的频次为准"
    return f"本年度此前已检查{row.cap_used}次，上限{row.cap_limit}次"


def _ask(
    form: str, row: Visit, values: Mapping[str, Any], on: date, team: list[VisitOfficer], now: datetime
) -> Document | None:
    """The paper of this content; changed facts make its next version. None: nobody here answers for it."""
    approval = row.approval
    people = [one.officer.user for one in team if one.officer.user is not None]
    people += [who for who in (approval.decided_by, approval.asked_by) if who is not None] if approval else []
    if not people:
        return None
    with transaction.atomic():
        return document_request(
            form=form, of=(NOUN, row.pk), organ=row.organ, values=dict(values), issued_on=on,
            actor=people[0], now=now,
        )  # fmt: skip
