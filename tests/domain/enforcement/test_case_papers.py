"""Which papers a case has at each step, and what they say at first."""

import pytest

from backend.documents.catalogue import form_get
from enforcement.domain.papers import (
    ARCHIVE_ORDER,
    DAY_OF,
    OPEN_FROM,
    RIGHTS,
    first_words,
    forms_open,
    place,
    proof_of,
)
from enforcement.models import Case


def test_every_paper_of_a_case_is_a_form_with_its_place_in_the_file() -> None:
    assert all(form_get(code) for code in ARCHIVE_ORDER)
    assert OPEN_FROM.keys() <= set(ARCHIVE_ORDER)
    assert [place("decision"), place("closing_report") < place("novel")] == [0, True]


@pytest.mark.parametrize(
    ("state", "outcome", "has", "lacks"),
    [
        ("filed", "", "filing_approval", "investigation_end"),
        ("informed", "", "statement_review", "prior_notice"),
        ("decided", "penalty", "decision", "no_penalty"),
        ("decided", "no_penalty", "no_penalty", "decision"),
        ("decided", "not_established", "no_penalty", "decision"),
        ("archived", "penalty", "closing_report", "case_transfer"),
        ("withdrawn", "", "closing_report", "decision"),
        ("transferred", "", "case_transfer", "decision"),
        ("decided", "transfer", "case_transfer", "decision"),
    ],
)
def test_paper_is_open_from_its_step_on(state: str, outcome: str, has: str, lacks: str) -> None:
    forms = forms_open(state=state, outcome=outcome)
    assert (has in forms, lacks in forms) == (True, False)


def test_a_prior_notice_is_made_from_the_review_on_once_its_penalty_is_drawn_up() -> None:
    states = ("investigated", "reviewed", "informed", "archived", "withdrawn")
    opened = [
        state for state in states if "prior_notice" in forms_open(state=state, outcome="", intended=True)
    ]
    assert opened == ["reviewed", "informed", "archived"]


FACTS = {
    "party_name": "蓝鲸网咖", "intended_fine_fen": 800_000, "fine_fen": 500_000, "decision_number": "1号",
    "penalty": "", "outcome": "不予处罚", "place": "示例路", "statement": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "key", "value"),
    [
        ("prior_notice", "fine_fen", 800_000),
        ("prior_notice", "rights", RIGHTS),
        ("decision", "fine_fen", 500_000),
        ("service_proof", "papers", [{"name": "行政处罚决定书", "number": "1号", "count": "1"}]),
        ("question_record", "place", None),
        ("closing_report", "penalty", "不予处罚"),
        ("statement_review", "statement", None),
    ],
)
def test_form_takes_its_own_words_for_what_the_case_knows(form: str, key: str, value: object) -> None:
    keys = frozenset(field.key for field in form_get(form).fields)
    assert first_words(form, FACTS, keys).get(key) == value


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        ("penalty", "行政处罚决定书"),
        ("no_penalty", "不予行政处罚决定书"),
        ("not_established", "不予行政处罚决定书"),
        ("transfer", "案件移送单"),
        ("simple", "当场处罚决定书"),
    ],
)
def test_proof_of_service_names_what_was_decided(outcome: str, name: str) -> None:
    said = first_words("service_proof", {**FACTS, "outcome_code": outcome}, frozenset({"papers"}))
    assert said["papers"] == [{"name": name, "number": "1号", "count": "1"}]


def test_the_proof_that_the_notice_was_served_says_how_that_was_and_not_how_the_decision_was() -> None:
    service = {"mode": "邮寄送达", "served_at": "2026-09-17", "receiver": "回执"}
    facts = {
        **FACTS,
        "mode": "直接送达",
        "of_notice": True,
        "notice_number": "9号",
        "notice_service": service,
    }
    said = first_words("service_proof", facts, frozenset({"papers", "mode", "served_at", "receiver"}))
    assert said == service | {"papers": [{"name": "行政处罚事先告知书", "number": "9号", "count": "1"}]}


@pytest.mark.parametrize(
    ("names", "of"),
    [
        (["行政处罚事先告知书"], "notice"),
        (["行政处罚事先告知书", "听证通知书"], "notice"),
        (["行政处罚事先告知书", "行政处罚决定书"], "decision"),
        (["听证通知书"], "other"),
        ([], "decision"),
    ],
)
def test_a_proof_of_service_is_of_the_decision_it_names_else_of_the_notice_else_of_neither(
    names: list[str], of: str
) -> None:
    assert proof_of({"papers": [{"name": name} for name in names]}) == of


def test_every_day_a_paper_bears_is_a_day_of_the_case() -> None:
    assert DAY_OF.keys() <= OPEN_FROM.keys()
    assert all(hasattr(Case, name) for name in DAY_OF.values())


def test_nothing_served_and_no_hearing_says_nothing_of_it() -> None:
    undecided = {**FACTS, "decision_number": ""}
    assert "papers" not in first_words("service_proof", undecided, frozenset({"papers"}))
    assert "rights" in first_words("hearing_notice", undecided, frozenset({"rights"}))
