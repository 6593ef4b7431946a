import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from enforcement.domain.penalties import CLOSING_OF, CLOSING_TYPES, OUTCOMES
from enforcement.domain.relations import closed_to
from enforcement.domain.states import CASE

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
    "intended": True,
    "proof": "经营者签收",
    "basis": "行政处罚法第六十条",
    "closing_type": "performed_general",
    "reason": "当事人死亡",
    "amount_fen": 800,
    "part_owed_fen": 800,
    "receipt": "SD-1",
    "prepared": True,
    "changed": True,
    "apart": True,
    "unagreed": True,
    "unsettled": True,
    "consent": True,
    "general": True,
}
NO_PENALTY = {"outcome": "no_penalty"}
SIMPLE = {"simple": True, "closing_type": "performed_simple"}
SPOT = {"party": "公民", "classes": ["warning"], "fine_fen": 0, "statement": "无"}
STATES = (
    "filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived",
    "withdrawn", "transferred",
)  # fmt: skip
VERBS = sorted({verb for _, verb in CASE})
TABLE = {
    ("filed", "case.investigate"): "investigated",
    ("investigated", "case.review"): "reviewed",
    ("investigated", "case.send_back"): "filed",
    **{(state, "case.intend"): state for state in STATES[2:4]},
    **{(state, "case.inform"): "informed" for state in STATES[2:4]},
    ("reviewed", "case.decide"): "decided",
    ("informed", "case.statement"): "informed",
    ("informed", "case.decide"): "decided",
    ("decided", "case.serve"): "served",
    ("served", "case.pay"): "served",
    ("served", "case.perform"): "performed",
    ("performed", "case.close"): "closed",
    ("closed", "case.archive"): "archived",
    ("withdrawn", "case.archive"): "withdrawn",
    ("transferred", "case.archive"): "transferred",
    **{(state, "case.mark"): state for state in STATES[:4]},
    **{(state, "case.assign"): state for state in STATES[:7]},
    **{(state, verb): state for state in STATES[3:8] for verb in ("case.consent", "case.settle")},
    **{(state, "case.suspend"): state for state in STATES[:4]},
    **{(state, "case.resume"): state for state in STATES[:4]},
    **{
        (state, verb): state
        for state in STATES[4:10]
        for verb in ("publication.prepare", "case.publish", "publication.return")
    },
    **{(state, "case.withdraw"): "withdrawn" for state in STATES[:4]},
    **{(state, "case.transfer"): "transferred" for state in STATES[:4]},
}


def test_simple_procedure_is_filed_served_told_to_the_organ_or_taken_back() -> None:
    assert next_state(CASE, "", "case.file_simple", COMPLETE | SPOT) == "served"
    assert next_state(CASE, "served", "case.report", SIMPLE) == "served"
    assert next_state(CASE, "served", "case.withdraw", SIMPLE | {"reason": "超限额"}) == "withdrawn"
    assert next_state(CASE, "performed", "case.close", COMPLETE | SIMPLE) == "closed"


def test_v23_general_case_is_neither_reported_nor_taken_back_and_a_simple_one_closes_as_such() -> None:
    assert missing("served", "case.report") == ["simple"]
    assert missing("served", "case.withdraw", paid=True) == ["simple", "nothing_paid"]
    assert missing("performed", "case.close", simple=True) == ["closing_type"]
    assert missing("performed", "case.close", closing_type="performed_simple") == ["closing_type"]
    assert missing("performed", "case.close", **SIMPLE, unreported=True) == ["reported"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_pair_of_state_and_verb_moves_as_the_table_says(state: str, verb: str) -> None:
    wanted = TABLE.get((state, verb))
    if wanted is not None:
        facts = NO_PENALTY if (state, verb) == ("reviewed", "case.decide") else COMPLETE
        assert next_state(CASE, state, verb, facts) == wanted
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
    assert missing("reviewed", "case.intend", basis_in_force=False) == ["basis_in_force"]


def test_art44_a_decision_on_another_basis_than_its_notice_needs_a_new_notice() -> None:
    assert missing("informed", "case.decide", other_basis=True) == ["notice_of_this_basis"]


def test_v21_a_fine_outside_the_band_needs_a_reason() -> None:
    assert missing("informed", "case.decide", within_band=False) == ["band_reason"]
    assert (
        next_state(CASE, "informed", "case.decide", COMPLETE | {"within_band": False, "band_reason": "从轻"})
        == "decided"
    )


def test_v30_a_penalty_does_not_rise_after_a_statement() -> None:
    raised = missing("informed", "case.decide", raised=True, stated=True)
    assert raised == ["not_raised_after_statement"]


def test_v31_a_decision_after_ninety_days_says_why() -> None:
    assert missing("informed", "case.decide", late=True) == ["late_reason"]


def test_v30_nor_does_a_new_notice_rise_after_a_statement() -> None:
    for verb in ("case.intend", "case.inform"):
        assert missing("informed", verb, raised=True, stated=True) == ["not_raised_after_statement"]
        assert next_state(CASE, "informed", verb, COMPLETE | {"raised": True}) == "informed"


def test_art44_a_notice_is_served_that_was_drawn_up_with_its_way_and_proof() -> None:
    assert missing("reviewed", "case.inform", intended=False) == ["intended"]
    assert missing("informed", "case.inform", service_mode="", proof="") == ["service_mode", "proof"]
    announced = {"service_mode": "announcement"}
    assert missing("reviewed", "case.inform", **announced) == ["announcement_over"]
    facts = COMPLETE | announced | {"announced": True}
    assert next_state(CASE, "reviewed", "case.inform", facts) == "informed"


def test_art64_a_hearing_held_before_its_day_is_settled_before_a_penalty_is_decided() -> None:
    assert missing("informed", "case.decide", hearing_early=True) == ["hearing_settled"]
    spared = {"outcome": "no_penalty", "statement_over": True, "hearing_early": True}
    assert next_state(CASE, "informed", "case.decide", spared) == "decided"
    assert missing("informed", "case.settle", unsettled=False, reason="") == ["unsettled", "reason"]


def test_a_penalty_above_its_notice_needs_a_new_notice() -> None:
    assert missing("informed", "case.decide", raised=True) == ["notice_of_this_penalty"]


def test_a_suspended_case_is_resumed_before_it_is_decided() -> None:
    assert missing("informed", "case.decide", suspended=True) == ["resumed"]


@pytest.mark.parametrize("verb", ["case.intend", "case.decide"])
def test_a_sum_and_its_class_go_together(verb: str) -> None:
    assert missing("informed", verb, fine_fen=0) == ["fine"]
    assert missing("informed", verb, classes=["warning"]) == ["fine"]
    assert missing("informed", verb, classes=[], fine_fen=0) == ["penalty_classes"]
    assert missing("informed", verb, classes=["unheard of"], fine_fen=0) == ["penalty_classes"]
    assert missing("informed", verb, confiscated_fen=1) == ["confiscation"]


def test_a_decision_not_to_penalise_needs_no_basis_but_has_no_sum() -> None:
    facts = {"outcome": "no_penalty", "statement_over": True}
    assert next_state(CASE, "informed", "case.decide", facts) == "decided"
    assert missing("informed", "case.decide", outcome="no_penalty") == ["no_penalty"]


def test_only_a_penalty_needs_its_prior_notice() -> None:
    assert missing("reviewed", "case.decide") == ["prior_notice"]
    assert next_state(CASE, "reviewed", "case.decide", {"outcome": "not_established"}) == "decided"
    with pytest.raises(DomainError) as refused:
        next_state(CASE, "reviewed", "case.decide", {"outcome": "no_penalty", "late": True, "fine_fen": 1})
    assert refused.value.data["missing"] == ["late_reason", "no_penalty"]


def test_a_penalty_closes_only_when_performed_and_a_no_penalty_at_once() -> None:
    assert missing("served", "case.close") == ["performed"]
    no_penalty = {"outcome": "no_penalty", "closing_type": "performed_no_penalty"}
    assert next_state(CASE, "served", "case.close", no_penalty) == "closed"
    assert missing("served", "case.perform", outcome="no_penalty") == ["penalty"]


def test_a_penalty_nobody_can_perform_is_terminated_with_the_reason() -> None:
    ended = COMPLETE | {"closing_type": "terminated"}
    assert next_state(CASE, "served", "case.close", ended) == "closed"
    assert missing("served", "case.close", closing_type="terminated", reason="") == ["reason"]


@pytest.mark.parametrize("outcome", list(OUTCOMES))
@pytest.mark.parametrize("closing", ["", *CLOSING_TYPES])
def test_the_closing_type_fits_the_outcome(outcome: str, closing: str) -> None:
    facts = {"outcome": outcome, "closing_type": closing, "reason": "当事人注销"}
    facts |= {"simple": "yes"} if closing == "performed_simple" else {}
    if closing in CLOSING_OF[outcome]:
        assert next_state(CASE, "performed", "case.close", facts) == "closed"
        return
    assert missing("performed", "case.close", **facts) == ["closing_type"]


def test_v34_a_penalty_alone_is_published_and_only_as_it_was_prepared() -> None:
    assert missing("decided", "case.publish", prepared=False) == ["prepared_publication"]
    assert missing("served", "case.publish", outcome="no_penalty") == ["penalty"]
    assert missing("archived", "publication.return", reason="") == ["reason"]
    assert missing("served", "publication.prepare", faults=["reason"]) == ["reason"]


def test_an_act_found_too_late_is_neither_told_nor_penalised() -> None:
    assert missing("reviewed", "case.intend", barred=True) == ["within_time_limit"]
    assert missing("informed", "case.decide", barred=True) == ["within_time_limit"]


def test_v32_review_service_and_ends_name_what_they_lack() -> None:
    assert missing("investigated", "case.review", opinion="") == ["opinion"]
    assert missing("investigated", "case.send_back", reason="") == ["reason"]
    assert missing("decided", "case.serve", service_mode="", proof="") == ["service_mode", "proof"]
    assert missing("filed", "case.suspend", basis="") == ["basis"]
    assert missing("filed", "case.withdraw", reason="") == ["reason"]


@pytest.mark.parametrize(
    ("verb", "relation", "code"),
    [
        ("case.investigate", {}, "not_allowed"),
        ("case.inform", {"filed": True}, "not_allowed"),
        ("case.perform", {"investigator": True}, ""),
        ("case.close", {"oversees": True}, ""),
        ("case.review", {}, ""),
        ("case.review", {"investigator": True}, "own_record"),
        ("case.review", {"filed": True}, "own_record"),
        ("case.send_back", {}, ""),
        ("case.send_back", {"investigator": True}, "own_record"),
        ("case.send_back", {"filed": True}, "own_record"),
        ("case.review", {"left": True}, "own_record"),
        ("case.decide", {"filed": True}, ""),
        ("case.decide", {"left": True}, "own_record"),
        ("case.serve", {"left": True}, "not_allowed"),
        ("case.decide", {"investigator": True, "oversees": True}, "own_record"),
        ("case.archive", {}, ""),
    ],
)
def test_v29_the_work_is_the_investigators_and_the_judgement_is_not(
    verb: str, relation: dict[str, bool], code: str
) -> None:
    nothing = {"investigator": False, "filed": False, "oversees": False}
    assert closed_to(verb, **nothing | relation) == code
