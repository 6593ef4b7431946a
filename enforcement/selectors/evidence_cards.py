"""The evidence of a case as it is shown, with what this person may do to it."""

from typing import Any

from django.db.models import prefetch_related_objects

from backend.models import User
from backend.permissions import verbs_for
from enforcement.domain.evidence import EVIDENCE, SHUT
from enforcement.models import Case, CaseEvidence
from enforcement.selectors.cases import case_closed_to
from enforcement.selectors.evidence import Proof, inspection_of, proofs


def evidence_card(case: Case, actor: User) -> dict[str, Any]:
    """The evidence of a case as it is shown, and whether this person may add to it."""
    prefetch_related_objects([case], "officers__officer")
    open_in = {state: _verbs(case, state, actor) for state in ("", *CaseEvidence.State.values)}
    return {
        "record": inspection_of(case),
        "verbs": open_in[""],
        "files": [_shown(one, open_in[one.row.state] if one.row else []) for one in proofs(case)],
    }


def _shown(one: Proof, verbs: list[str]) -> dict[str, Any]:
    row, file = one.row, one.file
    return {
        "uuid": file.uuid,
        "evidence": row.uuid if row else None,
        "name": one.name,
        "kind": one.kind,
        "proves": row.proves if row else "",
        "at": one.at,
        "place": one.place,
        "by": one.by,
        "origin": one.origin,
        "of": one.of,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "stored": file.stored_at is not None,
        "thumbnail": bool(file.thumbnail),
        "added_by": row.added_by.name if row else "",
        "set_aside_at": row.set_aside_at if row else None,
        "set_aside_by": row.set_aside_by.name if row and row.set_aside_by else "",
        "set_aside_reason": row.set_aside_reason if row else "",
        "verbs": verbs,
    }


def _verbs(case: Case, state: str, actor: User) -> list[str]:
    return [
        verb
        for verb in verbs_for(actor, EVIDENCE, state)
        if case.state not in SHUT and not case_closed_to(case, actor, verb)
    ]
