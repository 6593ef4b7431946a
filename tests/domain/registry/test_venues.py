from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.venues import asked_grams, base_code, grams, plain, venue_code, venue_faults

TODAY = date(2026, 9, 15)
ENTRY: dict[str, Any] = {"name": "甲", "address": "一路 1 号", "categories": ["NET"], "licences": []}
CODE = "91370117MAW000001A"


def faults(**values: Any) -> dict[str, list[str]]:
    return venue_faults(ENTRY | values, today=TODAY)


@pytest.mark.parametrize(
    ("taken", "given"),
    [
        ([], CODE),
        (["91370117MAW000002B"], CODE),
        ([CODE], f"{CODE}-01"),
        ([CODE, f"{CODE}-01"], f"{CODE}-02"),
        ([f"{CODE}-07"], f"{CODE}-08"),
        ([CODE, f"{CODE}-X"], f"{CODE}-01"),
    ],
)
def test_first_premises_has_the_bare_code_and_further_ones_a_suffix(taken: list[str], given: str) -> None:
    assert venue_code(CODE, taken) == given


@given(st.integers(min_value=1, max_value=99))
def test_codes_given_one_after_the_other_never_repeat(count: int) -> None:
    taken: list[str] = []
    for _ in range(count):
        taken.append(venue_code(CODE, taken))
    assert len(set(taken)) == count
    assert all(len(code.encode()) <= 23 for code in taken)


def test_hundredth_further_premises_has_no_code() -> None:
    with pytest.raises(ValueError, match="99 further premises"):
        venue_code(CODE, [CODE, f"{CODE}-99"])


@pytest.mark.parametrize(
    ("uscc", "licences", "base"),
    [
        (CODE, [{"number": "A1"}], CODE),
        ("", [{"number": "３７０１１７１６００２３"}], "370117160023"),
        ("", [{"number": "鲁网文〔2024〕1号"}, {"number": "ab-7"}], "AB-7"),
        ("", [{"number": "1" * 21}], ""),
        ("", [{}], ""),
        ("", [], ""),
    ],
)
def test_code_begins_with_the_social_credit_code_or_a_licence(
    uscc: str, licences: list[dict[str, str]], base: str
) -> None:
    assert base_code(uscc, licences) == base


def test_plain_text_has_half_width_and_no_blanks() -> None:
    assert plain("　云阶 ＫＴＶ\t８８号 ") == "云阶KTV88号"


def test_pairs_of_a_text_are_kept_once_and_never_cross_two_texts() -> None:
    assert grams("云阶云阶KTV", "甲", "") == "云阶 阶云 阶k kt tv"


@pytest.mark.parametrize(
    ("query", "pairs"),
    [("云阶KTV", ["云阶", "阶k", "kt", "tv"]), ("云 阶K", ["云", "阶k"]), ("  ", []), ("", [])],
)
def test_question_asks_for_its_pairs_and_a_lone_sign_for_itself(query: str, pairs: list[str]) -> None:
    assert asked_grams(query) == pairs


@given(st.text("云阶量贩麦浪网吧KTV88甲乙", min_size=2, max_size=12), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    assert all(pair in grams(name) for pair in asked_grams(name[start:end]))


def test_complete_entry_has_no_faults() -> None:
    licence = {"kind": "证", "number": "1", "issued_on": date(2024, 1, 1), "valid_to": date(2024, 1, 1)}
    place = {"lng": Decimal("117.8"), "lat": Decimal("36.06"), "datum": "gcj02"}
    assert faults(licences=[licence], opens_at="13:00", closes_at="02:00", opened_on=TODAY, **place) == {}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"name": ""}, ["name"]),
        ({"address": ""}, ["address"]),
        ({"categories": []}, ["categories"]),
        ({"uscc": "123"}, ["uscc"]),
        ({"opens_at": "8:00", "closes_at": "24:00"}, ["opens_at"]),
        ({"opens_at": "08:00"}, ["closes_at"]),
        ({"closes_at": "08:00"}, ["opens_at"]),
        ({"datum": "wgs84"}, ["datum"]),
        ({"lng": Decimal("117.8")}, ["datum", "lat"]),
        ({"lat": Decimal("36"), "datum": "wgs84"}, ["lng"]),
        ({"opened_on": date(2026, 9, 16)}, ["opened_on"]),
        ({"licences": [{"kind": "", "number": ""}]}, ["licences.0.kind", "licences.0.number"]),
        (
            {"licences": [{"kind": "证", "number": "1"}, {"kind": "证", "number": "1"}]},
            ["licences"],
        ),
        (
            {"licences": [{"kind": "证", "number": "1", "issued_on": TODAY, "valid_to": date(2026, 9, 14)}]},
            ["licences.0.valid_to"],
        ),
    ],
)
def test_fault_names_its_field(values: dict[str, Any], wrong: list[str]) -> None:
    assert sorted(faults(**values)) == wrong
