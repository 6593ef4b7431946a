"""What a published wording says: exact numbers beside the verbatim text."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

RATIO_KINDS: Final = (
    "exact",
    "floor",
    "cap",
    "range",
    "alternatives",
    "by_level",
    "by_reference",
    "compound",
    "unspecified",
    "empty",
)
FREQUENCY_KINDS: Final = (
    "exact",
    "floor",
    "cap",
    "cap_per_object",
    "range",
    "alternatives",
    "by_level",
    "compound",
    "unspecified",
)
UNITS: Final = ("%", "count")
COLUMNS: Final = (
    "verbatim",
    "ratio_kind",
    "ratio_min",
    "ratio_max",
    "unit",
    "ratio_base",
    "freq_kind",
    "freq_n",
    "freq_window",
    "remark",
)


@dataclass(frozen=True)
class Wording:
    """One published wording beside its numbers; ratios are exact, in per cent or in venues by ``unit``.

    ``freq_n`` holds one number, the two ends of a range, or the numbers to choose from (alternatives).
    ``label`` names the level or object class of a part (A级, 旅行社), "" elsewhere.
    """

    verbatim: str
    ratio_kind: str = "empty"
    ratio_min: Fraction | None = None
    ratio_max: Fraction | None = None
    unit: str | None = None
    ratio_base: str | None = None
    freq_kind: str | None = None
    freq_n: tuple[int, ...] = ()
    freq_window: str | None = None
    remark: str | None = None
    understood: bool = True
    parts: tuple[Wording, ...] = ()
    label: str = ""

    @property
    def ratio_min_bp(self) -> int | None:
        """The least ratio in basis points; None without one, for counts and for ratios finer than 0.01 %."""
        return _basis_points(self.ratio_min, self.unit)

    @property
    def ratio_max_bp(self) -> int | None:
        """The greatest ratio in basis points, as `ratio_min_bp`."""
        return _basis_points(self.ratio_max, self.unit)

    def as_row(self) -> dict[str, Any]:
        """The published columns in order (numbers, words with spaces, None), then understood and parts."""
        row: dict[str, Any] = {"label": self.label} if self.label else {}
        return row | {
            "verbatim": self.verbatim,
            "ratio_kind": self.ratio_kind.replace("_", " "),
            "ratio_min": _printed(self.ratio_min),
            "ratio_max": _printed(self.ratio_max),
            "unit": self.unit,
            "ratio_base": self.ratio_base,
            "freq_kind": self.freq_kind and self.freq_kind.replace("_", " "),
            "freq_n": self._printed_freq_n(),
            "freq_window": self.freq_window,
            "remark": self.remark,
            "understood": self.understood,
            "parts": [part.as_row() for part in self.parts],
        }

    def _printed_freq_n(self) -> int | str | None:
        if len(self.freq_n) > 1:
            return ("-" if self.freq_kind == "range" else " or ").join(map(str, self.freq_n))
        return self.freq_n[0] if self.freq_n else None


def _basis_points(ratio: Fraction | None, unit: str | None) -> int | None:
    if ratio is None or unit != "%" or (ratio * 100).denominator != 1:
        return None
    return int(ratio * 100)


def _printed(ratio: Fraction | None) -> int | float | None:
    """A JSON number; the only place where a ratio leaves exact arithmetic, for the eye."""
    if ratio is None:
        return None
    return int(ratio) if ratio.denominator == 1 else round(float(ratio), 6)
