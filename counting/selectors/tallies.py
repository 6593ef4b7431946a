"""Leads and hazards counted: each with its keys in every grouping, from the day it came or was found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from backend import clock
from backend.models import Clock, User
from counting.domain.cuts import Key
from counting.selectors.cuts import NONE, month_key, township_key
from enforcement.models import Lead
from enforcement.selectors.channels import channel_named
from inspections.domain.hazards import AUTHORITIES, LEVELS
from inspections.models import Hazard
from registry.models import VenueCategory

# an answer that is owed in time: the rules of the clocks that are judged
LEAD_RULES = ("lead_check", "lead_check_extended", "lead_reply", "lead_answer")
IN_TIME: dict[str, Key] = {
    "late": ("late", "逾期", "Late"),
    "running": ("running", "期限内，未办完", "Within its days, not done"),
    "in_time": ("in_time", "按期办结", "In time"),
    NONE: (NONE, "没有期限", "No deadline"),
}
_LEAD_STATES = {
    "registered": "Registered", "verified": "Verified", "filed": "Case filed", "dismissed": "No case",
    "refused": "Not accepted", "joined": "Joined", "transferred": "Transferred",
}  # fmt: skip
_HAZARD_STATES = {
    "found": "Open", "corrected": "Self-corrected", "ordered": "Ordered",
    "transferred": "Transferred", "answered": "Answered", "closed": "Closed", "dropped": "Dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """One thing that is counted: its day, and the keys it has in the grouping asked for."""

    uuid: UUID
    on: date
    keys: tuple[Key, ...]


def timely(clocks: list[Clock], today: date) -> str:
    """Late where one clock was met after its day or has passed it; running while one is open."""
    if not clocks:
        return NONE
    if any((row.done_on or today) > row.due_on for row in clocks):
        return "late"
    return "running" if any(row.done_on is None for row in clocks) else "in_time"


def _clocks(noun: str, rules: tuple[str, ...], actor: User) -> dict[UUID, list[Clock]]:
    """What the clocks of these rules are of → the clocks."""
    found: dict[UUID, list[Clock]] = {}
    for row in Clock.objects.within(actor).filter(noun=noun, rule__in=rules):
        found.setdefault(row.at_id or row.noun_id, []).append(row)
    return found


def lead_tallies(actor: User, by: str, start: date, end: date) -> list[Tally]:
    """Leads received in the period; one that came before channels were told, by the day it was entered."""
    known = Q(received_on__range=(start, end)) | Q(received_on__isnull=True)
    rows = Lead.objects.within(actor).filter(known).select_related("venue__township")
    dated = [(row, row.received_on or clock.civil(row.created_at)) for row in rows]
    leads = [(row, on) for row, on in dated if start <= on <= end]
    keys = _LEAD_RULES[by]([row for row, _ in leads], actor)
    return [Tally(row.pk, on, keys.get(row.pk) or (month_key(on),)) for row, on in leads]


def _lead_channel(rows: list[Lead], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    ways = {row.pk: channel_named(row.channel, row.source) for row in rows}
    return {uuid: ((way.code, way.zh, way.en),) for uuid, way in ways.items()}


def _lead_outcome(rows: list[Lead], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    return {row.pk: ((row.state, row.get_state_display(), _LEAD_STATES[row.state]),) for row in rows}


def _lead_township(rows: list[Lead], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    nowhere = (NONE, "没有场所", "No venue")
    return {row.pk: (township_key(row.venue) if row.venue else nowhere,) for row in rows}


def _lead_category(rows: list[Lead], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    """The categories its venue is in; one in two categories stands in both."""
    spans = VenueCategory.objects.everywhere("guard").filter(
        venue__in={row.venue_id for row in rows if row.venue_id}, left_on__isnull=True
    )
    found: dict[UUID, list[Key]] = {}
    for one in spans.select_related("category").order_by("category_id"):
        key = (one.category_id, one.category.name_zh, one.category.name_en)
        found.setdefault(one.venue_id, []).append(key)
    none = (NONE, "未分类", "No category")
    return {row.pk: tuple(found.get(row.venue_id, ())) if row.venue_id in found else (none,) for row in rows}


def _lead_timely(rows: list[Lead], actor: User) -> Mapping[UUID, tuple[Key, ...]]:
    clocks, today = _clocks("lead", LEAD_RULES, actor), clock.today()
    return {row.pk: (IN_TIME[timely(clocks.get(row.pk, []), today)],) for row in rows}


_LEAD_RULES: dict[str, Callable[[list[Lead], User], Mapping[UUID, tuple[Key, ...]]]] = {
    "channel": _lead_channel,
    "category": _lead_category,
    "month": lambda _rows, _actor: {},
    "outcome": _lead_outcome,
    "timely": _lead_timely,
    "township": _lead_township,
}


def hazard_tallies(actor: User, by: str, start: date, end: date) -> list[Tally]:
    """Hazards found in the period; those entered by mistake are none."""
    rows = list(
        Hazard.objects.within(actor)
        .filter(found_on__range=(start, end))
        .exclude(state=Hazard.State.DROPPED)
        .select_related("venue__township")
        .prefetch_related("transfers")
    )
    keys = _HAZARD_RULES[by](rows, actor)
    return [Tally(row.pk, row.found_on, keys.get(row.pk) or (month_key(row.found_on),)) for row in rows]


def _hazard_level(rows: list[Hazard], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    return {row.pk: ((row.level, *LEVELS[row.level]),) for row in rows}


def _hazard_outcome(rows: list[Hazard], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    return {row.pk: ((row.state, row.get_state_display(), _HAZARD_STATES[row.state]),) for row in rows}


def _hazard_authority(rows: list[Hazard], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    """Each authority it was transferred to."""
    none = (NONE, "没有移送", "Not transferred")
    return {
        row.pk: tuple(
            (code, *AUTHORITIES[code]) for code in sorted({one.authority for one in row.transfers.all()})
        )
        or (none,)
        for row in rows
    }


def _hazard_timely(rows: list[Hazard], actor: User) -> Mapping[UUID, tuple[Key, ...]]:
    clocks, today = _clocks("hazardtransfer", ("hazard_answer",), actor), clock.today()
    return {row.pk: (IN_TIME[timely(clocks.get(row.pk, []), today)],) for row in rows}


def _hazard_township(rows: list[Hazard], _: User) -> Mapping[UUID, tuple[Key, ...]]:
    return {row.pk: (township_key(row.venue),) for row in rows}


_HAZARD_RULES: dict[str, Callable[[list[Hazard], User], Mapping[UUID, tuple[Key, ...]]]] = {
    "level": _hazard_level,
    "month": lambda _rows, _actor: {},
    "outcome": _hazard_outcome,
    "authority": _hazard_authority,
    "timely": _hazard_timely,
    "township": _hazard_township,
}
TALLIES = {"leads": lead_tallies, "hazards": hazard_tallies}
BY = {"leads": tuple(_LEAD_RULES), "hazards": tuple(_HAZARD_RULES)}
