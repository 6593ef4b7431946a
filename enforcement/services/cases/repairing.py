"""The prompt to repair a credit record (信用修复提示): what, from when and how, computed and put on paper."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.models import Document, User
from backend.services.documents import document_request
from backend.services.moves import move
from enforcement.domain.repair import ASKS, LEVELS, WHERE
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import Case, FollowUp, FollowUpStep
from enforcement.selectors.paper_words import decided_words
from enforcement.selectors.repair import CASE, REPAIR, repair_records
from enforcement.services.cases.followups import follow_up_line, follow_up_take

MET, OPEN = "已满足", "尚未掌握，请在申请前办理并备齐证明"
KNOWN = "已知情况以本机关记录为准，最终由受理申请的单位审核。"


def follow_up_prompt(
    *, follow_up_id: UUID, noun: str, record: UUID, actor: User, now: datetime, note: str = "",
    seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """Tell the venue what of a record may be repaired and from when; once of each while its paper stands.

    May be told before the day. Refusals: not_found (follow-up or record), conflict, move_not_open,
    repair_prompted, nothing_to_repair (why).
    """
    today, said = civil(now), note.strip()
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.prompt", seen, actor)
        found = _record(row, noun, record, actor, today)
        move(row, FOLLOW_UP, "follow_up.prompt", facts={"repairable": True})
        paper = _paper(row, found, said, actor, now)
        FollowUpStep.objects.create(
            follow_up=row, kind=REPAIR, on=today, text=_words(found, said), recorded_by=actor,
            recorded_at=now, record_noun=noun, record_id=record, document=paper,
        )  # fmt: skip
        data = {"record": [noun, str(record)], "from": str(found["from_on"]), "paper": str(paper.uuid)}
        follow_up_line(row, "follow_up.prompt", row.state, actor, now, reason=said, data=data)
    return row


def _record(row: FollowUp, noun: str, record: UUID, actor: User, today: date) -> dict[str, Any]:
    """The record as it stands, refused where it was prompted already or nothing is to be asked for."""
    records = repair_records(row, actor, today)
    found = next((one for one in records if (one["noun"], one["uuid"]) == (noun, record)), None)
    if found is None:
        raise DomainError("not_found", {"record": str(record)})
    if found["prompt"]:
        told = found["prompt"]
        raise DomainError("repair_prompted", {"on": told["on"].isoformat(), "number": told["number"]})
    if found["why_not"]:
        told = {"code": found["why_not"], "why": found["why"], "why_en": found["why_en"]}
        raise DomainError("nothing_to_repair", told)
    return found


def _paper(row: FollowUp, found: dict[str, Any], note: str, actor: User, now: datetime) -> Document:
    case = row.case
    values: dict[str, Any] = {
        "party_name": case.party_name,
        "party_id": _code(case),
        "record": _called(found),
        "recorded_on": found["on"].isoformat(),
        "level": LEVELS[found["level"]][0],
        "from_on": found["from_on"].isoformat(),
        "until_on": found["until_on"].isoformat() if found["until_on"] else "",
        "content": decided_words(case) if found["noun"] == CASE else "",
        "conditions": [
            {"condition": ASKS[one["code"]][0], "state": MET if one["met"] else OPEN}
            for one in found["conditions"]
        ],
        "materials": "\n".join(f"{n}. {one}" for n, one in enumerate(found["materials"], 1)),
        "where": f"{WHERE[found['noun']]}{KNOWN}",
        "note": note,
        "sources": found["basis"] if found["verified"] else f"{found['basis']}（待核实）",
    }
    if found["noun"] != CASE:  # the list is of the venue, whoever was the party of the case
        values |= {"party_name": case.venue.name, "party_id": case.venue.uscc}
    return document_request(
        form="repair_prompt", of=row.ref, organ=case.organ, values=values, issued_on=civil(now), actor=actor,
        now=now,
    )  # fmt: skip


def _code(case: Case) -> str:
    """Of a unit that is the operator of the venue; a citizen's number is on no prompt."""
    own = case.party_kind != Case.PartyKind.CITIZEN and case.party_name == case.venue.name
    return case.venue.uscc if own else ""


def _called(found: dict[str, Any]) -> str:
    if found["noun"] == CASE:
        return f"行政处罚决定书 {found['name']}"
    return f"列入失信主体名单（{found['name']}）"


def _words(found: dict[str, Any], note: str) -> str:
    told = f"{_called(found)}：可自 {found['from_on'].isoformat()} 起申请信用修复，已告知条件、材料和渠道。"
    return f"{told}{note}"[:600]
