"""The checklist of a case's file (归档清单): ticks, gaps, and what was explained."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from backend.models import Document
from enforcement.domain.archive import Ticked, approvals_wanted, checklist, mark
from enforcement.domain.papers import ENDED, proof_of
from enforcement.domain.penalties import total_fen
from enforcement.models import Case, CaseTrack
from enforcement.selectors.evidence import file_evidence, inspection_of
from enforcement.selectors.notices import notice_served
from enforcement.selectors.papers import file_papers


def archive_list(case: Case, reasons: Mapping[str, str]) -> list[Ticked]:
    """What its file must hold by its kind and course, from what was made and recorded by now."""
    tracks = list(case.tracks.all())
    notice = notice_served(case)
    performed = case.performed_on is not None and total_fen(case.fine_fen, case.confiscated_fen) > 0
    facts = {
        "simple": case.simple,
        "outcome": case.outcome,
        "lead": case.cause_noun == "lead",
        "inspected": inspection_of(case) is not None and not case.simple,
        "files": bool(file_evidence(case)),
        "investigated": case.investigated_on,
        "reviewed": case.reviewed_on,
        "informed": case.informed_on,
        "notice_mode": notice.service_mode if notice else "",
        "stated": case.statement,
        "served": case.served_on,
        "mode": case.service_mode,
        "acts": {verb for track in tracks for verb in track.values},
        "performed_fen": performed,
        "paid": case.payments.exists(),
        "told": case.publication,
        "closed": case.closed_on,
        "ended": case.state if case.state in ENDED else "",
    }
    return checklist(facts, _made(tracks, file_papers(case)), reasons)


def _made(tracks: Sequence[CaseTrack], papers: Sequence[Document]) -> frozenset[str]:
    """The marks of the papers made; of approvals only where each measure that asked for one has its own."""
    kinds = {track.pk: track.kind for track in tracks}
    made = {
        (mark(row.form, track=kinds.get(row.noun_id, ""), matter=str(row.values.get("matter") or ""),
              proves=proof_of(row.values)),
         row.noun_id if row.noun_id in kinds else row.pk)
        for row in papers
    }  # fmt: skip
    have = Counter(name for name, _ in made)
    wanted = Counter(name for track in tracks for name in approvals_wanted(track.values))
    return frozenset(name for name, count in have.items() if count >= wanted[name])


def archive_card(case: Case) -> list[dict[str, Any]]:
    """The list as it is shown from the end of the case on; before, the file is still growing."""
    if case.state not in (Case.State.CLOSED, Case.State.ARCHIVED, *ENDED):
        return []
    return [
        {
            "code": one.want.code,
            "zh": one.want.zh,
            "en": one.want.en,
            "forms": sorted(one.want.forms),
            "there": one.there,
            "reason": one.reason,
        }
        for one in archive_list(case, case.archive_gaps)
    ]
