"""Terms of a visit, and whether anybody has to go there at all."""

import json
from datetime import date
from typing import Any

import pytest

from scheduling.domain.prechecks import ANSWERS, made_remotely, precheck_faults, precheck_words
from scheduling.domain.terms import RULES, apart, outside, terms_read
from scheduling.selectors.data import OWN, visit_terms


def test_the_terms_are_read_as_the_file_says() -> None:
    terms = visit_terms()
    assert set(terms) == set(RULES)
    scan, report = terms["visit_scan"], terms["outside_report"]
    assert (scan.length, scan.unit, scan.verified) == (10, "natural_days", True)
    assert (report.length, report.unit, report.verified) == (20, "natural_days", False)


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("visit_scan", None),
        ("visit_scn", {"length": 1, "unit": "workdays"}),
        ("visit_scan", {"length": 0, "unit": "workdays"}),
        ("visit_scan", {"length": "10", "unit": "workdays"}),
        ("visit_scan", {"length": 10, "unit": "days"}),
    ],
)
def test_a_wrong_term_is_named(rule: str, row: dict[str, Any] | None) -> None:
    raw = json.loads((OWN / "terms.json").read_text(encoding="utf-8"))
    if row is None:
        del raw[rule]
    else:
        raw[rule] = row
    with pytest.raises(ValueError, match=rule):
        terms_read(raw)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [((1, 3), (3, 9), 0), ((1, 3), (2, 2), 0), ((1, 3), (5, 9), 2), ((20, 25), (1, 10), 10)],
)
def test_spans_are_as_far_apart_as_the_days_between(
    one: tuple[int, int], other: tuple[int, int], days: int
) -> None:
    spans = [(date(2026, 9, first), date(2026, 9, last)) for first, last in (one, other)]
    assert apart(*spans) == apart(*reversed(spans)) == days


def test_v15_a_township_of_another_district_lies_outside() -> None:
    assert outside("370117", "370116001")
    assert not outside("370117", "370117001")
    assert not outside("370117", "")


def test_going_there_needs_a_reason_and_a_yes_leads_to_a_remote_check() -> None:
    for one in ANSWERS:
        assert precheck_faults(one.code, "须查看现场") == []
        assert precheck_faults(one.code, " ") == ([] if one.remote else ["precheck_reason"])
        assert made_remotely(one.code) is one.remote
        assert precheck_words(one.code) == one.zh
    assert precheck_faults("", "有") == precheck_faults("unasked", "有") == ["precheck"]
    assert precheck_faults("by_plan", "") == []
    assert not made_remotely("by_plan")
    assert (precheck_words("by_plan"), precheck_words("unasked")) == ("抽查计划已公布检查方式", "")
