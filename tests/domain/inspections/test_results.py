import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import registry
from inspections.domain.record import OUTCOMES, Fault
from inspections.domain.results import ALLOWED, CODES, code_faults, counts_to_cap, lost_faults, words


def test_codes_are_those_of_the_catalogue() -> None:
    listed = json.loads(
        (Path(registry.__file__).parent / "data" / "result_codes.json").read_text(encoding="utf-8")
    )["result_codes"]
    assert {row["code"]: row["zh"] for row in listed} == {code: zh for code, (zh, _) in CODES.items()}


def test_v07_code_1_beside_another_is_a_fault() -> None:
    assert code_faults("done", ["1", "A"], found=0) == [
        Fault("V07", "code_1_not_alone", {"codes": ["1", "A"]})
    ]


@given(st.sets(st.sampled_from(sorted(CODES)), min_size=2).filter(lambda codes: "1" in codes))
def test_v07_code_1_excludes_every_other_code(codes: set[str]) -> None:
    assert "code_1_not_alone" in {fault.code for fault in code_faults("done", sorted(codes), found=0)}


def test_v07_code_1_contradicts_findings() -> None:
    assert code_faults("done", ["1"], found=2) == [Fault("V07", "code_1_with_findings", {"found": 2})]


def test_code_nobody_knows_is_a_fault() -> None:
    assert code_faults("done", ["1", "ZZ"], found=0) == [Fault("V07", "code_unknown", {"code": "ZZ"})]


@pytest.mark.parametrize("outcome", ["done", "remote"])
def test_check_without_result_is_a_fault(outcome: str) -> None:
    assert code_faults(outcome, [], found=0) == [Fault("V07", "code_missing")]


@pytest.mark.parametrize("outcome", ["closed", "not_found", "refused"])
def test_visit_without_check_needs_no_code(outcome: str) -> None:
    assert code_faults(outcome, [], found=0) == []


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("code", CODES)
def test_each_outcome_allows_its_codes_alone(outcome: str, code: str) -> None:
    faults = code_faults(outcome, [code], found=0)
    wrong = [Fault("V07", "code_not_of_outcome", {"code": code, "outcome": outcome})]
    assert faults == ([] if code in ALLOWED[outcome] else wrong)


def test_only_a_visit_that_found_nobody_may_say_so() -> None:
    assert [outcome for outcome in OUTCOMES if "6" in ALLOWED[outcome]] == ["not_found"]


DOOR = UUID(int=7)


def test_v08_code_6_needs_call_record_and_photo_of_the_door() -> None:
    faults = lost_faults(["6"], call_record=" ", door_photo=None, photos=[])
    assert faults == [Fault("V08", "call_record_missing"), Fault("V08", "door_photo_missing")]


def test_v08_photo_of_the_door_must_be_announced() -> None:
    faults = lost_faults(["6"], call_record="三次无人接听", door_photo=DOOR, photos=[uuid4()])
    assert faults == [Fault("V08", "door_photo_missing")]


def test_v08_documented_code_6_is_in_order() -> None:
    assert lost_faults(["6"], call_record="三次无人接听", door_photo=DOOR, photos=[DOOR]) == []


def test_v08_asks_nothing_of_other_codes() -> None:
    assert lost_faults(["1"], call_record="", door_photo=None, photos=[]) == []


@pytest.mark.parametrize(
    ("outcome", "trigger_counts", "remote", "counts"),
    [
        ("done", True, False, True),
        ("refused", True, False, True),
        ("done", False, False, False),
        ("done", True, True, False),
        ("closed", True, False, False),
        ("not_found", True, False, False),
        ("remote", True, False, False),
    ],
)
def test_v11_only_an_entry_for_a_reason_that_counts_uses_the_cap(
    outcome: str, trigger_counts: bool, remote: bool, counts: bool
) -> None:
    assert counts_to_cap(outcome, trigger_counts=trigger_counts, remote=remote) is counts


def test_words_follow_the_table() -> None:
    assert words(["E", "A"]) == "发现问题待后续处理；发现问题经责令已改正"
    assert words(["1"], "en") == "No problem found"
