import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state, open_verbs
from enforcement.domain.states import CASE, LEAD

COMPLETE = {
    "facts": "接纳未成年人",
    "proposal": "罚款",
    "officers": 2,
    "opinion": "同意",
    "statement_waived": True,
    "outcome": "penalty",
    "classes": ["warning", "fine"],
    "fine_fen": 500_000,
    "basis_in_force": True,
    "within_band": True,
    "service_mode": "direct",
    "closing_type": "performed_general",
    "reason": "当事人死亡",
}
STATES = (
    "filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived",
    "withdrawn", "transferred",
)  # fmt: skip
VERBS = sorted({verb for _, verb in CASE})
TABLE = {
    ("filed", "case.investigate"): "investigated",
    ("investigated", "case.review"): "reviewed",
    ("reviewed", "case.inform"): "informed",
    ("informed", "case.decide"): "decided",
    ("decided", "case.serve"): "served",
    ("served", "case.perform"): "performed",
    ("performed", "case.close"): "closed",
    ("closed", "case.archive"): "archived",
    **{(state, "case.withdraw"): "withdrawn" for state in STATES[:4]},
    **{(state, "case.transfer"): "transferred" for state in STATES[:4]},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_pair_of_state_and_verb_moves_as_the_table_says(state: str, verb: str) -> None:
    wanted = TABLE.get((state, verb))
    if wanted is not None:
        assert next_state(CASE, state, verb, COMPLETE) == wanted
        return
    with pytest.raises(DomainError) as refused:
        next_state(CASE, state, verb, COMPLETE)
    assert refused.value.code in ("move_not_open", "facts_missing")


def missing(state: str, verb: str, **change: object) -> list[str]:
    with pytest.raises(DomainError) as refused:
        next_state(CASE, state, verb, COMPLETE | change)
    assert refused.value.code == "facts_missing"
    found: list[str] = refused.value.data["missing"]
    return found


def test_investigation_needs_facts_proposal_and_two_officers() -> None:
    assert missing("filed", "case.investigate", facts="", proposal="", officers=1) == [
        "facts",
        "proposal",
        "two_officers",
    ]


def test_v27_no_decision_before_the_window_for_statement_is_over_or_waived() -> None:
    assert missing("informed", "case.decide", statement_waived=False) == ["statement_window"]
    assert (
        next_state(
            CASE, "informed", "case.decide", COMPLETE | {"statement_waived": False, "statement_over": True}
        )
        == "decided"
    )


def test_v20_a_basis_not_in_force_on_the_day_of_the_act_is_not_cited() -> None:
    assert missing("informed", "case.decide", basis_in_force=False) == ["basis_in_force"]


def test_v21_a_fine_outside_the_band_needs_a_reason() -> None:
    assert missing("informed", "case.decide", within_band=False) == ["band_reason"]
    assert (
        next_state(CASE, "informed", "case.decide", COMPLETE | {"within_band": False, "band_reason": "从轻"})
        == "decided"
    )


def test_v30_a_penalty_does_not_rise_after_a_statement() -> None:
    assert missing("informed", "case.decide", raised_after_statement=True) == ["not_raised_after_statement"]


def test_v31_a_decision_after_ninety_days_says_why() -> None:
    assert missing("informed", "case.decide", late=True) == ["late_reason"]


def test_a_fine_and_its_class_go_together() -> None:
    assert missing("informed", "case.decide", fine_fen=0) == ["fine"]
    assert missing("informed", "case.decide", classes=["warning"]) == ["fine"]
    assert missing("informed", "case.decide", classes=[], fine_fen=0) == ["penalty_classes"]


def test_a_decision_not_to_penalise_needs_no_basis() -> None:
    facts = {"outcome": "no_penalty", "statement_over": True}
    assert next_state(CASE, "informed", "case.decide", facts) == "decided"


def test_a_penalty_closes_only_when_performed_and_a_no_penalty_at_once() -> None:
    assert missing("served", "case.close") == ["performed"]
    assert next_state(CASE, "served", "case.close", COMPLETE | {"outcome": "no_penalty"}) == "closed"
    assert missing("performed", "case.close", closing_type="") == ["closing_type"]


def test_review_service_and_ends_name_what_they_lack() -> None:
    assert missing("investigated", "case.review", opinion="") == ["opinion"]
    assert missing("decided", "case.serve", service_mode="") == ["service_mode"]
    assert missing("filed", "case.withdraw", reason="") == ["reason"]


def test_a_lead_is_verified_then_filed_or_dismissed() -> None:
    assert open_verbs(LEAD, "registered") == ("lead.verify", "lead.dismiss")
    assert open_verbs(LEAD, "verified") == ("lead.dismiss", "lead.file")
    assert open_verbs(LEAD, "filed") == ()
