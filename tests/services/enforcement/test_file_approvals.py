"""审批表 in a case's file (V35): each measure that asked for a decision wants its own."""

from typing import Any

from backend import clock
from backend.services.documents import document_make
from enforcement.models import Case, CaseTrack
from enforcement.selectors.archiving import archive_list
from enforcement.selectors.papers import case_of
from enforcement.services.cases import track_act, track_begin
from enforcement.services.papers import case_paper_make
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.services.enforcement.scenario_words import OF_ACT
from tests.services.enforcement.scenario_words import OF_FORM as WORDS

ITEMS = [{"name": "主机", "count": 2, "unit": "台"}]


def asked(cast: Cast, case: Case, verb: str) -> CaseTrack:
    values: dict[str, Any] = OF_ACT[verb] | {"items": ITEMS}
    return track_begin(case_id=case.uuid, verb=verb, values=values, actor=cast.inspector, now=clock.now())


def approval(cast: Cast, case: Case, track: CaseTrack, **values: Any) -> None:
    row = case_paper_make(
        case_id=case.uuid, form="approval", values=WORDS["approval"] | values, track=track.uuid,
        actor=cast.inspector, now=clock.now(),
    )  # fmt: skip
    made = document_make(document_id=row.uuid, now=clock.now())
    assert made is not None
    assert made.state == "made", made.problem


def approved(cast: Cast, case: Case) -> dict[str, bool]:
    rows = archive_list(case_of(case.uuid, cast.supervisor), {})
    return {one.want.code: one.there for one in rows if one.want.code.startswith("approval")}


def test_v35_one_approval_ticks_the_line_of_its_own_measure_only(cast: Cast) -> None:
    case = case_make(cast)
    kept, sealed = asked(cast, case, "preservation.ask"), asked(cast, case, "seizure.ask")
    approval(cast, case, kept)
    assert approved(cast, case) == {"approval_preservation": True, "approval_seizure": False}
    approval(cast, case, sealed)
    assert approved(cast, case) == {"approval_preservation": True, "approval_seizure": True}


def test_v35_two_seizures_want_two_approvals_and_a_longer_one_a_third(cast: Cast) -> None:
    case = case_make(cast)
    first, second = asked(cast, case, "seizure.ask"), asked(cast, case, "seizure.ask")
    approval(cast, case, first)
    approval(cast, case, first, handling="另一份")
    assert approved(cast, case) == {"approval_seizure": False}
    approval(cast, case, second)
    for verb, actor in (("seizure.approve", cast.leader), ("seizure.prolong", cast.inspector)):
        words: dict[str, Any] = {"seizure.prolong": {"days": 30, "reason": "鉴定未完"}}
        values = words.get(verb, {"on": clock.today().isoformat()})
        track_act(track_id=first.uuid, verb=verb, values=values, actor=actor, now=clock.now())
    assert approved(cast, case) == {"approval_seizure": True, "approval_extension": False}
    approval(cast, case, first)
    assert approved(cast, case) == {"approval_seizure": True, "approval_extension": True}
