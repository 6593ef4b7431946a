"""The check sign of the 统一社会信用代码, against another implementation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as other

from registry.domain.uscc import check_sign, uscc_fault

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(SIGNS, min_size=17, max_size=17))
def test_the_check_sign_is_the_one_others_compute(body: str) -> None:
    assert check_sign(body) == other.calc_check_digit(body)


@given(st.text(SIGNS, min_size=17, max_size=17), st.sampled_from(SIGNS))
def test_exactly_one_last_sign_is_right(body: str, last: str) -> None:
    assert (uscc_fault(body + last) is None) == (last == check_sign(body))


def test_a_wrong_code_is_told_by_length_signs_or_check() -> None:
    codes = ("91310000132200944J", "91310000132200944K", "91310000132200944O", "91310000132200944", "")

    assert [uscc_fault(code) for code in codes] == [None, "check", "signs", "length", "length"]
