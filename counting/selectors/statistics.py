"""Statistics in their first form: one table, one grouping, each number opening to its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.cuts import WHOLE, Key
from counting.domain.facts import CheckFact
from counting.domain.indicators import counted
from counting.selectors.cuts import DIMENSIONS, NONE, case_facts, month_key, township_key
from counting.selectors.facts import check_facts
from counting.selectors.tallies import BY, TALLIES
from inspections.domain.results import CODES
from inspections.models import Inspection
from registry.models import Category, Venue, VenueCategory
from scheduling.models import Visit


@dataclass(frozen=True, slots=True)
class Group:
    """One number: its key and words, its rows newest first, and the sum of the decisions in fen."""

    key: str
    name: str
    name_en: str
    ids: tuple[UUID, ...]
    sum_fen: int


@dataclass(frozen=True, slots=True)
class Statistic:
    """A table grouped one way. `kind` is the kind of its rows; `total` counts distinct rows.

    A visit in two categories or with two results stands in both groups, so groups may add up to more.
    """

    table: str
    by: str
    kind: str
    groups: tuple[Group, ...]
    whole: tuple[UUID, ...]  # each row once, newest first
    sum_fen: int

    @property
    def total(self) -> int:
        """Of distinct rows."""
        return len(self.whole)

    def group(self, key: str) -> Group:
        """One group, or all of them for WHOLE; `not_found`."""
        if key == WHOLE:
            return Group(WHOLE, "合计", "Total", self.whole, self.sum_fen)
        for group in self.groups:
            if group.key == key:
                return group
        raise DomainError("not_found", {"key": key})

    def card(self) -> dict[str, Any]:
        """As it is shown."""
        return {
            "table": self.table,
            "by": self.by,
            "groupings": list(TABLES[self.table]),
            "total": self.total,
            "sum_fen": self.sum_fen,
            "rows": [
                {
                    "key": g.key,
                    "name": g.name,
                    "name_en": g.name_en,
                    "value": len(g.ids),
                    "sum_fen": g.sum_fen,
                }
                for g in self.groups
            ],
        }


@dataclass(frozen=True, slots=True)
class _Member:
    """One visit or case in one group."""

    key: Key
    uuid: UUID
    on: date
    fen: int = 0


def statistic(actor: User, table: str, by: str, start: date, end: date) -> Statistic:
    """`table` grouped `by`: visits that count (家次), cases decided (件) with their sums, leads, hazards.

    Months in order, all else largest first.
    """
    if by not in TABLES[table]:
        raise DomainError("invalid", {"fields": {"by": ["没有这种分组"]}})
    members = _MEMBERS[table](actor, by, start, end)
    rows = {member.uuid: member.fen for member in _newest(members)}
    groups = _grouped(members)
    order = (lambda g: (0, g.key)) if by == "month" else (lambda g: (-len(g.ids), g.key))
    return Statistic(
        table, by, _KINDS[table], tuple(sorted(groups, key=order)), tuple(rows), sum(rows.values())
    )


def _newest(members: Iterable[_Member]) -> list[_Member]:
    return sorted(members, key=lambda m: (-m.on.toordinal(), m.uuid.int))


def _grouped(members: Iterable[_Member]) -> list[Group]:
    found: defaultdict[str, dict[UUID, _Member]] = defaultdict(dict)
    for member in members:
        found[member.key[0]][member.uuid] = member
    groups = []
    for rows in found.values():
        ordered = _newest(rows.values())
        key, name, name_en = ordered[0].key
        groups.append(Group(key, name, name_en, tuple(m.uuid for m in ordered), sum(m.fen for m in ordered)))
    return groups


# Inspections ------------------------------------------------------------------------------------
Rule = Callable[[User, list[CheckFact]], dict[UUID, list[Key]]]


def _visits(actor: User, by: str, start: date, end: date) -> list[_Member]:
    """The visits that count, once in each of their groups; a joint visit by any of its records."""
    checks = counted(check_facts(actor, start, end))
    keys = _VISIT_RULES[by](actor, checks)
    return [_Member(key, c.visit, c.on) for c in checks for key in keys[c.inspection]]


def _visit_month(_: User, checks: list[CheckFact]) -> dict[UUID, list[Key]]:
    return {check.inspection: [month_key(check.on)] for check in checks}


def _visit_category(_: User, checks: list[CheckFact]) -> dict[UUID, list[Key]]:
    """The categories the venue was in on the day of the visit."""
    names = {row.code: row for row in Category.objects.everywhere("reference").all()}
    spans: defaultdict[UUID, list[tuple[str, date, date | None]]] = defaultdict(list)
    rows = VenueCategory.objects.everywhere("guard").values_list(
        "venue_id", "category_id", "entered_on", "left_on"
    )
    for venue, code, entered, left in _of(rows, "venue", (c.venue for c in checks)):
        spans[venue].append((code, entered, left))

    def keys(check: CheckFact) -> list[Key]:
        there = {
            code
            for code, entered, left in spans[check.venue]
            if entered <= check.on and (left is None or left > check.on)
        }
        found = [(code, names[code].name_zh, names[code].name_en) for code in sorted(there)]
        return found or [(NONE, "未分类", "No category")]

    return {check.inspection: keys(check) for check in checks}


def _visit_township(_: User, checks: list[CheckFact]) -> dict[UUID, list[Key]]:
    rows = Venue.objects.everywhere("guard").select_related("township")
    keys = {row.uuid: township_key(row) for row in _of(rows, "uuid", (c.venue for c in checks))}
    return {check.inspection: [keys[check.venue]] for check in checks}


def _visit_trigger(_: User, checks: list[CheckFact]) -> dict[UUID, list[Key]]:
    rows = Visit.objects.everywhere("guard").values_list(
        "uuid", "trigger_id", "trigger__name_zh", "trigger__name_en"
    )
    keys = {uuid: (code, zh, en) for uuid, code, zh, en in _of(rows, "uuid", (c.visit for c in checks))}
    return {check.inspection: [keys[check.visit]] for check in checks}


def _visit_result(actor: User, checks: list[CheckFact]) -> dict[UUID, list[Key]]:
    """By the words of the result codes; a record may give several."""
    rows = Inspection.objects.within(actor).values_list("uuid", "result_codes")
    codes = dict(_of(rows, "uuid", (c.inspection for c in checks)))
    return {
        check.inspection: [_result(code) for code in codes[check.inspection] or [NONE]] for check in checks
    }


def _result(code: str) -> Key:
    name, name_en = CODES.get(code, ("未填结果", "No result") if code == NONE else (code, code))
    return code, name, name_en


_VISIT_RULES: dict[str, Rule] = {
    "category": _visit_category,
    "trigger": _visit_trigger,
    "result": _visit_result,
    "month": _visit_month,
    "township": _visit_township,
}


# A statement may hold some 30,000 parameters on SQLite.
_CHUNK = 10_000


def _of(rows: QuerySet[Any, Any], field: str, ids: Iterable[UUID]) -> Iterator[Any]:
    """The rows whose `field` is one of `ids`, however many they are."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        yield from rows.filter(**{f"{field}__in": wanted[start : start + _CHUNK]})


# Cases ------------------------------------------------------------------------------------------
def _cases(actor: User, by: str, start: date, end: date) -> list[_Member]:
    """The cases decided, by their closing those closed, each in its one group."""
    facts = case_facts(actor, start, end, by=(by,))
    return [_Member(fact.keys[by], fact.uuid, fact.on, fact.fen) for fact in facts]


def _tallied(table: str) -> "Callable[[User, str, date, date], list[_Member]]":
    def members(actor: User, by: str, start: date, end: date) -> list[_Member]:
        return [
            _Member(key, one.uuid, one.on)
            for one in TALLIES[table](actor, by, start, end)
            for key in one.keys
        ]

    return members


TABLES: dict[str, tuple[str, ...]] = {
    "inspections": tuple(_VISIT_RULES),
    "cases": tuple(DIMENSIONS),
    **BY,
}
_KINDS = {"inspections": "visit", "cases": "case", "leads": "lead", "hazards": "hazard"}
_MEMBERS: dict[str, Callable[[User, str, date, date], list[_Member]]] = {
    "inspections": _visits,
    "cases": _cases,
    **{table: _tallied(table) for table in TALLIES},
}
