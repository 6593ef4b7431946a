import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.domain.evidence import (
    NotCanonical,
    canonical,
    digest,
    holds_nul,
    manifest_digest,
    text_digest,
)

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "canon.json").read_text(encoding="utf-8"))

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_vectors_shared_with_the_phone_have_one_spelling(case: dict[str, Any]) -> None:
    assert (canonical(case["value"]), digest(case["value"])) == (case["canonical"], case["sha256"])


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_what_the_phone_refuses_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(NotCanonical):
        canonical(json.loads(case["json"]))


@pytest.mark.parametrize("value", [{1: "a"}, [b"bytes"], {"a": float("nan")}, object()])
def test_values_outside_json_are_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(json_values)
def test_reading_canonical_text_gives_the_value_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9)))
def test_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_a_body_nested_deeper_than_the_stack_is_still_checked() -> None:
    deep: Any = 0.5
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(NotCanonical, match="whole number"):
        canonical(deep)


def test_digest_is_that_of_the_text() -> None:
    assert text_digest("{}") == digest({})


def test_manifest_does_not_depend_on_the_order_of_photos() -> None:
    one, two = ("a", "0" * 64, 1), ("b", "1" * 64, 2)
    assert manifest_digest([two, one]) == manifest_digest([one, two]) == digest([list(one), list(two)])


@pytest.mark.parametrize(
    ("value", "held"),
    [({"a": ["x\x00"]}, True), ({"\x00": 1}, True), ([{"a": ("b",)}], False), ({"a": 0, "b": None}, False)],
)
def test_nul_is_found_at_every_depth(value: Any, held: bool) -> None:
    assert holds_nul(value) is held
