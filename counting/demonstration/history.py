"""The year up to today, told day by day through the services: draws, visits, records, orders, cases, activities."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from backend.clock import BEIJING, civil
from backend.domain.errors import DomainError
from backend.domain.workdays import WorkCalendar
from backend.models import User
from backend.services.calendar import work_calendar
from counting.demonstration.campaigns import campaign_of, campaigns_begin
from counting.demonstration.draws import ROUNDS, moment_of, reveal_run, round_run
from counting.demonstration.partners import ITEMS as PARTNER_ITEMS
from counting.demonstration.records import FLAT, Found, record_send
from inspections.models import Finding, Inspection, Irregularity, Rectification
from inspections.services.publishing import inspection_publish
from inspections.services.rectifications import (
    rectification_close,
    rectification_order,
    rectification_recheck,
)
from inspections.services.reviewing import inspection_accept, inspection_settle
from registry.models import CatalogueVersion, CheckItem, Officer, Venue, VenueCategory
from scheduling.models import Draw, PlanRow, Visit, VisitOfficer
from scheduling.services.visits import visit_approve, visit_plan, visit_start

FIRST_DAY = date(2026, 1, 5)
TODAY = date(2026, 9, 15)
ITEMS_MOST = 10
LATELY = date(2026, 8, 24)
UNCODED = 97  # from this roll of a hundred on, and yesterday, the code could not be shown before the check
# how often a working day sees so many patrols, in the proportion of the numbers
PATROLS = ((0, 10), (1, 24), (2, 36), (3, 30))
TRIGGERS = (("annual_patrol", 74), ("complaint", 14), ("campaign_ordered", 8), ("assigned", 4))
BASIS = {
    "annual_patrol": "2026年度日常巡查计划", "complaint": "12318 举报", "assigned": "市局交办",
}  # fmt: skip


@dataclass
class Story:
    """Whoever acts, what there is to visit, and what is still to come."""

    users: dict[str, User]
    officers: list[Officer]
    venues: list[Venue]
    plan_rows: list[PlanRow]
    dice: Random
    calendar: WorkCalendar = field(default_factory=work_calendar)
    items: dict[str, CheckItem] = field(default_factory=dict)
    by_category: dict[str, list[CheckItem]] = field(default_factory=lambda: defaultdict(list))
    category: dict[UUID, str] = field(default_factory=dict)
    form: str = ""
    ahead: dict[date, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    to_review: dict[date, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    to_publish: dict[date, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    to_recheck: dict[date, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    to_reveal: dict[date, list[Draw]] = field(default_factory=lambda: defaultdict(list))
    visited: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        """Read the catalogue once."""
        self.form = (
            CatalogueVersion.objects.everywhere("loader")
            .order_by("-loaded_at")
            .values_list("version", flat=True)[0]
        )
        for item in (
            CheckItem.objects.everywhere("loader").filter(category__isnull=False).order_by("position")
        ):
            self.items[item.code] = item
            self.by_category[str(item.category_id)].append(item)
        rows = VenueCategory.objects.everywhere("loader").filter(left_on__isnull=True)
        rows = rows.order_by("venue__code", "category__position")
        self.category = {venue: str(code) for venue, code in rows.values_list("venue_id", "category_id")}

    def workdays(self, start: date, end: date) -> Iterator[date]:
        """Working days of [start, end]."""
        on = start
        while on <= end:
            if self.calendar.is_workday(on):
                yield on
            on += timedelta(days=1)

    def some_days_on(self, on: date, least: int, most: int) -> date:
        """A working day `least` to `most` working days after `on`."""
        wanted = self.dice.randint(least, most)
        for day in self.workdays(on + timedelta(days=1), on + timedelta(days=40)):
            wanted -= 1
            if wanted <= 0:
                return day
        raise ValueError("no such day")


def year_tell(story: Story) -> None:
    """Every working day from the first to yesterday, then this morning's part."""
    rounds = {what.on: what for what in ROUNDS}
    for on in story.workdays(FIRST_DAY, TODAY - timedelta(days=1)):
        campaigns_begin(story.users["shao"], story.users["gu"], on)
        for draw in story.to_reveal.pop(on, []):
            reveal_run(draw, on, supervisor=story.users["shao"])
        if on in rounds:
            _draw(story, rounds[on])
        for visit in story.ahead.pop(on, []):
            _carry_out(story, visit, on, story.dice.randrange(9, 16))
        for order in story.to_recheck.pop(on, []):
            _recheck(story, order, on)
        for _ in range(story.dice.choices([n for n, _ in PATROLS], [w for _, w in PATROLS])[0]):
            _patrol(story, on)
        _reviews(story, on)


def _draw(story: Story, what: Any) -> None:
    theirs = PARTNER_ITEMS if what.kind == "joint" else ()
    items = [
        item
        for code in what.categories
        for item in story.by_category[code][:ITEMS_MOST]
        if item.code not in theirs
    ]
    row = next((r for r in story.plan_rows if set(what.categories) <= set(r.categories)), None)
    draw = round_run(
        row, what, items, supervisor=story.users["shao"], leader=story.users["gu"], partner=story.users["ren"],
        dice=story.dice,
    )  # fmt: skip
    if draw.sealed:
        story.to_reveal[story.some_days_on(what.until, 1, 1)].append(draw)
    days = list(story.workdays(what.on + timedelta(days=3), what.until - timedelta(days=2)))
    for visit in (
        Visit.objects.everywhere("loader").filter(draw=draw, state="approved").select_related("venue")
    ):
        own = [code for code in visit.items if code.startswith(story.category.get(visit.venue_id, "-"))]
        if own:
            story.ahead[story.dice.choice(days)].append(visit)


def _patrol(story: Story, on: date) -> None:
    """One unplanned visit of a venue with room under its cap, by a team that may go there."""
    trigger = story.dice.choices([t for t, _ in TRIGGERS], [w for _, w in TRIGGERS])[0]
    room = 1 if trigger == "annual_patrol" else 3
    venue = story.dice.choice([v for v in story.venues if story.visited[v.uuid] < room] or story.venues)
    code = story.category[venue.uuid]
    team = _team(story, code, on)
    items = [item.code for item in story.by_category[code][:ITEMS_MOST]]
    desk = moment_of(on, 8, 40)
    campaign = campaign_of(on) if trigger == "campaign_ordered" else None
    basis = campaign.name if campaign else BASIS[trigger]
    until = min(on + timedelta(days=3), campaign.ends_on) if campaign else on + timedelta(days=3)
    try:
        visit = visit_plan(
            venue_id=venue.uuid, trigger=trigger, items=items, officers=[o.uuid for o in team], planned_from=on,
            planned_to=until, basis=basis, reason=basis, campaign_id=campaign.uuid if campaign else None,
            precheck="see_there" if trigger == "annual_patrol" else "verify_lead",
            precheck_reason="须查看场所设施和现场人员",
            actor=story.users["shao"], now=desk,
        )  # fmt: skip
        visit_approve(
            visit_id=visit.uuid, approve="approved", actor=story.users["gu"], now=desk + timedelta(minutes=10)
        )
    except DomainError as refused:
        if refused.code in ("officer_recused", "cap_reached"):
            return  # the rules of the house hold in the demonstration too
        raise
    visit.venue = venue
    _carry_out(story, visit, on, story.dice.randrange(9, 17))


def _team(story: Story, category: str, on: date) -> list[Officer]:
    able = [o for o in story.officers if o.cert_valid_to >= on and o.user_id]
    lead = story.dice.choice([o for o in able if category in o.lead_quals])
    second = story.dice.choice([o for o in able if o.uuid != lead.uuid])
    return [lead, second]


def _recheck(story: Story, order_id: UUID, on: date) -> None:
    """The visit that sees whether it was put right; a team that may not go leaves it to the next day."""
    order = Rectification.objects.everywhere("loader").select_related("venue").get(pk=order_id)
    team = _team(story, story.category[order.venue_id], on)
    desk = moment_of(on, 8, 30)
    try:
        order = rectification_recheck(
            rectification_id=order.pk, officers=[o.uuid for o in team], planned_from=on,
            planned_to=on + timedelta(days=3), actor=story.users["shao"], now=desk,
        )  # fmt: skip
    except DomainError as refused:
        if refused.code != "officer_recused":
            raise
        story.to_recheck[story.some_days_on(on, 1, 1)].append(order_id)
        return
    visit = Visit.objects.everywhere("loader").select_related("venue").get(cause_id=order.pk)
    visit_approve(
        visit_id=visit.uuid, approve="approved", actor=story.users["gu"], now=desk + timedelta(minutes=10)
    )
    start = moment_of(on, story.dice.randrange(9, 17), story.dice.randrange(0, 50))
    _carry_out(story, visit, on, start.hour, Found("done", ("1",), 0, start, story.dice.randrange(10, 25)))


def _carry_out(story: Story, visit: Visit, on: date, hour: int, found: Found | None = None) -> None:
    start = moment_of(on, hour, story.dice.randrange(0, 50)) if found is None else found.start
    found = found or _seen(story, start)
    seat = (
        VisitOfficer.objects.everywhere("loader")
        .filter(visit=visit, ended_at__isnull=True, officer__user__isnull=False)
        .select_related("officer__user")
        .order_by("seat")
        .first()
    )
    if seat is None or seat.officer.user is None:
        return
    visit_start(
        visit_id=visit.uuid, started_at=start, scan_mode=found.mode, scanned_at=start if found.coded else None,
        reason="" if found.coded else FLAT, actor=seat.officer.user, now=start,
    )  # fmt: skip
    record = record_send(visit, found, items=story.items, form=story.form, dice=story.dice)
    story.visited[visit.venue_id] += 1
    story.to_review[story.some_days_on(on, 1, 4)].append(record.uuid)


def _seen(story: Story, start: datetime) -> Found:
    roll = story.dice.randrange(100)
    minutes = story.dice.randrange(18, 55)
    if roll < 4:
        return Found("closed", (), 0, start, 8)
    if roll < 15:
        return Found("done", ("A",), story.dice.choice((1, 1, 2)), start, minutes)
    if roll < 22:
        return Found("done", ("E",), 1, start, minutes)
    return Found(
        "done", ("1",), 0, start, minutes, coded=roll < UNCODED and civil(start) < TODAY - timedelta(days=1)
    )


def _reviews(story: Story, on: date) -> None:
    for uuid in story.to_review.pop(on, []):
        now = moment_of(on, 15, 10)
        for fault in Irregularity.objects.everywhere("loader").filter(inspection=uuid, current=True):
            inspection_settle(
                inspection_id=uuid, irregularity=fault.pk, counts=True, reason="已补扫，两名执法人员均在场",
                actor=story.users["shao"], now=now,
            )  # fmt: skip
        row = inspection_accept(inspection_id=uuid, actor=story.users["shao"], now=now)
        story.to_publish[story.some_days_on(on, 1, 9)].append(uuid)
        _orders(story, row, on)
        for order in Rectification.objects.everywhere("loader").filter(
            recheck_visit=row.visit_id, state=Rectification.State.RECHECKED
        ):
            rectification_close(
                rectification_id=order.pk, corrected=True, result="复查时已改正", actor=story.users["shao"],
                now=now + timedelta(minutes=20),
            )  # fmt: skip
    for uuid in story.to_publish.pop(on, []):
        inspection_publish(inspection_id=uuid, actor=story.users["tao"], now=moment_of(on, 16, 30))


def _orders(story: Story, row: Inspection, on: date) -> None:
    """An order to rectify for what was found and not put right at once."""
    found = list(Finding.objects.everywhere("loader").filter(inspection=row, current=True))
    if not found or "A" not in row.result_codes or story.dice.randrange(3) == 0:
        return
    order = rectification_order(
        inspection_id=row.uuid, findings=[f.uuid for f in found], content="；".join(f.note for f in found)[:300],
        due_on=story.some_days_on(on, 7, 12), actor=story.users["shao"], now=moment_of(on, 15, 40),
    )  # fmt: skip
    if story.dice.randrange(10) or on < LATELY:  # what is still open is of this month
        story.to_recheck[story.some_days_on(order.due_on, 1, 3)].append(order.pk)


__all__ = ["BEIJING", "FIRST_DAY", "TODAY", "Story", "year_tell"]
