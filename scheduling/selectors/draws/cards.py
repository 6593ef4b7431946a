"""A draw at the desk: its card in lists, all of it, and its minutes."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.models import Approval, File, User
from backend.permissions import may, verbs_for
from registry.models import Officer
from scheduling.domain.delays import awaited, delayable
from scheduling.domain.filtering import Filter
from scheduling.domain.rules import Rules
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import (
    Draw,
    DrawFile,
    DrawLogLine,
    DrawPick,
    DrawRow,
    DrawSecret,
    DrawStamp,
    PlanRow,
    Visit,
)
from scheduling.models.draws import TOLD_EARLY
from scheduling.selectors.draws.changes import change_cards
from scheduling.selectors.draws.owed import result_due
from scheduling.selectors.joint import organs_of, partner_list
from scheduling.selectors.packages import delays
from scheduling.selectors.policies import draw_departures, policy_brief
from scheduling.selectors.rosters import verifier_digest

# of a sealed draw nothing is told by which a drawn venue could be known before its notice
UNTOLD: dict[str, Any] = {"seed": "", "open_seats": [], "shortages": [], "stages": []}
APPROVED_ON = (Visit.State.APPROVED, Visit.State.STARTED, Visit.State.FINISHED)


def draw_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[Draw]:
    """Draws in the actor's scope."""
    rows = Draw.objects.within(actor)
    return rows.filter(state__in=states) if states else rows


def draw_get(draw_id: UUID, actor: User) -> Draw | None:
    """One draw in the actor's scope."""
    return Draw.objects.within(actor).filter(pk=draw_id).first()


def draw_cards(draws: Iterable[Draw], actor: User) -> list[dict[str, Any]]:
    """Draws in brief: three queries besides their own."""
    rows = list(draws)
    approvals = _approvals(rows)
    progress = _progress(rows)
    further = further_rows([row.pk for row in rows])
    return [
        _card(row, approvals, progress, actor) | {"further_rows": further.get(row.pk, [])} for row in rows
    ]


def further_rows(draws: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """draw → the further plan rows its visits serve."""
    found: dict[UUID, list[UUID]] = {}
    rows = DrawRow.objects.everywhere("guard").filter(draw__in=draws).order_by("plan_row__seq")
    for draw, row in rows.values_list("draw_id", "plan_row_id"):
        found.setdefault(draw, []).append(row)
    return found


def row_cards(draw: Draw) -> list[dict[str, Any]]:
    """The plan rows the visits serve: its own, then those merged into it (综合查一次)."""
    own = [draw.plan_row] if draw.plan_row else []
    merged = PlanRow.objects.everywhere("guard").filter(
        pk__in=DrawRow.objects.everywhere("guard").filter(draw=draw).values("plan_row")
    )
    return [
        {"uuid": one.uuid, "plan": one.plan_id, "seq": one.seq, "item": one.item}
        for one in (*own, *merged.order_by("seq"))
    ]


def _card(
    row: Draw, approvals: Mapping[UUID, Approval], progress: Mapping[UUID, dict[str, int]], actor: User
) -> dict[str, Any]:
    approval = approvals.get(row.approval_id) if row.approval_id else None
    return {
        "uuid": row.uuid,
        "number": row.number,
        "name": row.name,
        "scope": row.scope,
        "no": row.no,
        "state": row.state,
        "directed": row.directed,
        "plan_row": row.plan_row_id,
        "item_class": row.item_class,
        "visit_from": row.visit_from,
        "visit_to": row.visit_to,
        "created_at": row.created_at,
        "committed_at": row.committed_at,
        "moment": row.moment,
        "drawn_at": row.drawn_at,
        "voided_at": row.voided_at,
        "void_code": row.void_code,
        "sealed": row.sealed,
        "reveal_by": row.reveal_by,
        "revealed_at": row.revealed_at,
        "quota_sum": sum(row.quota.values()),
        "open_count": len(row.open_seats),
        "progress": progress.get(row.pk, {"visits": 0, "approved": 0, "finished": 0}),
        "approval": _approval(approval),
        "verbs": _verbs(row, approval, actor),
    }


def _verbs(row: Draw, approval: Approval | None, actor: User) -> list[str]:
    """The moves open now to this person."""
    asked = approval is not None and approval.state == Approval.State.ASKED
    own = approval is not None and approval.asked_by_id == actor.pk
    told = row.revealed_at is not None
    closed = {
        "draw.draw": row.state == Draw.State.VOID and bool(row.values),
        "draw.delay": bool(row.values) or not delayable(row.beacon),
        "draw.reveal": not row.untold or not row.values,
        "draw.replace": told,
        "draw.supplement": told or not row.extra_left,
        "visit.ask": approval is not None and approval.state != Approval.State.REJECTED,
        "visit.approve": not asked or own,
    }
    return [verb for verb in verbs_for(actor, DRAW_MOVES, row.state) if not closed.get(verb, False)]


def _approvals(rows: Iterable[Draw]) -> dict[UUID, Approval]:
    ids = {row.approval_id for row in rows if row.approval_id is not None}
    found = Approval.objects.everywhere("guard").select_related("decided_by", "asked_by").filter(pk__in=ids)
    return {row.pk: row for row in found}


def _approval(row: Approval | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "uuid": row.uuid,
        "state": row.state,
        "asked_by": row.asked_by.name if row.asked_by else "",
        "by": row.decided_by.name if row.decided_by else "",
        "at": row.decided_at,
        "reason": row.reason,
        "retro": row.retro,
    }


def _progress(rows: Iterable[Draw]) -> dict[UUID, dict[str, int]]:
    counted = (
        Visit.objects.everywhere("guard")
        .filter(draw_id__in=[row.pk for row in rows])
        .order_by()
        .values("draw_id")
        .annotate(
            visits=Count("pk"),
            approved=Count("pk", filter=Q(state__in=APPROVED_ON)),
            finished=Count("pk", filter=Q(state=Visit.State.FINISHED)),
        )
    )
    return {
        line["draw_id"]: {name: line[name] for name in ("visits", "approved", "finished")} for line in counted
    }


def draw_detail(row: Draw, actor: User) -> dict[str, Any]:
    """Everything about one draw."""
    (card,) = draw_cards([row], actor)
    told = fixed(row)
    if told["stamp"]:
        card["verbs"] = [verb for verb in card["verbs"] if verb != "draw.stamp"]
    return card | {
        "rows": row_cards(row),
        "partners": partner_list(actor, draw=row.pk),
        "assistants": list(row.assistants),
        "filter": Filter.of(row.filter).as_dict(),
        "items": list(row.items),
        "basis": row.basis,
        "rules": Rules.of(row.rules).as_dict(),
        "policy": policy_brief(row.policy),
        "departures": draw_departures(row),
        "drafted_by": row.drafted_by.name,
        "drawn_by": row.drawn_by.name if row.drawn_by else "",
        "void_reason": row.void_reason,
        "witnesses": witness_cards(row),
        "sheet": row.sheet_id,
        "escrow": row.escrow_id,
        "escrow_holder": row.escrow_holder or _holder(row),
        "changes": change_cards(row, public=False) if shown_to(row, actor) else [],
        **told,
        **({} if shown_to(row, actor) else UNTOLD),
    }


def shown_to(row: Draw, actor: User) -> bool:
    """Whether this person may know who was drawn: until a sealed draw is told, whoever draws, approves or
    audits it. A team hears of its visits on their first day.
    """
    return not row.untold or any(may(actor, verb) for verb in TOLD_EARLY)


def _holder(row: Draw) -> str:
    """Who keeps the envelope of a draft that will be sealed; "" when there is none."""
    kept = DrawSecret.objects.everywhere("guard").filter(draw=row).first()
    return kept.holder if kept else ""


def fixed(row: Draw) -> dict[str, Any]:
    """What the commit, the beacon and the result fixed: the same for the desk and for everybody."""
    late = delays(row) if row.commit else []
    return {
        "commit": row.commit,
        "commit_digest": row.commit_digest,
        "verifier": verifier_digest(),
        "beacon": row.beacon,
        "spec": json.loads(row.commit)["spec"] if row.commit else "",
        "awaited": awaited(row.beacon, late) if row.commit else {},
        "result_by": result_due(row) if row.commit else None,
        "extra_left": row.extra_left,
        "opt": row.opt,
        "values": list(row.values),
        "seed": row.seed,
        "root": row.root,
        "registered": counts(row, "registered"),
        "eligible": counts(row, "eligible"),
        "excluded": counts(row, "excluded"),
        "quota": row.quota,
        "shortfall": row.short,
        "relaxed": row.relaxed,
        "stages": row.stages,
        "open_seats": row.open_seats,
        "shortages": row.shortages,
        "stamp": stamp_card(row),
        "files": file_cards(row),
        "log": log_cards(row),
    }


def stamp_card(row: Draw) -> dict[str, Any] | None:
    """The time stamp over the commit, whose signature was checked when it came."""
    stamp = DrawStamp.objects.everywhere("published").filter(draw=row).first() if row.commit else None
    if stamp is None:
        return None
    return {"given_at": stamp.given_at, "authority": stamp.authority, "serial": stamp.serial}


def counts(row: Draw, name: str) -> dict[str, int]:
    """Numbers by class or by reason, as counted at the commit."""
    found: dict[str, int] = row.counts.get(name, {})
    return found


def witness_cards(row: Draw) -> list[dict[str, str]]:
    """Name and office of each witness."""
    return [{"name": w.get("name", ""), "role": w.get("role", "")} for w in row.witnesses]


def file_cards(row: Draw) -> list[dict[str, Any]]:
    """The frozen files with their digests."""
    files = DrawFile.objects.everywhere("published").filter(draw=row).order_by("name")
    return [
        {"name": name, "sha256": digest, "bytes": len(content.encode())}
        for name, digest, content in files.values_list("name", "sha256", "content")
    ]


def log_cards(row: Draw) -> list[dict[str, Any]]:
    """The lines of the log about this draw."""
    lines = DrawLogLine.objects.everywhere("published").filter(draw=row).order_by("seq")
    return [
        {"seq": line.seq, "ev": line.ev, "at": line.at, "line": line.line, "head": line.head}
        for line in lines
    ]


def draw_minutes(row: Draw, actor: User) -> dict[str, Any]:
    """The minutes (抽取记录) of one draw, ready to be printed."""
    detail = draw_detail(row, actor)
    names = dict(
        Officer.objects.everywhere("guard").filter(organ_id__in=organs_of(row)).values_list("cert_no", "name")
    )
    chosen = (
        DrawPick.objects.everywhere("guard")
        .select_related("venue")
        .filter(draw=row, selected=True)
        .order_by("grade", "cell", "rank")
    )
    sheet = File.objects.everywhere("guard").filter(pk=row.sheet_id).first() if row.sheet_id else None
    return detail | {
        "organ": row.organ.name,
        "sheet_sha256": sheet.sha256 if sheet else "",
        "head": detail["log"][-1]["head"] if detail["log"] else "",
        "picks": [
            {
                "code": pick.code,
                "name": pick.venue.name,
                "grade": pick.grade,
                "cell": pick.cell,
                "rank": pick.rank,
                "ticket": pick.ticket,
                "team": [{"cert_no": seat, "name": names.get(seat, "")} for seat in pick.team],
            }
            for pick in (chosen if shown_to(row, actor) else ())
        ],
    }
