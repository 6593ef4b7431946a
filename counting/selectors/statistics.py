"""Statistics in their first form: one table, one grouping, each number opening to its rows."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.indicators import counted
from counting.selectors.facts import check_facts
from enforcement.domain.penalties import CLASSES
from enforcement.models import Case
from registry.models import Category, VenueCategory
from scheduling.models import Visit

Groups = dict[str, tuple[str, list[UUID]]]


def statistics(actor: User, table: str, by: str, start: date, end: date) -> dict[str, Any]:
    """Rows {key, name, value, sum_fen} of `table` grouped `by`, largest first; unknown groupings are refused.

    `value` counts visits (家次) or decided cases (件); a visit in two categories stands in both, so columns
    by category may add up to more than the total, and the page says so.
    """
    groups = _groups(actor, table, by, start, end)
    sums = _sums(actor, groups) if table == "cases" else {}
    rows = [
        {"key": key, "name": name, "value": len(ids), "sum_fen": sum(sums.get(uuid, 0) for uuid in ids)}
        for key, (name, ids) in groups.items()
    ]
    if by == "month":
        rows.sort(key=lambda row: str(row["key"]))
    else:
        rows.sort(key=lambda row: (-len(groups[str(row["key"])][1]), str(row["key"])))
    total = len({uuid for _, ids in groups.values() for uuid in ids})
    return {"table": table, "by": by, "groupings": list(TABLES[table]), "total": total, "rows": rows}


def statistics_ids(
    actor: User, table: str, by: str, key: str, start: date, end: date
) -> tuple[str, list[UUID]]:
    """The rows behind one number."""
    groups = _groups(actor, table, by, start, end)
    if key not in groups:
        raise DomainError("not_found", {"key": key})
    return ("case" if table == "cases" else "visit"), groups[key][1]


def _groups(actor: User, table: str, by: str, start: date, end: date) -> Groups:
    rule = _RULES.get((table, by))
    if rule is None:
        raise DomainError("invalid", {"fields": {"by": ["没有这种分组"]}})
    return rule(actor, start, end)


def _grouped(pairs: list[tuple[str, str, UUID]]) -> Groups:
    groups: defaultdict[str, tuple[str, list[UUID]]] = defaultdict(lambda: ("", []))
    for key, name, uuid in pairs:
        ids = groups[key][1]
        ids.append(uuid)
        groups[key] = (name, ids)
    return {key: (name, sorted(set(ids))) for key, (name, ids) in groups.items()}


def _visits(actor: User, start: date, end: date) -> list[Visit]:
    ids = {check.visit for check in counted(check_facts(actor, start, end))}
    rows = Visit.objects.within(actor).filter(uuid__in=ids).select_related("venue__township", "trigger")
    return list(rows)


def _by_category(actor: User, start: date, end: date) -> Groups:
    visits = _visits(actor, start, end)
    names = dict(Category.objects.everywhere("reference").values_list("code", "name_zh"))
    kinds: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = VenueCategory.objects.within(actor).filter(
        venue__in={v.venue_id for v in visits}, left_on__isnull=True
    )
    for venue, code in rows.values_list("venue_id", "category_id"):
        kinds[venue].append(code)
    return _grouped([(c, names.get(c, c), v.uuid) for v in visits for c in kinds[v.venue_id]])


def _by_trigger(actor: User, start: date, end: date) -> Groups:
    return _grouped([(v.trigger_id, v.trigger.name_zh, v.uuid) for v in _visits(actor, start, end)])


def _by_month(actor: User, start: date, end: date) -> Groups:
    rows = _visits(actor, start, end)
    return _grouped(
        [(f"{v.finished_on:%Y-%m}", f"{v.finished_on:%Y-%m}", v.uuid) for v in rows if v.finished_on]
    )


def _by_township(actor: User, start: date, end: date) -> Groups:
    return _grouped(
        [
            (v.venue.township_id or "-", v.venue.township.name if v.venue.township else "未登记街道", v.uuid)
            for v in _visits(actor, start, end)
        ]
    )


def _by_result(actor: User, start: date, end: date) -> Groups:
    from inspections.models import Inspection

    checks = {c.inspection: c.visit for c in counted(check_facts(actor, start, end))}
    rows = Inspection.objects.within(actor).filter(uuid__in=checks).values_list("uuid", "result_codes")
    return _grouped([(code, code, checks[uuid]) for uuid, codes in rows for code in (codes or ["-"])])


def _cases(actor: User, start: date, end: date) -> list[Case]:
    rows = (
        Case.objects.within(actor)
        .filter(decided_on__range=(start, end))
        .select_related("category", "violation", "venue__township")
    )
    return list(rows)


def _case_rule(key: Callable[[Case], tuple[str, str]]) -> Callable[[User, date, date], Groups]:
    def rule(actor: User, start: date, end: date) -> Groups:
        return _grouped([(*key(case), case.uuid) for case in _cases(actor, start, end)])

    return rule


def _case_category(case: Case) -> tuple[str, str]:
    return (case.category_id or "-", case.category.name_zh if case.category else "未分类")


def _case_class(case: Case) -> tuple[str, str]:
    if case.outcome != Case.Outcome.PENALTY:
        return case.outcome, Case.Outcome(case.outcome).label
    return case.heaviest, CLASSES[case.heaviest][0]


def _case_month(case: Case) -> tuple[str, str]:
    month = f"{case.decided_on:%Y-%m}"
    return month, month


def _case_township(case: Case) -> tuple[str, str]:
    township = case.venue.township
    return (township.code, township.name) if township else ("-", "未登记街道")


_RULES: dict[tuple[str, str], Callable[[User, date, date], Groups]] = {
    ("inspections", "category"): _by_category,
    ("inspections", "trigger"): _by_trigger,
    ("inspections", "result"): _by_result,
    ("inspections", "month"): _by_month,
    ("inspections", "township"): _by_township,
    ("cases", "category"): _case_rule(_case_category),
    ("cases", "trigger"): _case_rule(lambda case: (case.source, case.source)),
    ("cases", "class"): _case_rule(_case_class),
    ("cases", "violation"): _case_rule(lambda case: (case.violation_id, case.violation.title_zh)),
    ("cases", "month"): _case_rule(_case_month),
    ("cases", "township"): _case_rule(_case_township),
}

TABLES: dict[str, tuple[str, ...]] = {
    table: tuple(by for (name, by) in _RULES if name == table) for table in ("inspections", "cases")
}


def _sums(actor: User, groups: Groups) -> dict[UUID, int]:
    ids = {uuid for _, found in groups.values() for uuid in found}
    rows = Case.objects.within(actor).filter(uuid__in=ids).values_list("uuid", "fine_fen", "confiscated_fen")
    return {uuid: fine + taken for uuid, fine, taken in rows}
