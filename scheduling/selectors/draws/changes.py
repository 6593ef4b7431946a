"""What changed a result after it (替换、补抽、顺延、勘误), and the proofs venues are given."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from scheduling.models import Draw, DrawChange, DrawLogLine, DrawPick, Visit


def change_cards(draw: Draw, *, public: bool) -> list[dict[str, Any]]:
    """The changes of a draw in the order of the log.

    To everybody only what the log says and, once nothing is sealed, which venues; reasons, signers and
    evidence are the bureau's and the auditors'.
    """
    rows = DrawChange.objects.everywhere("published").select_related(
        "line", "actor", "out__venue", "brought__venue"
    )
    return [
        _change(row, public=public, untold=draw.untold)
        for row in rows.filter(draw=draw).order_by("line__seq")
    ]


def _change(row: DrawChange, *, public: bool, untold: bool) -> dict[str, Any]:
    told = json.loads(row.line.line)
    hidden = public and untold
    found: dict[str, Any] = {
        "seq": row.line.seq,
        "ev": row.line.ev,
        "at": row.line.at,
        "k": told.get("k"),
        "code": row.code,
        "digest": told.get("evidence", ""),
        "out": None if hidden else _venue(row.out),
        "brought": None if hidden else _venue(row.brought),
        "seat": None if hidden else row.seat,
        "officer_out": "" if hidden else row.officer_out,
        "officer_in": "" if hidden else row.officer_in,
    }
    if public:
        return found
    return found | {
        "reason": row.reason,
        "by": row.actor.name,
        "files": list(row.files),
        "evidence": row.evidence,
        "out_visit": row.out_id,
        "brought_visit": row.brought_id,
    }


def _venue(visit: Visit | None) -> dict[str, str] | None:
    return {"code": visit.venue.code, "name": visit.venue.name} if visit else None


def proofs_by_visit(visits: Iterable[Visit]) -> dict[UUID, dict[str, Any]]:
    """visit → the proof of its venue's row, with the line of the log that holds the root; two queries."""
    rows = {(row.draw_id, row.venue_id): row.pk for row in visits if row.draw_id is not None}
    draws = {draw for draw, _ in rows}
    lines = {
        (line.draw_id, line.ev, json.loads(line.line).get("k", 0)): line
        for line in DrawLogLine.objects.everywhere("published")
        .filter(draw_id__in=draws, ev__in=("RESULT", "REPLACE", "SUPPLEMENT"))
        .select_related("draw")
    }
    picks = DrawPick.objects.everywhere("published").filter(
        draw_id__in=draws, venue_id__in={venue for _, venue in rows}
    )
    return {
        rows[pick.draw_id, pick.venue_id]: _proof(
            pick.proof, lines[pick.draw_id, pick.proof["line"], pick.proof["k"]]
        )
        for pick in picks
        if pick.proof and (pick.draw_id, pick.venue_id) in rows
    }


def _proof(proof: dict[str, Any], line: DrawLogLine) -> dict[str, Any]:
    """As docs/draws.md describes proof.json, and what the page shows of it."""
    told = json.loads(line.line)
    return {
        "spec": json.loads(line.draw.commit)["spec"],
        "line": line.line,
        "event": line.ev,
        "seq": line.seq,
        "head": line.head,
        "root": told.get("root", told.get("in", "")),
        "row": proof["row"],
        "salt": proof["salt"],
        "leaf": proof["leaf"],
        "index": proof["index"],
        "n": proof["n"],
        "siblings": list(proof["siblings"]),
    }
