"""The checklist of a case's file by its kind and course."""

# ruff: noqa: E501 a table reads best with a thing on few lines

from typing import Any

import pytest

from backend.documents.catalogue import forms
from enforcement.domain.archive import CODES, WANTED, approvals_wanted, checklist, mark, unexplained
from enforcement.domain.papers import ARCHIVE_ORDER
from enforcement.domain.tracks import ASKING

COURSE: dict[str, Any] = {"investigated": 1, "reviewed": 1, "served": 1, "closed": 1, "mode": "direct"}
PENALTY = COURSE | {"outcome": "penalty", "informed": 1, "performed_fen": 1, "paid": 1, "told": "published"}
ANNOUNCED = PENALTY | {"notice_mode": "announcement"}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (
            PENALTY,
            "decision service_proof filing_approval evidence investigation_end legal_review prior_notice receipts "
            "publication closing_report",
        ),
        (
            ANNOUNCED,
            "decision service_proof announcement filing_approval evidence investigation_end legal_review "
            "prior_notice notice_proof receipts publication closing_report",
        ),
        (
            COURSE | {"outcome": "no_penalty", "lead": 1, "inspected": 1},
            "no_penalty service_proof report_handling filing_approval scene_record evidence investigation_end "
            "legal_review closing_report",
        ),
        ({"outcome": "", "ended": "withdrawn"}, "filing_approval evidence withdrawal closing_report"),
        (
            {"outcome": "", "ended": "transferred", "investigated": 1, "reviewed": 1, "informed": 1, "lead": 1},
            "report_handling filing_approval evidence investigation_end legal_review prior_notice case_transfer "
            "closing_report",
        ),
        (
            {"simple": 1, "outcome": "penalty", "served": 1, "ended": "withdrawn"},
            "spot_penalty withdrawal closing_report",
        ),
        ({"simple": 1, "outcome": "penalty", "served": 1, "closed": 1}, "spot_penalty publication closing_report"),
        (
            COURSE | {"outcome": "transfer", "acts": {"referral.propose", "referral.hand_over"}},
            "service_proof filing_approval evidence approval_referral investigation_end legal_review case_transfer "
            "closing_report",
        ),
        (
            PENALTY
            | {
                "mode": "announcement", "stated": "请求从轻",
                "acts": {
                    "preservation.ask", "seizure.act", "seizure.prolong", "instalments.ask",
                    "announcement.lapse", "preservation.approve", "preservation.dispose", "sampling.take",
                    "sampling.result", "seizure.approve", "seizure.lift", "discussion.record",
                    "hearing.notify", "hearing.hold", "hearing.report", "urging.send",
                },
            },
            "decision service_proof announcement filing_approval evidence preservation preservation_result sampling "
            "appraisal seizure seizure_end item_list approval_preservation approval_seizure approval_extension "
            "approval_instalments investigation_end legal_review discussion "
            "prior_notice statement_review hearing_notice hearing_record hearing_opinion receipts urging "
            "publication closing_report",
        ),
    ],
)  # fmt: skip
def test_v35_the_file_holds_what_its_kind_and_course_ask(facts: dict[str, Any], wanted: str) -> None:
    assert [one.want.code for one in checklist(facts, frozenset(), {})] == wanted.split()


def test_v35_a_paper_or_a_fact_ticks_its_line_and_a_gap_is_explained() -> None:
    made = frozenset({"decision", "service_proof", "filing_approval", "question_record", "legal_review"})
    rows = checklist(PENALTY, made, {"prior_notice": " 纸质另册 ", "closing_report": "  ", "decision": "x"})
    assert [one.want.code for one in rows if not one.there] == [
        "investigation_end", "prior_notice", "closing_report",
    ]  # fmt: skip
    assert unexplained(rows) == ["investigation_end", "closing_report"]
    assert {one.want.code: one.reason for one in rows if one.reason} == {"prior_notice": "纸质另册"}


@pytest.mark.parametrize(
    ("form", "track", "matter", "known", "ticked"),
    [
        ("approval", "", "撤销案件", "approval:withdrawal", {"withdrawal"}),
        ("approval", "", "申请撤案", "approval:withdrawal", {"withdrawal"}),
        ("approval", "", "延长办案期限", "approval", set()),
        ("approval", "preservation", "撤销案件", "approval:preservation", {"approval_preservation"}),
        ("approval", "preservation", "证据先行登记保存", "approval:preservation", {"approval_preservation"}),
        ("approval", "", "先行登记保存", "approval:preservation", {"approval_preservation"}),
        ("approval", "seizure", "查封扣押", "approval:seizure", {"approval_seizure"}),
        ("approval", "seizure", "延长查封扣押期限", "approval:extension", {"approval_extension"}),
        ("approval", "instalments", "延期、分期缴纳罚款", "approval:instalments", {"approval_instalments"}),
        ("approval", "", "延期缴纳罚款", "approval:instalments", {"approval_instalments"}),
        ("approval", "referral", "移送公安机关", "approval:referral", {"approval_referral"}),
        ("approval", "urging", "申请人民法院强制执行", "approval:urging", set()),
        ("decision", "", "", "decision", set()),
    ],
)
def test_v35_an_approval_is_known_by_its_matter_and_ticks_no_other(
    form: str, track: str, matter: str, known: str, ticked: set[str]
) -> None:
    assert mark(form, track=track, matter=matter) == known
    acts = {"preservation.ask", "seizure.ask", "seizure.prolong", "instalments.ask", "referral.propose"}
    facts = {"ended": "withdrawn", "simple": 1, "acts": acts}
    assert {one.want.code for one in checklist(facts, frozenset({known}), {}) if one.there} == ticked


def test_v35_the_proof_that_the_notice_was_served_ticks_its_own_line_and_not_the_decisions() -> None:
    made = frozenset({mark("service_proof", track="", matter="", proves="notice")})
    rows = {one.want.code: one.there for one in checklist(ANNOUNCED, made, {})}
    assert (rows["notice_proof"], rows["service_proof"]) == (True, False)
    assert mark("service_proof", track="", matter="") == "service_proof"


def test_v35_whatever_asks_for_a_decision_wants_its_approval() -> None:
    assert {verb for verb in ASKING if approvals_wanted([verb])} == ASKING
    assert approvals_wanted(["seizure.act", "seizure.approve", "seizure.prolong"]) == [
        "approval:extension", "approval:seizure",
    ]  # fmt: skip


def test_v35_what_was_explained_while_approvals_were_one_line_stands() -> None:
    rows = checklist({"simple": 1, "acts": {"seizure.ask"}}, frozenset(), {"approval": "纸质另册"})
    assert [(one.want.code, one.reason) for one in rows if one.want.of] == [("approval_seizure", "纸质另册")]


def test_every_line_names_forms_that_exist_and_are_bound() -> None:
    assert len(set(CODES)) == len(WANTED)
    named = {form for one in WANTED for form in one.forms}
    assert named <= set(forms())
    assert named <= set(ARCHIVE_ORDER)
