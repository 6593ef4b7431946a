"""表一 of the statutory yearbook by its counting rules, with worked examples (V38)."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from uuid import UUID

from counting.domain.yearbook import COLUMNS, Decision, yearbook

DAY = date(2026, 5, 6)
NUMBERS = count(1)


def decision(
    *classes: str, on: date = DAY, outcome: str = "penalty", organ: str = "WH", **sums: int
) -> Decision:
    return Decision(UUID(int=next(NUMBERS)), organ, on, outcome, classes, **sums)


def counted(decisions: Sequence[Decision], year: int = 2026) -> tuple[dict[str, int], int, int]:
    """Columns that are not empty, 合计（宗）, 罚没金额 in fen."""
    _, line = yearbook(decisions, year)
    return {name: len(ids) for name, ids in line.cells.items() if ids}, len(line.total), line.sum_fen


def test_the_columns_stand_from_light_to_heavy_with_others_last() -> None:
    assert COLUMNS == (
        "warning", "criticism", "fine", "confiscation", "licence_suspension", "grade_lowering", "restriction",
        "suspension", "closure", "revocation", "detention", "other",
    )  # fmt: skip


def test_the_year_is_that_of_the_decision_from_its_first_to_its_last_day() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert counted([decision("warning", on=on) for on in days]) == ({"warning": 2}, 2, 0)


def test_a_single_penalty_stands_in_its_class() -> None:
    assert counted([decision(name) for name in COLUMNS]) == (dict.fromkeys(COLUMNS, 1), len(COLUMNS), 0)


def test_several_penalties_in_one_decision_are_one_in_the_heaviest_class() -> None:
    """警告 + 罚款 5,000 元 + 没收违法所得 200 元: one 宗 under 没收, 5,200 yuan."""
    one = decision("warning", "fine", "confiscation", fine_fen=500_000, confiscated_fen=20_000)
    assert counted([one]) == ({"confiscation": 1}, 1, 520_000)
    assert counted([decision("fine", "suspension", fine_fen=1)]) == ({"suspension": 1}, 1, 1)
    assert counted([decision("revocation", "confiscation", "fine")]) == ({"revocation": 1}, 1, 0)


def test_a_clear_class_goes_before_others() -> None:
    assert counted([decision("other", "warning"), decision("other")]) == ({"warning": 1, "other": 1}, 2, 0)


def test_a_confiscation_counts_to_the_sum_only_where_the_decision_puts_a_sum_to_it() -> None:
    """没收违法所得 200 元 adds 200; 非法出版物 30 册 of unknown worth adds nothing, but is counted."""
    decisions = [decision("confiscation", confiscated_fen=20_000), decision("confiscation")]
    assert counted(decisions) == ({"confiscation": 2}, 2, 20_000)


def test_the_sum_is_that_of_the_decision_and_what_is_no_penalty_is_not_counted() -> None:
    kinds = ("no_penalty", "not_established", "transfer")
    decisions = [decision("fine", fine_fen=300_000), *(decision(outcome=kind) for kind in kinds)]
    assert counted(decisions) == ({"fine": 1}, 1, 300_000)


def test_a_county_brigade_of_ten_people() -> None:
    """竹山县 2023: 警告 8, 停产停业 1, 9 宗 in all; 304 volumes taken in, no sum: 0 yuan."""
    decisions = [*(decision("warning") for _ in range(8)), decision("suspension", "warning")]
    assert counted(decisions) == ({"warning": 8, "suspension": 1}, 9, 0)


def test_every_organ_has_its_line_and_the_lines_add_up_to_the_whole() -> None:
    decisions = [decision("fine", organ=organ, fine_fen=100) for organ in ("WH2", "WH1", "WH2")]
    lines, whole = yearbook(decisions, 2026)
    assert {organ: (len(line.total), line.sum_fen) for organ, line in lines.items()} == {
        "WH1": (1, 100),
        "WH2": (2, 200),
    }
    assert list(lines) == ["WH1", "WH2"]
    assert (len(whole.total), whole.sum_fen) == (3, 300)
    assert sorted(whole.total) == sorted(uuid for line in lines.values() for uuid in line.total)
