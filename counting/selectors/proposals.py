"""The next draws proposed for a year, each ready to be drafted, with its ground and what it yields."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from counting.domain.feasibility import ceil_share
from counting.domain.proposals import Due, Pool, Proposal, Proposals, by_grade, proposals_of
from counting.selectors.feasibility import SAMPLING, SHARE_BP
from counting.selectors.standing import YearStanding, row_window, workdays
from registry.models import CheckItem
from scheduling.domain.quota import Share
from scheduling.domain.rules import Rules
from scheduling.models import Draw, PlanRow
from scheduling.selectors.policies import policy_in_force, rules_standard

# the register of the organ as one row: what 全年抽查比例 still needs
WHOLE = UUID(int=0)
ITEMS_MOST = 300
GRADES = "ABCD"


def proposals_for(year: YearStanding) -> Proposals:
    """The draws of the actor's own organ that meet all its plan rows and the share of the year."""
    last = date(year.year, 12, 31)
    tomorrow = max(year.today + timedelta(days=1), date(year.year, 1, 1))
    return proposals_of(
        _dues(year, tomorrow, last), pool_of(year), workdays(year.calendar, tomorrow, last), year.today
    )


def pool_of(year: YearStanding) -> Pool:
    """The organ's open venues with room under their cap, by category."""
    own = {s.venue for s in year.supply.stands if s.organ == year.actor.organ_id and s.room}
    members: dict[str, set[UUID]] = {}
    for venue in own:
        for code in year.categories[venue]:
            members.setdefault(code, set()).add(venue)
    return Pool(
        {code: frozenset(members[code]) for code in sorted(members)},
        {venue: year.room[venue] for venue in sorted(own)},
    )


def _dues(year: YearStanding, tomorrow: date, last: date) -> list[Due]:
    dues = []
    begun = _begun(year)
    for check, row in zip(year.checks, year.rows, strict=True):
        owed = check.to_draw - begun[row.pk]
        if row.organ_id != year.actor.organ_id or not check.row.register or owed <= 0:
            continue
        start, end = row_window(row, year.year)
        late = end < tomorrow
        days = (tomorrow, last) if late else (max(start, tomorrow), min(end, last))
        dues.append(Due(check.row.plan_row, frozenset(row.categories), owed, check.row.free, *days, late))
    whole = year.whole
    need = ceil_share(len(whole.register), year.target(SAMPLING, SHARE_BP))
    left = need - len(whole.done) - len(whole.ahead) - sum(begun.values())
    if left > 0:
        every = frozenset(code for codes in year.categories.values() for code in codes)
        dues.append(Due(WHOLE, every, left, whole.free, tomorrow, last))
    return dues


def _begun(year: YearStanding) -> Counter[UUID]:
    """plan row → venues that draws drafted or committed for it will bring: nothing is proposed twice."""
    registers = {fact.plan_row: len(fact.register) for fact in year.facts.plan_rows}
    rows = Draw.objects.within(year.actor).filter(
        state__in=(Draw.State.DRAFTED, Draw.State.COMMITTED),
        visit_to__gte=year.today,
        plan_row__in=list(registers),
    )
    found: Counter[UUID] = Counter()
    for draw in rows.prefetch_related("further"):
        own = draw.plan_row_id
        if own is None:
            continue
        rules = Rules.of(draw.rules)
        typed = max(sum(rules.least.values()), ceil_share(registers[own], rules.overall))
        for row in (own, *(other.plan_row_id for other in draw.further.all())):
            found[row] += sum(draw.quota.values()) or typed
    return found


def proposals_card(year: YearStanding, found: Proposals) -> dict[str, Any]:
    """As it goes over the wire: each draw with the draft it would become."""
    rows = {row.pk: row for row in year.rows}
    items = _items(year, found)
    left = {due.plan_row: due.left for due in _dues(year, year.today, date(year.year, 12, 31))}
    policy = policy_in_force(year.actor.organ_id or "", year.today)
    graded = [
        _by_grade(year, draw, Rules.of(rules_standard(policy, draw.categories))) for draw in found.draws
    ]
    visits = sum(sum(grades.values()) for grades in graded)
    return {
        "year": year.year,
        "visits": visits,
        "bound": found.bound,
        "fewest": visits == found.bound,
        "capacity": sum(day.teams for day in year.supply.days) * year.supply.per_team_day,
        "draws": [_card(draw, by, rows, items) for draw, by in zip(found.draws, graded, strict=True)],
        "unmet": [_row(rows, row.plan_row) | {"left": row.left} for row in found.unmet],
        "due": [_row(rows, uuid) | {"left": n} for uuid, n in left.items()],
    }


def _row(rows: dict[UUID, PlanRow], uuid: UUID) -> dict[str, Any]:
    """A plan row by name; the share of the whole year has none."""
    row = rows.get(uuid)
    return {"plan_row": row.pk if row else None, "item": row.item if row else ""}


def _card(
    draw: Proposal, graded: dict[str, int], rows: dict[UUID, PlanRow], items: dict[str, list[str]]
) -> dict[str, Any]:
    served = [rows[uuid] for uuid in draw.rows if uuid in rows]
    first = served[0] if served else None
    listed = list(dict.fromkeys(code for category in draw.categories for code in items.get(category, ())))
    return {
        "draw_by": draw.draw_by,
        "visit_from": draw.visit_from,
        "visit_to": draw.visit_to,
        "count": sum(graded.values()),
        "policy_more": sum(graded.values()) - draw.count,
        "pool": draw.pool,
        "late": draw.late,
        "rows": [_row(rows, uuid) for uuid in draw.rows],
        "draft": {
            "title": (first.item if first else "全年抽查比例补抽")[:60],
            "plan_row": first.pk if first else None,
            "further_rows": [row.pk for row in served[1:]],
            "categories": list(draw.categories),
            "items": listed[:ITEMS_MOST],
            "item_class": "key" if first and first.item_class == "key" else "general",
            "basis": first.basis if first else "",
            "rules": {"least": graded, "overall": 0},
            "visit_from": draw.visit_from,
            "visit_to": draw.visit_to,
        },
    }


def _by_grade(year: YearStanding, draw: Proposal, rules: Rules) -> dict[str, int]:
    """The venues to draw by credit grade: what the policy asks of each, the rest by risk."""
    wanted = set(draw.categories)
    own = [s for s in year.supply.stands if s.organ == year.actor.organ_id]
    held = [s for s in own if wanted & set(year.categories.get(s.venue, ()))]
    registered = Counter(year.grades[s.venue] for s in held)
    free = Counter(year.grades[s.venue] for s in held if s.room)
    return by_grade(
        draw.count,
        {
            grade: Share(
                registered[grade], free[grade], rules.bp[grade], rules.least[grade], rules.weights[grade]
            )
            for grade in GRADES
        },
    )


def _items(year: YearStanding, found: Proposals) -> dict[str, list[str]]:
    """category → the items to check: those of the last draw for one of its rows, else all in force."""
    wanted = sorted({code for draw in found.draws for code in draw.categories})
    on = year.today
    rows = CheckItem.objects.everywhere("reference").filter(
        Q(in_force_from__isnull=True) | Q(in_force_from__lte=on),
        Q(in_force_to__isnull=True) | Q(in_force_to__gte=on),
        category__in=wanted,
    )
    listed: dict[str, list[str]] = {}
    for code, category in rows.order_by("category__position", "position").values_list("code", "category_id"):
        listed.setdefault(str(category), []).append(code)
    before = _items_before(year, [row for draw in found.draws for row in draw.rows])
    return {
        category: [code for code in codes if code in before] or codes for category, codes in listed.items()
    }


def _items_before(year: YearStanding, rows: Iterable[UUID]) -> set[str]:
    drawn = Draw.objects.within(year.actor).filter(plan_row__in=set(rows), state=Draw.State.DRAWN)
    found: Sequence[list[str]] = list(drawn.values_list("items", flat=True))
    return {code for items in found for code in items}
