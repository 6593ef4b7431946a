"""What is irregular about a record: the facts gathered for the domain, and its verdict written down."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import orjson
from django.db.models import Q

from backend.models import Approval
from backend.permissions import may
from inspections.domain.checklist import Found, Item, findings
from inspections.domain.irregularities import Form, Member, Situation, irregularities
from inspections.domain.record import CHECKED, Fault
from inspections.domain.results import counts_to_cap
from inspections.models import Inspection, Irregularity
from inspections.services.submission.sent import Seen, Sent
from registry.models import CheckItem, VenueCategory
from scheduling.domain.campaigns import SPECIAL, special_counts
from scheduling.domain.terms import outside
from scheduling.models import Visit
from scheduling.selectors.campaigns import campaign_lacking
from scheduling.selectors.caps import cap_list
from scheduling.selectors.joint import items_for

# a visit that names no campaign at all, in the words of its record
UNFILED = {"filing_no": "campaign_unfiled"}


def items_of(sent: Sent, seen: Seen) -> tuple[dict[str, Item], list[str]]:
    """The catalogue's items the record speaks of, and the codes it should have answered; one query."""
    mine = items_for(seen.visit, seen.organ)
    given = {one.item for one in sent.record.answers}
    wanted = Q(code__in=given | set(mine))
    if not mine:
        venue = VenueCategory.objects.everywhere("guard").filter(
            venue=seen.visit.venue_id, left_on__isnull=True
        )
        wanted |= Q(category__isnull=True) | Q(category__in=venue.values("category_id"))
    rows = CheckItem.objects.everywhere("reference").filter(wanted)
    items = {
        code: Item(code, tuple(violations), transfer, starts, ends, tuple(parties))
        for code, violations, transfer, starts, ends, parties in rows.values_list(
            "code", "violations", "transfer_to", "in_force_from", "in_force_to", "applies_to"
        )
    }
    if sent.record.outcome not in CHECKED:
        return items, []
    if mine:
        return items, [code for code in mine if code in items]
    # what another edition's form asked, or which kind of subject was met, nobody can say here
    known = sent.record.form_version == seen.visit.form_current  # type: ignore[attr-defined]
    asked = [code for code, item in items.items() if item.in_force(sent.on) and not item.applies_to]
    return items, asked if known else []


def faults_of(
    sent: Sent,
    seen: Seen,
    items: tuple[dict[str, Item], list[str]],
    found: Sequence[Found],
    members: Sequence[Member],
    other: UUID | None,
    differ: Sequence[UUID],
) -> list[Fault]:
    """All irregularities of the record."""
    visit = seen.visit
    approval = visit.approval
    approved = approval is not None and approval.state == Approval.State.APPROVED
    known, asked = items
    return irregularities(
        Situation(
            record=sent.record,
            on=sent.on,
            received_at=sent.now,
            submitter=sent.actor.pk,
            submitter_may=may(sent.actor, "inspection.submit"),
            relayed_by=sent.actor.name if seen.relayed else "",
            members=members,
            items=known,
            asked=asked,
            found=found,
            form=Form(visit.form_known, visit.form_current or "", visit.form_since),  # type: ignore[attr-defined]
            visit_state=visit.state,
            remote=visit.remote,
            approved_at=approval.decided_at if approval and approved else None,
            retro=bool(approval and approved and approval.retro),
            cap=_cap(sent, visit),
            cap_lifted=bool(visit.cap_reason),
            other_record=other,
            made_up_scan=visit.scanned_at,
            campaign=[UNFILED.get(code, code) for code in campaign_lacking(visit, sent.on)],
            outside_unexplained=not visit.outside_reason
            and outside(visit.organ.division_id, visit.venue.township_id or ""),
            photos_differ=differ,
        )
    )


def _cap(sent: Sent, visit: Visit) -> tuple[int, int] | None:
    """Visits of the year before this one and the limit; a visit begun on line was asked at its start."""
    counts = counts_to_cap(
        sent.record.outcome, trigger_counts=counts_by_trigger(visit, sent.on), remote=visit.remote
    )
    if not counts or visit.state == Visit.State.STARTED:
        return None
    cap = cap_list([visit.venue], sent.on.year, but=[visit.pk])[visit.venue_id]
    return cap.used, cap.limit


def counts_by_trigger(visit: Visit, on: date) -> bool:
    """Whether a visit made that day counts by its trigger; a campaign lifts the cap only where it holds."""
    special = visit.trigger.kind == SPECIAL and not visit.trigger.counts_to_cap
    stands = special and not campaign_lacking(visit, on)
    return special_counts(trigger_counts=visit.trigger.counts_to_cap, special=special, stands=stands)


def found_in(sent: Sent, items: dict[str, Item]) -> list[Found]:
    """The findings that follow from the answers."""
    return findings(sent.record.answers, items)


def irregularities_write(row: Inspection, faults: Iterable[Fault], sent: Sent) -> list[Irregularity]:
    """New rows of a first revision."""
    rows = [
        Irregularity(inspection=row, rule=f.rule, code=f.code, data=f.data, found_at=sent.now) for f in faults
    ]
    return Irregularity.objects.bulk_create(rows) if rows else []


def irregularities_renew(row: Inspection, faults: Iterable[Fault], sent: Sent) -> list[Irregularity]:
    """Rows of a later revision: what is still so keeps its settlement, the rest is no longer current."""
    before = {
        _key(one.rule, one.code, one.data): one
        for one in Irregularity.objects.everywhere("guard").filter(inspection=row, current=True)
    }
    now = {_key(fault.rule, fault.code, fault.data): fault for fault in faults}
    gone = [one.pk for key, one in before.items() if key not in now]
    Irregularity.objects.everywhere("guard").filter(pk__in=gone).update(current=False)
    fresh = irregularities_write(row, [fault for key, fault in now.items() if key not in before], sent)
    return sorted([*(one for key, one in before.items() if key in now), *fresh], key=lambda one: one.rule)


def _key(rule: str, code: str, data: object) -> tuple[str, str, bytes]:
    return rule, code, orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
