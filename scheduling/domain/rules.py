"""The rules of a draw as a planner types them, and the policy of SSJ-DRAW/1 they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from scheduling.domain.caps import Caps, cap_of_category, may_exceed, strictest
from scheduling.domain.policy import REPLACE_CODES, REST, Policy
from scheduling.domain.text import CLASSES

LEAD = "L:"
UNIT = "U:"
# more visits than a year has days: a cap no venue reaches
NO_CAP = 366


def _ratios() -> dict[str, int]:
    return {"A": 200, "B": 500, "C": 2100, "D": 6100}


def _ones() -> dict[str, int]:
    return dict.fromkeys(CLASSES, 1)


def _weights() -> dict[str, int]:
    return {"A": 1, "B": 2, "C": 4, "D": 8}


def _intervals() -> dict[str, int]:
    return {"A": 365, "B": 180, "C": 90, "D": 0}


@dataclass(frozen=True)
class Rules:
    """Ratios in basis points and minima per credit grade, what is left out, how teams are made.

    `officer_cap`: new visits one officer may get in this draw. `rotation_natural_days`: whoever inspected a
    venue within so many days does not go there again (轮换), 0 = no rotation. `leave_natural_days`: an
    officer away for more days of the visiting period than this is off duty for it. `cap_by_category` can only
    be stricter than the published cap, never more generous; `*` = the rest. `extra`: what each
    supplementary draw (补抽) would take, announced with the commit.
    """

    bp: Mapping[str, int] = field(default_factory=_ratios)
    least: Mapping[str, int] = field(default_factory=_ones)
    weights: Mapping[str, int] = field(default_factory=_weights)
    overall: int = 500
    exclude_natural_days: Mapping[str, int] = field(default_factory=_intervals)
    exclude_by_category: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cap_by_category: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lift_recent: bool = True
    cell_least: Mapping[str, int] = field(default_factory=dict)
    relax: Sequence[str] = ("cap", "rotation")
    cap_step: int = 1
    officer_cap: int = 20
    rotation_natural_days: int = 365
    leave_natural_days: int = 0
    team_size: int = 2
    lead_qualified: bool = True
    others_qualified: bool = False
    key_exceeds_cap: bool = False
    extra: Sequence[Mapping[str, int]] = ()

    @classmethod
    def of(cls, typed: Mapping[str, Any]) -> Self:
        """From what was stored; names this version does not know are refused by the constructor."""
        return cls(**typed)

    def as_dict(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return asdict(self)


RULE_NAMES = tuple(entry.name for entry in fields(Rules))


class Kind(NamedTuple):
    """The type of a venue in its cell: the category it is drawn under, and the one its cap comes from."""

    category: str
    cap_from: str

    @property
    def word(self) -> str:
        """As the cell spells it: `NET`, or `NET+KTV` when the stricter cap of another category holds."""
        return self.category if self.cap_from == self.category else f"{self.category}+{self.cap_from}"


class Joint(NamedTuple):
    """The organ that leads a joint draw, and how many seats each of the others has."""

    lead: str
    seats: Sequence[tuple[str, int]]


def kind_of(caps: Caps, categories: Sequence[str], wanted: Iterable[str], grade: str) -> Kind:
    """The first of the venue's categories that the draw is about, and where its yearly cap comes from."""
    about = set(wanted)
    drawn = next(code for code in categories if code in about)
    limit, source = strictest(caps, categories, grade)
    return Kind(drawn, drawn if cap_of_category(caps, drawn, grade) == limit else source)


def seats(rules: Rules, category: str, joint: "Joint | None" = None) -> list[str]:
    """What each seat of a team asks: the lead seat first, of a joint draw each organ's seats last (N12)."""
    own = UNIT + joint.lead if joint else ""
    lead = LEAD + category if rules.lead_qualified else own
    other = category if rules.others_qualified else own
    partners = joint.seats if joint else ()
    return [
        lead, *[other] * (rules.team_size - 1), *[UNIT + organ for organ, n in partners for _ in range(n)]
    ]  # fmt: skip


def policy_of(
    rules: Rules,
    caps: Caps,
    kinds: Iterable[Kind],
    *,
    item_class: str,
    asof: date,
    first: date,
    last: date,
    joint: Joint | None = None,
) -> Policy:
    """The policy the commit holds; every kind of venue is named, `*` stands for kinds nobody has."""
    exempt = may_exceed(item_class=item_class, key_exceeds_cap=rules.key_exceeds_cap)
    named = {kind.word: kind for kind in kinds}

    def limits(kind: Kind) -> dict[str, int]:
        if exempt:
            return dict.fromkeys(CLASSES, NO_CAP)
        stricter = rules.cap_by_category.get(kind.category, rules.cap_by_category.get(REST, {}))
        return {
            cls: min(cap_of_category(caps, kind.cap_from, cls), stricter.get(cls, NO_CAP)) for cls in CLASSES
        }

    intervals = {
        word: dict(rules.exclude_by_category[kind.category])
        for word, kind in named.items()
        if kind.category in rules.exclude_by_category
    }

    return {
        "asof": asof.isoformat(),
        "bp": dict(rules.bp),
        "cap_step": rules.cap_step,
        "cellmin": dict(rules.cell_least),
        "exclude_days": {REST: dict(rules.exclude_natural_days), **intervals},
        "lift": ["recent"] if rules.lift_recent else [],
        "max_count": {REST: limits(Kind(REST, REST)), **{word: limits(kind) for word, kind in named.items()}},
        "max_extra": [dict(more) for more in rules.extra],
        "min": dict(rules.least),
        "overall": rules.overall,
        "relax": list(rules.relax),
        "replace": list(REPLACE_CODES),
        "rotation": "",
        "seats": {
            REST: [""] * rules.team_size,
            **{word: seats(rules, kind.category, joint) for word, kind in named.items()},
        },
        "visit": [first.isoformat(), last.isoformat()],
        "w": dict(rules.weights),
    }


def duty_window(
    first: date, last: date, leaves: Iterable[tuple[date, date]], tolerated: int
) -> tuple[date, date]:
    """The on-duty window of an officer in a visiting period: all of it, or the longest stretch without leave.

    Leave of no more than `tolerated` natural days of the period does not count. Away all the time: the
    window lies after the period.
    """
    away = {day for start, end in leaves for day in _days(max(start, first), min(end, last))}
    if len(away) <= tolerated:
        return first, last
    best, begun = (last + timedelta(days=1), last + timedelta(days=1)), None
    length = 0
    for day in _days(first, last + timedelta(days=1)):
        if day in away or day > last:
            if begun is not None and (day - begun).days > length:
                best, length = (begun, day - timedelta(days=1)), (day - begun).days
            begun = None
        elif begun is None:
            begun = day
    return best


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
