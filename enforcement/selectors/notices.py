"""Prior notices (事先告知书) of a case: the one that waits for its service, the one the party was told of."""

from typing import Any

from django.db.models import Prefetch

from enforcement.models import Case, CaseNotice


def notices_known() -> "Prefetch[str, Any, Any]":
    """The notices of the cases asked for, each with who drew it up."""
    return Prefetch("notices", CaseNotice.objects.everywhere("guard").select_related("drawn_by"))


def notice_to_serve(case: Case) -> CaseNotice | None:
    """Drawn up and not served yet; after the decision none is."""
    if case.state not in (Case.State.REVIEWED, Case.State.INFORMED):
        return None
    return next((row for row in case.notices.all() if row.unserved), None)


def notice_served(case: Case) -> CaseNotice | None:
    """The latest the party was told of; None too where that was before a notice was kept by itself."""
    return next((row for row in reversed(case.notices.all()) if row.served_on), None)


def notice_cards(case: Case) -> list[dict[str, Any]]:
    """All of the case, oldest first."""
    return [
        {
            "uuid": row.uuid,
            "drawn_on": row.drawn_on,
            "drawn_by": row.drawn_by.name,
            "classes": row.classes,
            "fine_fen": row.fine_fen,
            "confiscated_fen": row.confiscated_fen,
            "basis": row.basis_id,
            "hearing_reasons": row.hearing_reasons,
            "replaced_on": row.replaced_on,
            "served_on": row.served_on,
            "service_mode": row.service_mode,
            "service_proof": row.service_proof,
            "service_consent": row.service_consent,
            "service_consent_file": row.service_consent_file,
        }
        for row in case.notices.all()
    ]
