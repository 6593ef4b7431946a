"""What a penalty weighs: surcharge, hearing, mandatory review and discussion, no penalty."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import registry
from enforcement.domain.hearings import (
    Threshold,
    discussion_reasons,
    hearing_from,
    hearing_reasons,
    review_reasons,
    threshold,
    told_by,
)
from enforcement.domain.leniency import Prior, Rule, Shown, barred, leniency_missing, priors_within
from enforcement.domain.surcharge import Surcharge, surcharge
from tests.domain.backend.calendars import published

DUE = date(2026, 9, 30)
DAY = timedelta(days=1)
_ROWS = json.loads((Path(registry.__file__).parent / "data" / "hearing_thresholds.json").read_text())
SHIPPED = [
    Threshold(row["region"] or "", row["field"] or "*", row["party"], row["no_cap_fen"], row["cap_percent"],
              row["never_below_fen"], row["rule"], row["verified"], None, None)
    for row in _ROWS["hearing_thresholds"]
]  # fmt: skip


@pytest.mark.parametrize(
    ("paid", "upto", "pauses", "owed"),
    [
        ([], DUE, [], Surcharge(0, 0, 0, False)),
        ([], DUE + 3 * DAY, [], Surcharge(90_000, 3, 0, False)),  # 10,000 yuan × 3 % × 3
        ([(DUE + 3 * DAY, 1_000_000)], DUE + 9 * DAY, [], Surcharge(90_000, 3, 0, False)),
        ([(DUE, 400_000)], DUE + 1 * DAY, [], Surcharge(18_000, 1, 0, False)),
        ([], DUE + 40 * DAY, [], Surcharge(1_000_000, 34, 0, True)),  # 34 × 3 % passes the fine
        ([], DUE + 10 * DAY, [(DUE + 2 * DAY, DUE + 6 * DAY)], Surcharge(150_000, 5, 5, False)),
        ([], DUE + 10 * DAY, [(DUE + 2 * DAY, None)], Surcharge(30_000, 1, 9, False)),
    ],
)
def test_v33_surcharge_is_three_per_cent_a_day_never_above_the_fine_and_paused_by_a_dispute(
    paid: list[Any], upto: date, pauses: list[Any], owed: Surcharge
) -> None:
    assert surcharge([(DUE, 1_000_000)], paid, upto, pauses) == owed


def test_art64_a_hearing_is_held_on_the_first_day_of_which_the_party_was_told_in_time() -> None:
    calendar = published(2026)
    for told in (date(2026, 9, 15) + timedelta(days=n) for n in range(30)):
        first = hearing_from(told, calendar)
        assert told_by(first, calendar) >= told
        assert told_by(first - timedelta(days=1), calendar) < told
    # 9-25 to 9-27 and 10-1 to 10-7 are off, Sunday 9-20 is worked
    assert [hearing_from(date(2026, 9, day), calendar) for day in (16, 22)] == [
        date(2026, 9, 24),
        date(2026, 10, 9),
    ]


def test_v33_each_instalment_runs_from_its_own_day() -> None:
    rows = [(DUE, 400_000), (DUE + 30 * DAY, 600_000)]
    assert surcharge(rows, [], DUE + 2 * DAY).fen == 24_000
    assert surcharge(rows, [(DUE, 400_000)], DUE + 30 * DAY).fen == 0
    assert surcharge(rows, [(DUE, 400_000)], DUE + 31 * DAY).fen == 18_000
    assert surcharge([], [], DUE) == Surcharge(0, 0, 0, False)


def test_a_surcharge_is_rounded_down_once() -> None:
    assert surcharge([(DUE, 33)], [], DUE + DAY).fen == 0
    assert surcharge([(DUE, 33)], [], DUE + 2 * DAY).fen == 1


@given(
    fen=st.integers(1, 10**9),
    days=st.integers(0, 60),
    paid=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 10**8)), max_size=4),
)
def test_a_surcharge_never_falls_and_never_passes_the_fine(
    fen: int, days: int, paid: list[tuple[int, int]]
) -> None:
    payments = [(DUE + n * DAY, sum_) for n, sum_ in paid]
    one = surcharge([(DUE, fen)], payments, DUE + days * DAY)
    next_day = surcharge([(DUE, fen)], payments, DUE + (days + 1) * DAY)
    assert 0 <= one.fen <= next_day.fen <= fen


@pytest.mark.parametrize(
    ("classes", "fine", "taken", "party", "field", "cap", "because"),
    [
        (["warning", "fine"], 999_999, 0, "organisation", "NET", None, []),
        (["warning", "fine"], 1_000_000, 0, "organisation", "NET", None, ["fine"]),
        (["fine"], 2_500_000, 0, "organisation", "NET", 5_000_000, []),  # half of the cap, not more
        (["fine"], 2_500_001, 0, "organisation", "NET", 5_000_000, ["fine"]),
        (["fine"], 200_000, 0, "organisation", "NET", 300_000, []),  # above half, below 3,000 yuan
        (["fine"], 300_000, 0, "sole_trader", "NET", None, ["fine"]),
        (["fine", "confiscation"], 1, 1_000_000, "organisation", "NET", 5_000_000, ["confiscation"]),
        (["fine"], 4_999_999, 0, "organisation", "TRA", 1_000_000, []),  # tourism has its own sum
        (["suspension", "fine"], 5_000_000, 0, "organisation", "TRA", None, ["suspension", "fine"]),
        (["revocation"], 0, 0, "organisation", "NET", None, ["revocation"]),
    ],
)
def test_v28_the_right_to_a_hearing_follows_class_sum_field_and_party(
    classes: list[str], fine: int, taken: int, party: str, field: str, cap: int | None, because: list[str]
) -> None:
    limit = threshold(SHIPPED, region="370117", category=field, party=party, on=DUE)
    assert hearing_reasons(classes, fine, taken, limit, cap) == because


def test_v28_a_region_without_a_row_hears_by_class_alone() -> None:
    limit = threshold(SHIPPED, region="110101", category="NET", party="organisation", on=DUE)
    assert limit is None
    assert hearing_reasons(["closure", "fine"], 10**9, 10**9, limit, None) == ["closure"]


def test_v28_a_threshold_holds_from_its_first_to_its_last_day_and_no_longer() -> None:
    usual = Threshold("37", "*", "citizen", 300_000, None, 1, "x", False, None, DUE)
    rows = [usual, replace(usual, no_cap_fen=500_000, valid_from=DUE + DAY, valid_to=None)]
    told = {"region": "370117", "category": "NET", "party": "citizen"}
    on = [threshold(rows, **told, on=DUE + n * DAY) for n in (-400, 0, 1, 400)]
    assert [row.no_cap_fen for row in on if row] == [300_000, 300_000, 500_000, 500_000]
    assert threshold(rows[1:], **told, on=DUE) is None


def test_v29_review_and_discussion_are_mandatory_for_their_reasons() -> None:
    assert review_reasons(heard=False, reasons=[], complex_case=False, public=False) == []
    assert review_reasons(heard=True, reasons=["fine"], complex_case=True, public=True) == [
        "public_interest", "heard", "heavy_effect", "complex",
    ]  # fmt: skip
    assert discussion_reasons(reasons=[], complex_case=False) == []
    assert discussion_reasons(reasons=["fine"], complex_case=True) == ["complex", "heavy_penalty"]


@pytest.mark.parametrize(
    ("ground", "facts", "lacks"),
    [
        ("mercy", {}, ["ground"]),
        ("minor", {}, []),
        ("minor", {"corrected": False, "educated": False}, ["correction", "education"]),
        ("minor", {"shown": Shown()}, ["correction_proof"]),
        ("minor", {"rules": 1}, ["rule_reason"]),
        ("minor", {"rules": 1, "reason": "规则不适用于本案"}, []),
        ("first", {"traces": 1}, ["first_reason"]),
        ("first", {"traces": 1, "reason": "前次责令改正与本案无关"}, []),
        ("first", {}, []),
        ("first", {"priors": [Prior("1号", date(2026, 1, 1))]}, ["no_prior"]),
        ("no_fault", {}, ["ground_reason"]),
        ("no_fault", {"reason": "经核查", "corrected": False}, []),
        ("time_barred", {"educated": False}, ["time_barred"]),
        ("time_barred", {"educated": False, "time_barred": True}, []),
        ("other", {"educated": False}, ["education", "ground_reason"]),
    ],
)
def test_v22_no_penalty_needs_its_ground_and_proofs(
    ground: str, facts: dict[str, Any], lacks: list[str]
) -> None:
    given_: dict[str, Any] = {
        "priors": [], "corrected": True, "educated": True, "time_barred": False, "reason": "",
        "shown": Shown(corrected_on=date(2026, 9, 10)),
    }  # fmt: skip
    assert leniency_missing(ground, **given_ | facts) == lacks


FOUND = date(2026, 9, 10)
LATER = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("rule", "shown", "facts", "lacks"),
    [
        (Rule("R", correction="on_spot"), Shown(FOUND, FOUND), {}, []),
        (Rule("R", correction="on_spot"), Shown(LATER, FOUND), {}, ["correction_on_spot"]),
        (Rule("R", correction="within_days"), Shown(LATER, FOUND), {}, []),
        (Rule("R", correction="within_days"), Shown(LATER, FOUND, in_time=False), {}, ["correction_in_time"]),
        (Rule("R", correction="on_spot"), Shown(), {}, ["correction_proof"]),
        (Rule("R", measures=("education", "pledge")), Shown(told=frozenset({"education"})),
         {}, ["pledge_proof"]),
        (Rule("R", measures=("education", "interview")), Shown(), {}, ["education_proof", "interview_proof"]),
        (Rule("R", first_time=True), Shown(), {"priors": [Prior("1号", FOUND)]}, ["no_prior"]),
        (Rule("R", first_time=True), Shown(), {"traces": 2, "reason": ""}, ["ground_reason", "first_reason"]),
    ],
)  # fmt: skip
def test_v22_the_adopted_rule_binds_to_what_it_asks_for(
    rule: Rule, shown: Shown, facts: dict[str, Any], lacks: list[str]
) -> None:
    given: dict[str, Any] = {
        "priors": [], "corrected": True, "educated": True, "time_barred": False, "reason": "见说明",
        "rules": 1,
    }  # fmt: skip
    assert leniency_missing("other", rule=rule, shown=shown, **given | facts) == lacks


def test_v22_first_time_is_asked_within_the_window() -> None:
    earlier = [Prior("旧", date(2024, 9, 9)), Prior("新", date(2025, 1, 2)), Prior("后", date(2026, 10, 1))]
    assert [row.number for row in priors_within(earlier, date(2026, 9, 10), 24)] == ["新"]
    assert [row.number for row in priors_within(earlier, date(2026, 9, 9), 24)] == ["新", "旧"]


def test_art33_an_earlier_act_counts_whenever_it_was_decided_and_a_later_or_the_same_day_not() -> None:
    decided = date(2026, 9, 12)
    acts = [date(2024, 9, 9), date(2026, 8, 1), date(2026, 9, 10), date(2026, 9, 11)]
    earlier = [Prior(day.isoformat(), decided, acted_on=day) for day in acts]
    assert [row.number for row in priors_within(earlier, date(2026, 9, 10), 24)] == ["2026-08-01"]


def test_an_act_is_barred_after_two_years_or_five_with_harm() -> None:
    act = date(2024, 2, 29)
    assert (barred(act, date(2026, 2, 28), harm=False), barred(act, date(2026, 3, 1), harm=False)) == (
        False,
        True,
    )
    assert (barred(act, date(2029, 2, 28), harm=True), barred(act, date(2029, 3, 1), harm=True)) == (
        False,
        True,
    )
