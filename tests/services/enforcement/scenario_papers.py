"""The papers a scenario calls for at each act, made as at the desk: offered, completed, asked for, made."""

from typing import Any

from backend import clock
from backend.documents.catalogue import form_get
from backend.models import Document
from backend.services.documents import document_make
from enforcement.domain.trackpapers import FORMS
from enforcement.models import Case, CaseTrack
from enforcement.selectors.papers import case_of, paper_offers
from enforcement.services.papers import case_paper_make, notice_paper, service_paper
from tests.cast import Cast
from tests.services.enforcement.scenario_words import words_of

# act → the forms of the case it calls for, those of them that are open
OF_ACT: dict[str, tuple[str, ...]] = {
    "file": ("report_handling", "filing_approval", "question_notice", "question_record"),
    "investigate": ("investigation_end",),
    "review": ("legal_review",),
    "intend": ("prior_notice",),
    "statement": ("statement_review",),
    "decide": ("decision", "no_penalty", "case_transfer"),
    "close": ("closing_report",),
}
# act → the proof of service its follower asks for
PROOF_OF = {"inform": notice_paper, "serve": service_paper}


def papers_of_act(cast: Cast, case: Case, act: str) -> None:
    """Every paper this act calls for, made now; a refusal or a fault fails the scenario."""
    row = case_of(case.uuid, cast.inspector)
    if act in PROOF_OF:
        asked = PROOF_OF[act](case_id=case.uuid, now=clock.now())
        assert asked is not None
        _made(asked)
        return
    track = _track(row, act)
    offers = {one["form"]: one["values"] for one in paper_offers(row, track)}
    for form in _forms(row, act, track):
        if form in offers:
            _make(cast, row, form, offers[form], track)


def _track(case: Case, act: str) -> CaseTrack | None:
    kind, dot, _ = act.partition(".")
    return case.tracks.filter(kind=kind).latest("created_at") if dot else None


def _forms(case: Case, act: str, track: CaseTrack | None) -> list[str]:
    if track is not None:
        return [form for form, after in FORMS[track.kind] if after == act]
    forms = list(OF_ACT.get(act, ()))
    return [form for form in forms if form != "statement_review" or case.statement]


def _make(cast: Cast, case: Case, form: str, offered: dict[str, Any], track: CaseTrack | None) -> None:
    known = {one.key for one in form_get(form).fields}
    # what the case says stands, but for the opinion of this very step
    said = {
        key: words
        for key, words in words_of(form, case, clock.today().isoformat()).items()
        if key in known and (key == "handling" or key not in offered)
    }
    _made(
        case_paper_make(
            case_id=case.uuid, form=form, values=said, track=track.uuid if track else None,
            actor=cast.inspector, now=clock.now(),
        )
    )  # fmt: skip


def _made(row: Document) -> None:
    document_make(document_id=row.pk, now=clock.now())
    row.refresh_from_db()
    assert row.state == "made", (row.form, row.problem)
