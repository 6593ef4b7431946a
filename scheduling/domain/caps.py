"""How many visits a venue may have in a year (年度频次上限), and which rule says so."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

# 国办发〔2024〕54号 leaves the number to each organ; until it has set one, this many
DEFAULT_CAP = 2
DEFAULT_SOURCE = "默认值，待本机关公布"
REST = "*"

# (category, grade) → visits a year; `*` = the rest
Caps = Mapping[tuple[str, str], int]


class Cap(NamedTuple):
    """Visits of the year that count: made, arranged but not yet made, and the limit."""

    used: int
    reserved: int
    limit: int

    @property
    def reached(self) -> bool:
        """Whether one more could not be planned."""
        return self.used + self.reserved >= self.limit


def cap_of_category(caps: Caps, category: str, grade: str) -> int:
    """The most specific rule: category and grade, then the category, then the grade, then the rest."""
    for key in ((category, grade), (category, REST), (REST, grade), (REST, REST)):
        if key in caps:
            return caps[key]
    return DEFAULT_CAP


def strictest(caps: Caps, categories: Iterable[str], grade: str) -> tuple[int, str]:
    """The limit of a venue of several categories and the category it comes from: the smallest wins.

    Of equals the first; a venue without a category has the rule of the rest.
    """
    found = [(cap_of_category(caps, code, grade), code) for code in categories]
    return min(found, key=lambda pair: pair[0], default=(cap_of_category(caps, REST, grade), REST))


def counts_to_cap(*, trigger_counts: bool, remote: bool) -> bool:
    """A remote check (非现场监管) enters nobody's premises and is never counted."""
    return trigger_counts and not remote


def may_exceed(*, item_class: str, key_exceeds_cap: bool) -> bool:
    """Key items (重点检查事项) may exceed the cap, and only where the rules of the draw say so (V05)."""
    return item_class == "key" and key_exceeds_cap
