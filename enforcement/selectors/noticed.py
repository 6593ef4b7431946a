"""What the prior notice (事先告知书) of a case and the proof of its service say."""

from typing import Any

from backend.models import Document
from enforcement.domain.papers import NOTICE
from enforcement.domain.sources import SERVICE_MODES
from enforcement.models import Case, CaseNotice
from enforcement.selectors.notices import notice_served, notice_to_serve
from enforcement.selectors.paper_words import basis_words, penalty_on_paper, word_of


def noticed(case: Case) -> dict[str, Any]:
    """What its prior notice says: of the one to be served, else of the one the party was told of."""
    row = notice_to_serve(case) or notice_served(case)
    told = notice_served(case)
    service = {
        "served_at": case.informed_on.isoformat() if case.informed_on else None,
        "mode": word_of(SERVICE_MODES, told.service_mode) if told else "",
        "receiver": taken_by(told.service_mode, told.service_proof) if told else "",
    }
    if row is None:
        classes, fine, confiscated = (
            case.informed_classes,
            case.informed_fine_fen,
            case.informed_confiscated_fen,
        )
        basis, right = case.informed_basis, bool(case.hearing_reasons)
    else:
        classes, fine, confiscated = row.classes, row.fine_fen, row.confiscated_fen
        basis, right = row.basis, bool(row.hearing_reasons)
    return {
        "intended": penalty_on_paper(classes, fine, confiscated),
        "intended_fine_fen": fine or None,
        "intended_reasons": basis_words(basis),
        "hearing_right": right,
        "notice_number": _notice_number(case, told or row),
        "notice_service": service,
    }


def _notice_number(case: Case, of: CaseNotice | None) -> str:
    """Of the latest paper made of this notice: after it was drawn up, before the next one was."""
    rows = Document.objects.everywhere("guard").filter(noun="case", noun_id=case.pk, form=NOTICE[0])
    rows = rows.exclude(state=Document.State.VOID)
    if of is not None:
        rows = rows.filter(created_at__gte=of.created_at)
        notices = list(case.notices.all())
        later = notices[notices.index(of) + 1 :]
        rows = rows.filter(created_at__lt=later[0].created_at) if later else rows
    paper = rows.order_by("-created_at", "-version").first()
    return paper.number if paper else ""


def taken_by(mode: str, proof: str) -> str:
    """Who took it; an announcement is taken by nobody."""
    return f"公告送达（{proof}）" if mode == Case.ANNOUNCEMENT and proof else proof
