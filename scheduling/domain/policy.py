"""What a commit fixes besides the rosters: ratios, exclusions, seats, relaxations (N8–N14)."""

from collections.abc import Mapping
from typing import Any, TypedDict, cast

from scheduling.domain import shape
from scheduling.domain.refusal import refuse

RELAXATIONS = ("cap", "rotation", "town", "load")
REPLACE_CODES = ("cancelled", "moved", "suspended", "duplicate")
OFFICER_CODES = ("leave", "sick", "transfer", "recusal")
REST = "*"

_RULE = "N9"


class Policy(TypedDict):
    """Ratios in basis points; `exclude_days` and `max_count` go by type and class, `*` for the rest."""

    asof: str
    bp: dict[str, int]
    cap_step: int
    cellmin: dict[str, int]
    exclude_days: dict[str, dict[str, int]]
    lift: list[str]
    max_count: dict[str, dict[str, int]]
    max_extra: list[dict[str, int]]
    min: dict[str, int]
    overall: int
    relax: list[str]
    replace: list[str]
    rotation: str
    seats: dict[str, list[str]]
    visit: list[str]
    w: dict[str, int]


def _seats(value: Any, where: str) -> None:
    for venue_type, needs in shape.mapping(value, _RULE, where).items():
        place = f"{where}.{venue_type}"
        if len(shape.array(needs, _RULE, place)) < 2:
            refuse("N12", place, "a team has two seats or more")
        if len(needs) > 256:
            refuse("N13", place, "a slot is one byte")
        for need in needs:
            shape.text(need, _RULE, place)


def _by_type(value: Any, where: str) -> None:
    for venue_type, numbers in shape.mapping(value, _RULE, where).items():
        shape.per_class(numbers, _RULE, f"{where}.{venue_type}")


def policy_read(value: Any, where: str = "policy") -> Policy:
    """The policy, typed; an unknown key, a negative number or a strange word is refused."""
    found = shape.members(value, Policy.__required_keys__, _RULE, where)
    shape.day(found["asof"], _RULE, f"{where}.asof")
    for key in ("bp", "cellmin", "min", "w"):
        shape.per_class(found[key], _RULE, f"{where}.{key}")
    for key in ("cap_step", "overall"):
        shape.whole(found[key], _RULE, f"{where}.{key}")
    for key in ("exclude_days", "max_count"):
        _by_type(found[key], f"{where}.{key}")
    for extra in shape.array(found["max_extra"], _RULE, f"{where}.max_extra"):
        shape.per_class(extra, _RULE, f"{where}.max_extra")
    shape.words(found["lift"], ("recent",), _RULE, f"{where}.lift")
    shape.words(found["relax"], RELAXATIONS, _RULE, f"{where}.relax")
    shape.words(found["replace"], REPLACE_CODES, _RULE, f"{where}.replace")
    shape.digest(found["rotation"], _RULE, f"{where}.rotation", or_empty=True)
    _seats(found["seats"], f"{where}.seats")
    visit = [
        shape.day(day, _RULE, f"{where}.visit")
        for day in shape.array(found["visit"], _RULE, f"{where}.visit")
    ]
    if len(visit) != 2 or visit[0] > visit[1]:
        refuse(_RULE, f"{where}.visit", "not a first and a last day")
    return cast("Policy", found)


def of_type(table: Mapping[str, Any], venue_type: str, where: str) -> Any:
    """The entry of a type, or the one of `*`."""
    found = table.get(venue_type, table.get(REST))
    if found is None:
        refuse(_RULE, where, f"nothing is said for the type {venue_type!r}")
    return found


def of_class(numbers: Mapping[str, int], cls: str, where: str) -> int:
    """The number of a class that has venues."""
    if cls not in numbers:
        refuse(_RULE, where, f"nothing is said for the class {cls}")
    return numbers[cls]
