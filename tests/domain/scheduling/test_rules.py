from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain.caps import Cap, cap_of_category, counts_to_cap, may_exceed, strictest
from scheduling.domain.naming import draw_name
from scheduling.domain.notice import items_text, name_covered
from scheduling.domain.policy import policy_read
from scheduling.domain.remedies import WAYS_OUT
from scheduling.domain.rules import NO_CAP, Kind, Rules, duty_window, kind_of, policy_of, seats
from scheduling.domain.settlement import item_class, needs, numbers_read
from scheduling.domain.typed import needs_witnesses, spelled, values_spelled
from scheduling.domain.wording import parse_wording

FIRST, LAST = date(2026, 9, 21), date(2026, 9, 30)
CAPS = {("*", "*"): 2, ("*", "D"): 12, ("NET", "*"): 4, ("NET", "A"): 1, ("KTV", "*"): 1}
DICE = {"kind": "dice", "n": 40}


@pytest.mark.parametrize(
    ("category", "grade", "cap"),
    [("NET", "A", 1), ("NET", "D", 4), ("GAM", "D", 12), ("GAM", "B", 2), ("KTV", "D", 1)],
)
def test_most_specific_cap_wins(category: str, grade: str, cap: int) -> None:
    assert cap_of_category(CAPS, category, grade) == cap


def test_cap_without_any_rule_is_the_default() -> None:
    assert cap_of_category({}, "NET", "A") == 2
    assert strictest({}, (), "A") == (2, "*")


def test_strictest_category_decides_and_the_first_of_equals_is_named() -> None:
    assert strictest(CAPS, ("NET", "KTV"), "B") == (1, "KTV")
    assert strictest(CAPS, ("KTV", "NET"), "A") == (1, "KTV")


@pytest.mark.parametrize(
    ("used", "reserved", "reached"), [(0, 0, False), (1, 0, False), (1, 1, True), (3, 0, True)]
)
def test_cap_is_reached_by_visits_made_and_arranged(used: int, reserved: int, reached: bool) -> None:
    assert Cap(used, reserved, 2).reached is reached


def test_remote_checks_and_exempt_triggers_do_not_count() -> None:
    assert [counts_to_cap(trigger_counts=t, remote=r) for t in (True, False) for r in (True, False)] == [
        False, True, False, False,
    ]  # fmt: skip


def test_only_key_items_exceed_and_only_by_rule() -> None:
    pairs = [(item_class, rule) for item_class in ("key", "general") for rule in (True, False)]
    assert [pair for pair in pairs if may_exceed(item_class=pair[0], key_exceeds_cap=pair[1])] == [
        ("key", True)
    ]


def test_kind_names_the_stricter_category_only_when_it_differs() -> None:
    assert kind_of(CAPS, ["NET", "KTV"], ["NET"], "B").word == "NET+KTV"
    assert kind_of(CAPS, ["NET", "KTV"], ["KTV", "NET"], "A").word == "NET"
    assert kind_of(CAPS, ["NET"], ["NET"], "B") == Kind("NET", "NET")


def test_policy_made_of_rules_is_one_the_draw_accepts() -> None:
    policy = policy_of(
        Rules(others_qualified=True, team_size=3), CAPS, [Kind("NET", "KTV"), Kind("NET", "NET")],
        item_class="general", asof=date(2026, 9, 15), first=FIRST, last=LAST,
    )  # fmt: skip
    assert policy_read(policy) == policy
    assert policy["max_count"]["NET+KTV"]["B"] == 1
    assert policy["max_count"]["NET"]["B"] == 4
    assert policy["seats"]["NET+KTV"] == ["L:NET", "NET", "NET"]
    assert policy["visit"] == ["2026-09-21", "2026-09-30"]


def test_key_items_have_no_cap_where_the_rules_say_so() -> None:
    policy = policy_of(
        Rules(key_exceeds_cap=True), CAPS, [Kind("NET", "NET")],
        item_class="key", asof=FIRST, first=FIRST, last=LAST,
    )  # fmt: skip
    assert set(policy["max_count"]["NET"].values()) == {NO_CAP}


def test_seats_ask_what_the_rules_say() -> None:
    assert seats(Rules(), "NET") == ["L:NET", ""]
    assert seats(Rules(lead_qualified=False), "NET") == ["", ""]


def test_rules_survive_being_stored() -> None:
    rules = Rules(overall=700, relax=["town"])
    assert Rules.of(rules.as_dict()) == rules
    with pytest.raises(TypeError):
        Rules.of({"luck": 1})


@pytest.mark.parametrize(
    ("leaves", "tolerated", "window"),
    [
        ([], 0, (FIRST, LAST)),
        ([(date(2026, 9, 24), date(2026, 9, 24))], 1, (FIRST, LAST)),
        ([(date(2026, 9, 24), date(2026, 9, 24))], 0, (date(2026, 9, 25), LAST)),
        ([(date(2026, 9, 28), date(2026, 10, 8))], 0, (FIRST, date(2026, 9, 27))),
        ([(date(2026, 9, 1), date(2026, 10, 8))], 0, (date(2026, 10, 1), date(2026, 10, 1))),
        ([(date(2026, 9, 1), date(2026, 9, 5))], 0, (FIRST, LAST)),
    ],
)
def test_duty_window_is_the_longest_stretch_without_leave(leaves: Any, tolerated: int, window: Any) -> None:
    assert duty_window(FIRST, LAST, leaves, tolerated) == window


@given(st.lists(st.tuples(st.integers(-5, 15), st.integers(0, 6)), max_size=4))
def test_duty_window_never_holds_a_day_of_leave(spans: list[tuple[int, int]]) -> None:
    leaves = [(FIRST + timedelta(days=a), FIRST + timedelta(days=a + n)) for a, n in spans]
    first, last = duty_window(FIRST, LAST, leaves, 0)
    if last <= LAST:
        assert FIRST <= first <= last
        assert not any(start <= last and first <= end for start, end in leaves)


def test_v06_draw_is_named_by_year_organ_and_number() -> None:
    assert draw_name(year=2026, organ="钢城区大队", seq=7) == "2026年度钢城区大队随机抽查007"
    assert (
        draw_name(year=2026, organ="钢城区大队", seq=7, title="暑期")
        == "2026年度钢城区大队随机抽查007（暑期）"
    )
    given = "2026年度文旅局随机抽查12号"
    assert draw_name(year=2026, organ="钢城区大队", seq=7, title=given) == given
    assert draw_name(year=2025, organ="钢城区大队", seq=7, title=given).endswith(f"（{given}）")


def test_items_are_told_by_section() -> None:
    listed = [("证照", "是否悬挂"), ("安全", "是否畅通"), ("证照", "是否有效")]
    assert items_text(listed) == "证照：是否悬挂、是否有效；安全：是否畅通"


def test_a_covered_name_keeps_its_first_character() -> None:
    assert [name_covered(name) for name in ("安可期", "安", "")] == ["安**", "安", ""]


def test_every_reason_of_an_open_seat_has_a_way_out() -> None:
    assert set(WAYS_OUT) == {"qualification", "window", "certificate", "town", "blocked", "cap", "team"}
    assert all("assign" in ways for ways in WAYS_OUT.values())


@pytest.mark.parametrize(
    ("wording", "ratio", "count"),
    [
        ("25%", 2500, None), ("≥10%", 1000, None), ("2%-5%", None, None), ("不超过5%", None, None),
        ("12户", None, 12), ("看心情", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_only_a_single_number_is_taken_from_a_wording(
    wording: str, ratio: int | None, count: int | None
) -> None:
    assert tuple(numbers_read(parse_wording(wording))) == (ratio, count)


def test_row_needs_what_nobody_has_said() -> None:
    row: dict[str, Any] = {
        "understood": False, "settled_reason": "", "ratio_bp": None, "quota_count": None,
        "month_from": None, "month_to": None,
    }  # fmt: skip
    assert needs(row) == ["wording", "ratio", "months"]
    assert needs(row | {"settled_reason": "按上年", "month_from": 1, "month_to": 2}) == []
    assert needs(row | {"understood": True, "quota_count": 3}) == ["months"]


def test_item_class_is_read_from_its_words_only() -> None:
    assert [item_class(w) for w in ("重点检查事项", " 一般 ", "其他", None)] == ["key", "general", "", ""]


@pytest.mark.parametrize(
    ("source", "typed", "value"),
    [
        (DICE, "01234 56789 " * 4, f"dice:40:{'0123456789' * 4}"),
        ({"kind": "pl5", "issue": "2026134"}, "0 7 1 9 2", "pl5:2026134:07192"),
        ({"kind": "3d", "issue": "2026134"}, "719", "3d:2026134:719"),
        ({"kind": "ssq", "issue": "2026134"}, "30 3 7 11 19 24 + 8", "ssq:2026134:03-07-11-19-24-30+08"),
        ({"kind": "ssq", "issue": "2026134"}, "3 7 11", "ssq:2026134:3 7 11"),
        ({"kind": "pl5", "issue": "2026134"}, "pl5:2026134:07192", "pl5:2026134:07192"),
        ({"kind": "drand"}, " ab ", "ab"),
    ],
)
def test_typed_numbers_are_spelled_as_the_draw_wants_them(source: Any, typed: str, value: str) -> None:
    assert spelled(source, typed) == value


@pytest.mark.parametrize(
    ("opt", "typed"), [(1, ["0" * 40]), (-1, ["0" * 40]), (0, []), (0, ["1", "2"]), (0, ["x" * 40])]
)
def test_values_that_do_not_fit_the_descriptor_are_refused(opt: int, typed: list[str]) -> None:
    with pytest.raises(DomainError) as refused:
        values_spelled(DICE, opt, typed)
    assert refused.value.code == "draw_beacon_wrong"


def test_values_that_fit_come_back_spelled() -> None:
    assert values_spelled(DICE, 0, ["01234 56789" * 4]) == [f"dice:40:{'0123456789' * 4}"]


def test_only_dice_need_witnesses() -> None:
    ssq = {"kind": "ssq", "issue": "2026134"}
    either = {"kind": "first", "of": [{"kind": "all", "of": [ssq]}, DICE]}
    assert [needs_witnesses(either, opt) for opt in (0, 1)] == [False, True]
