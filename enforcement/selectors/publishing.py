"""What of a decision is public, would be public, and was public."""

from datetime import date
from typing import Any

from enforcement.domain.publication import (
    ACTS,
    COLUMNS,
    TAKEN_BACK,
    Decision,
    acts_open,
    announcement,
    content,
)
from enforcement.models import Case, CasePublication
from enforcement.selectors.disputes import case_effect
from enforcement.selectors.weighing import party_of
from registry.domain.citing import law_named


def public_content(case: Case, changes: dict[str, Any]) -> dict[str, str]:
    """The row the public would read, with what a correction changes."""
    basis = case.basis
    classes = changes.get("classes") or case.penalty_classes
    return content(
        Decision(
            organ=case.organ.principal_name or case.organ.name,
            number=case.decision_number,
            decided_on=case.decided_on or date.min,
            party=changes.get("party_name") or case.party_name,
            party_kind=party_of(case),
            party_code="" if case.venue.name != case.party_name else case.venue.uscc,
            owner=case.venue.legal_person,
            violation=case.violation.title_zh,
            basis=f"{law_named(basis.law)}{basis.article}" if basis else "",
            classes=classes,
            fine_fen=_sum(classes, "fine", changes.get("fine_fen"), case.fine_fen),
            confiscated_fen=_sum(
                classes, "confiscation", changes.get("confiscated_fen"), case.confiscated_fen
            ),
        )
    )


def _sum(classes: list[str], of: str, given: int | None, fen: int) -> int:
    """What is read of a sum: nothing where a correction took its class away."""
    if of not in classes:
        return 0
    return fen if given is None else int(given)


def _told_last(case: Case, *acts: str) -> CasePublication | None:
    """The newest carried out row of these acts, of any without; of prefetched publications."""
    done = [row for row in case.publications.all() if row.state == "done" and (not acts or row.act in acts)]
    return done[-1] if done else None


def changes_standing(case: Case) -> dict[str, Any]:
    """What the corrections so far changed: it stays so, also after a withdrawal."""
    row = _told_last(case, "publish", "correct")
    return dict(row.changes) if row else {}


def pending_of(case: Case) -> CasePublication | None:
    """The row that waits for its second person; of prefetched publications."""
    return next((row for row in case.publications.all() if row.state == "prepared"), None)


def standing_effect(case: Case) -> str:
    """What became of the decision, for its publication: by review and court, or taken back by the organ."""
    return TAKEN_BACK if case.state == Case.State.WITHDRAWN else case_effect(case)


def publication_card(case: Case) -> dict[str, Any] | None:
    """Standing, the row that waits, history, and what may be prepared; None where there is no penalty."""
    if case.outcome != Case.Outcome.PENALTY:
        return None
    pending = pending_of(case)
    rows = [_row(one) for one in case.publications.all()]
    changes = changes_standing(case)
    preview = public_content(case, changes)
    told = _told_last(case)
    return {
        "standing": case.publication,
        "acts": [] if pending else [_word(act) for act in acts_open(case.publication, standing_effect(case))],
        "preview": _columns(preview),
        "preview_text": announcement(preview),
        "public": _columns(told.content) if told and told.content else [],
        "public_text": told.text if told else "",
        "classes": changes.get("classes") or case.penalty_classes,
        "pending": _row(pending) if pending else None,
        "history": [row for row in rows if row["state"] != "prepared"],
    }


def _word(act: str) -> dict[str, str]:
    zh, en = ACTS[act]
    return {"code": act, "zh": zh, "en": en}


def _columns(row: dict[str, Any]) -> list[dict[str, str]]:
    return [{"key": key, "heading": heading, "value": row.get(key, "")} for key, heading in COLUMNS.items()]


def _row(row: CasePublication) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "act": row.act,
        "state": row.state,
        "content": _columns(row.content) if row.content else [],
        "text": row.text,
        "reason": row.reason,
        "prepared_by": row.prepared_by.name,
        "prepared_at": row.prepared_at,
        "checked_by": row.checked_by.name if row.checked_by else "",
        "checked_at": row.checked_at,
        "note": row.note,
    }
