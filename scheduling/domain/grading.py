"""The draw policy (分级分类抽查办法): what each category and credit grade asks of a draw."""

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from scheduling.domain.caps import REST, Caps, cap_of_category
from scheduling.domain.text import CLASSES

BOUNDS: Mapping[str, int] = {
    "bp": 10000, "least": 1000, "weight": 1000, "cap": 366, "exclude_natural_days": 3650,
}  # fmt: skip


class GradeRule(NamedTuple):
    """Ratio in basis points, least number, weight of a deficit, cap (None = as published), interval."""

    bp: int
    least: int
    weight: int
    cap: int | None
    exclude_natural_days: int

    def as_dict(self) -> dict[str, int | None]:
        """As it is stored and shown."""
        return self._asdict()


# category or `*` → grade → rule; every row has all four grades, and `*` is there
Table = Mapping[str, Mapping[str, GradeRule]]


def table_faults(raw: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Where a table as typed is not whole, `category.grade.field` each; empty = it can be read."""
    faults = [] if REST in raw else [REST]
    for category, row in raw.items():
        for grade in CLASSES:
            cell = row.get(grade, {})
            faults += [
                f"{category}.{grade}.{name}"
                for name, most in BOUNDS.items()
                if not _fits(cell.get(name), most, empty=name == "cap")
            ]
    return faults


def _fits(value: Any, most: int, *, empty: bool) -> bool:
    if value is None:
        return empty
    return type(value) is int and 0 <= value <= most


def table_read(raw: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Table:
    """The table, typed; one that has faults is refused by the tuples."""
    return {
        category: {grade: GradeRule(**{name: row[grade][name] for name in BOUNDS}) for grade in CLASSES}
        for category, row in raw.items()
    }


def table_write(table: Table) -> dict[str, dict[str, dict[str, int | None]]]:
    """As it is stored."""
    return {
        category: {grade: rule.as_dict() for grade, rule in row.items()} for category, row in table.items()
    }


def row_of(table: Table, category: str) -> Mapping[str, GradeRule]:
    """The row of a category, or the one of the rest."""
    return table.get(category, table[REST])


def defaults(table: Table, categories: Iterable[str]) -> dict[str, Any]:
    """What a draw over these categories starts from: rule names of a draw and their values.

    SSJ-DRAW/1 has one ratio per class for the whole roster (N10), so a draw over several categories takes
    the highest ratio and least number of theirs; intervals and caps stay each category's own (N8).
    """
    named = sorted(set(categories))
    rows = [row_of(table, code) for code in named] or [table[REST]]
    own = [code for code in named if code in table and code != REST]

    def highest(field: str) -> dict[str, int]:
        return {grade: max(getattr(row[grade], field) for row in rows) for grade in CLASSES}

    rest = table[REST]
    return {
        "bp": highest("bp"),
        "least": highest("least"),
        "weights": highest("weight"),
        "exclude_natural_days": {grade: rest[grade].exclude_natural_days for grade in CLASSES},
        "exclude_by_category": {
            code: {grade: table[code][grade].exclude_natural_days for grade in CLASSES} for code in own
        },
        "cap_by_category": {
            code: kept
            for code in (REST, *own)
            if (kept := {g: cap for g in CLASSES if (cap := table[code][g].cap) is not None})
        },
    }


def mixed(table: Table, categories: Collection[str]) -> bool:
    """Whether categories of one draw have different ratios or least numbers, so that the highest counts."""
    rows = {tuple((rule.bp, rule.least) for rule in row_of(table, code).values()) for code in categories}
    return len(rows) > 1


def remarks(table: Table, caps: Caps) -> list[dict[str, str]]:
    """What a reader of the policy should look at twice; none of it is refused.

    `cap`: above the published cap, which holds all the same. `ratio`, `interval`: a riskier grade is drawn
    less, or left alone longer, than a better one.
    """
    found = []
    for category, row in sorted(table.items()):
        for better, worse in pairwise(CLASSES):
            if row[worse].bp < row[better].bp:
                found.append({"category": category, "grade": worse, "code": "ratio"})
            if row[worse].exclude_natural_days > row[better].exclude_natural_days:
                found.append({"category": category, "grade": worse, "code": "interval"})
        for grade, rule in row.items():
            if rule.cap is not None and rule.cap > cap_of_category(caps, category, grade):
                found.append({"category": category, "grade": grade, "code": "cap"})
    return found


def departures(rules: Mapping[str, Any], standard: Mapping[str, Any]) -> list[str]:
    """Names of the rules in which a draw differs from its policy, in the policy's order."""
    return [name for name, value in standard.items() if rules.get(name) != value]
