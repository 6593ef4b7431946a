"""统一社会信用代码: 17 signs and a check sign (GB 32100-2015)."""

from operator import mul
from typing import Final

_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {sign: value for value, sign in enumerate(_SIGNS)}
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))


def check_sign(body: str) -> str:
    """The check sign of the first 17 signs; KeyError when one of them is no sign of the code."""
    return _SIGNS[-sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS)) % 31]


def uscc_fault(code: str) -> str | None:
    """Why a code cannot be one: "length", "signs" or "check"; None when it may be."""
    if len(code) != 18:
        return "length"
    if not _VALUES.keys() >= set(code):
        return "signs"
    return None if check_sign(code[:17]) == code[17] else "check"
