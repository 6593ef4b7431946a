"""The checklist of a case's file (归档清单): ticks, gaps, and what was explained."""

from collections.abc import Mapping
from typing import Any

from enforcement.domain.archive import Ticked, checklist, mark
from enforcement.domain.papers import ENDED
from enforcement.domain.penalties import total_fen
from enforcement.domain.tracks import ASKING
from enforcement.models import Case
from enforcement.selectors.papers import file_evidence, file_papers, inspection_of


def archive_list(case: Case, reasons: Mapping[str, str]) -> list[Ticked]:
    """What its file must hold by its kind and course, from what was made and recorded by now."""
    acts = {verb for track in case.tracks.all() for verb in track.values}
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
        "stated": case.statement,
        "served": case.served_on,
        "mode": case.service_mode,
        "acts": acts,
        "asked": bool(acts & ASKING),
        "performed_fen": performed,
        "paid": case.payments.exists(),
        "told": case.publication,
        "closed": case.closed_on,
        "ended": case.state if case.state in ENDED else "",
    }
    made = frozenset(
        mark(row.form, of_case=row.noun == "case", matter=str(row.values.get("matter") or ""))
        for row in file_papers(case)
    )
    return checklist(facts, made, reasons)


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
