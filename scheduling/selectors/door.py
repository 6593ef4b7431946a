"""What a business reads before it lets the team in, behind the code a team shows (亮码)."""

from datetime import date
from typing import Any

from backend.domain.persons import told_openly, unit_shown
from backend.public import channels
from registry.selectors.catalogue import bases_of
from scheduling.domain.codes import AFTERWARDS
from scheduling.domain.door import NAMED, OPEN, standing
from scheduling.domain.notice import RIGHTS_EN, name_covered
from scheduling.models import Visit
from scheduling.selectors.caps import cap_list
from scheduling.selectors.codes import visit_named
from scheduling.selectors.data import prohibitions_en
from scheduling.selectors.draws.changes import proofs_by_visit
from scheduling.selectors.draws.heads import last_lines
from scheduling.selectors.joint import participants_of
from scheduling.selectors.visits import items_of, notice_of, participant_cards, teams_of


def visit_at_door(token: str, today: date) -> Visit | None:
    """The visit of a code; none of a forged one, nor of a sealed draw before its day."""
    row = visit_named(token)
    if row is None or (row.draw is not None and row.draw.untold and today < row.planned_from):
        return None
    return row


def standing_of(row: Visit, today: date) -> str:
    """Where the visit stands for whoever holds its code."""
    return standing(row.state, first=row.planned_from, last=row.planned_to + AFTERWARDS, today=today)


def public_visit(token: str, today: date) -> dict[str, Any] | None:
    """亮码: who comes, for what, how often, and what they must not do.

    A visit of a sealed draw is told from its first day on, with the proof that it was drawn. Of one that is
    called off, not approved or long over nobody is named: a stale code lends nobody a name.
    """
    row = visit_at_door(token, today)
    if row is None:
        return None
    stands = standing_of(row, today)
    year = row.planned_from.year
    cap = cap_list([row.venue], year)[row.venue_id]
    parts = participants_of([row])
    items = items_of([row], parts)
    return {
        "organ": row.organ.principal_name or row.organ.name,
        "state": row.state,
        "standing": stands,
        "valid": stands in NAMED,
        "open": stands in OPEN,
        "venue": unit_shown(row.venue.name, row.venue.legal_person),
        "code": row.venue.code,
        "draw": {"uuid": row.draw.uuid, "number": row.draw.number} if row.draw else None,
        "proof": proofs_by_visit([row]).get(row.pk),
        "head": last_lines().filter(scope=row.draw.scope).get().head if row.draw else "",
        "trigger": row.trigger.name_zh,
        "planned_from": row.planned_from,
        "planned_to": row.planned_to,
        "scanned_at": row.scanned_at,
        "basis": told_openly(row.basis),
        "cap": {"used": cap.used, "limit": cap.limit, "year": year},
        "officers": _officers(row) if stands in NAMED else [],
        "items": _item_cards(row, parts, items, today),
        "participants": participant_cards(parts[row.pk]),
        "assistants": _assistants(row),
        "notice": notice_of(row, list(items), items)
        | {"prohibitions_en": list(prohibitions_en()), "rights_en": list(RIGHTS_EN)},
        "channels": list(channels()),
    }


def _officers(row: Visit) -> list[dict[str, Any]]:
    """As on their certificates, and nothing more of a person."""
    return [
        {
            "name": member.officer.name,
            "unit": member.officer.unit,
            "cert_no": member.officer.cert_no,
            "cert_valid_to": member.officer.cert_valid_to,
        }
        for member in teams_of([row]).get(row.pk, [])
    ]


def _item_cards(row: Visit, parts: Any, items: Any, today: date) -> list[dict[str, Any]]:
    theirs = [(code, one.organ.name) for one in parts[row.pk] for code in one.items]
    checked_by = {code: organ for code, organ in theirs if code not in row.items}
    bases = bases_of(items.values(), today)
    return [
        {
            "code": item.code,
            "question": item.question_zh,
            "question_en": item.question_en,
            "organ": checked_by.get(item.code, ""),
            "bases": bases[item.code],
        }
        for item in items.values()
    ]


def _assistants(row: Visit) -> list[dict[str, Any]]:
    return [
        {"name": name_covered(one["name"]), "role": one["role"]}
        for one in (*(row.draw.assistants if row.draw else ()), *row.assistants)
    ]
