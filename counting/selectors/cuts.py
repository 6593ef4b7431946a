"""Case statistics (案件统计): cases decided or closed in a period, cut any way; 表一 of the yearbook."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from backend.domain.errors import DomainError
from backend.models import Organ, User
from counting.domain.cuts import Cut, CutFact, Key, cut
from counting.domain.yearbook import Decision, Line, yearbook
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES, OUTCOMES, total_fen
from enforcement.domain.sources import SOURCES
from enforcement.models import Case
from registry.models import Venue

NONE = "-"  # the key of what has no value in a dimension


def organs_seen(actor: User) -> list[Organ]:
    """The organs whose cases this person may count: those of his tree."""
    return list(Organ.objects.within(actor).order_by("code"))


def cases_decided(actor: User, start: date, end: date, organ: str = "") -> QuerySet[Case]:
    """Counted cases decided in the period, of one organ or all in scope; a foreign one is `invalid`."""
    rows = Case.objects.within(actor).filter(decided_on__range=(start, end), counts=True)
    return _of_organ(rows, actor, organ)


def cases_closed(actor: User, start: date, end: date, organ: str = "") -> QuerySet[Case]:
    """Cases closed in the period (办结), with a decision or before one; a withdrawn one counts here alone."""
    counted = Q(counts=True) | Q(closing_type="withdrawn")
    rows = Case.objects.within(actor).filter(counted, closed_on__range=(start, end)).exclude(closing_type="")
    return _of_organ(rows, actor, organ)


def _of_organ(rows: QuerySet[Case], actor: User, organ: str) -> QuerySet[Case]:
    if not organ:
        return rows
    if organ not in {one.code for one in organs_seen(actor)}:
        raise DomainError("invalid", {"fields": {"organ": ["不在您的辖区"]}})
    return rows.filter(organ=organ)


def case_facts(actor: User, start: date, end: date, organ: str = "", by: Sequence[str] = ()) -> list[CutFact]:
    """The cases of the period with their key in every dimension; one query.

    Grouped `by` the way they closed they are those closed in it, each on that day; else those decided. The
    sum of a decision that was withdrawn is none.
    """
    closing = "closing" in by
    rows = (cases_closed if closing else cases_decided)(actor, start, end, organ)
    found = []
    for case in rows.select_related("category", "violation", "venue__township", "organ"):
        on = (case.closed_on if closing else case.decided_on) or end
        keys = {name: rule(case) for name, rule in DIMENSIONS.items()} | {"month": month_key(on)}
        sum_fen = total_fen(case.fine_fen, case.confiscated_fen) if case.counts else 0
        found.append(CutFact(case.uuid, on, keys, sum_fen))
    return found


def case_cut(actor: User, rows: str, columns: str, start: date, end: date, organ: str = "") -> Cut:
    """Cases by `rows`, across by `columns` unless that is ""; `invalid` for a dimension that is none."""
    for name, value in (("rows", rows), ("columns", columns)):
        if value not in DIMENSIONS and (name == "rows" or value):
            raise DomainError("invalid", {"fields": {name: ["没有这种分组"]}})
    if rows == columns:
        raise DomainError("invalid", {"fields": {"columns": ["行和列不能相同"]}})
    return cut(case_facts(actor, start, end, organ, (rows, columns)), rows, columns, order=_ORDER)


def case_rows(rows: str, columns: str) -> str:
    """Which kind of rows a cut opens to: cases on the day they closed, else on the day decided."""
    return "closed_case" if "closing" in (rows, columns) else "case"


def case_yearbook(actor: User, year: int, organ: str = "") -> tuple[list[tuple[str, str, Line]], Line]:
    """表一 of a year: (organ, its name, its line) for each organ with a penalty, and the line of all."""
    rows = cases_decided(actor, date(year, 1, 1), date(year, 12, 31), organ)
    decisions = [
        Decision(uuid, of, on, outcome, classes, fine, confiscated)
        for uuid, of, on, outcome, classes, fine, confiscated in rows.values_list(
            "uuid", "organ_id", "decided_on", "outcome", "penalty_classes", "fine_fen", "confiscated_fen"
        )
        if on is not None
    ]
    lines, whole = yearbook(decisions, year)
    names = {one.code: one.name for one in organs_seen(actor)}
    return [(code, names[code], line) for code, line in lines.items()], whole


def month_key(on: date) -> Key:
    """2026-09."""
    return f"{on:%Y-%m}", f"{on.year}年{on.month}月", f"{on:%Y-%m}"


def township_key(venue: Venue) -> Key:
    """The street or township of a venue."""
    place = venue.township
    return (place.code, place.name, place.name) if place else (NONE, "未登记街道", "No township")


def _category(case: Case) -> Key:
    row = case.category
    return (row.code, row.name_zh, row.name_en) if row else (NONE, "未分类", "No category")


def _class(case: Case) -> Key:
    """V38: one decision stands once, in its heaviest class; other decisions by their outcome."""
    if not case.outcome:
        return NONE, "未作决定", "Not decided"
    if case.outcome != Case.Outcome.PENALTY:
        return case.outcome, *OUTCOMES[case.outcome]
    heaviest = case.heaviest or "other"
    return heaviest, *CLASSES[heaviest]


def _closing(case: Case) -> Key:
    if not case.closing_type:
        return NONE, "未结案", "Not closed"
    return case.closing_type, *CLOSING_TYPES[case.closing_type]


DIMENSIONS: dict[str, Callable[[Case], Key]] = {
    "category": _category,
    "violation": lambda case: (case.violation_id, case.violation.title_zh, case.violation.title_en),
    "trigger": lambda case: (case.source, *SOURCES[case.source]),
    "closing": _closing,
    "class": _class,
    "month": lambda case: month_key(case.decided_on or case.filed_on),
    "organ": lambda case: (case.organ_id, case.organ.name, case.organ.name),
    "township": lambda case: township_key(case.venue),
}
_ORDER = {"class": (*CLASSES, *OUTCOMES), "closing": tuple(CLOSING_TYPES)}
