"""Leads from a platform's export: a verdict for each row, then all new ones or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import require
from enforcement.domain.lead_rows import COLUMNS, LeadRow
from enforcement.domain.leads import OPEN
from enforcement.models import Lead
from enforcement.selectors.alike import alike_card
from enforcement.selectors.channels import channel_named
from enforcement.services.leads.registering import lead_register
from registry.models import Venue
from registry.selectors.venues import venues_named


@dataclass(slots=True)
class Verdict:
    """What becomes of one row: refused, same (registered before, or above in the file), alike, new."""

    row: LeadRow
    channel: str
    verdict: str = "new"
    venue: Venue | None = None
    same: Lead | None = None
    same_row: int | None = None
    alike: list[Lead] = field(default_factory=list)
    made: Lead | None = None

    def card(self) -> dict[str, Any]:
        """As it is shown: of whoever reported only whether there is somebody."""
        values = self.row.values
        known = self.made or self.same
        return {
            "row": self.row.row,
            "verdict": self.verdict,
            "channel": self.channel,
            "external_number": values.get("external_number", ""),
            "content": values.get("content", "")[:120],
            "named": any(values.get(name) for name in ("name", "phone", "address")),
            "venue": self.venue.name if self.venue else "",
            "venue_said": values.get("venue", ""),
            "lead": {"uuid": known.uuid, "number": known.number} if known else None,
            "same_row": self.same_row,
            "alike": [alike_card(lead) for lead in self.alike],
            "faults": [
                {"field": one.field, "title": COLUMNS[one.field][0], "message": one.message}
                for one in self.row.faults
            ],
        }


def leads_judge(rows: Sequence[LeadRow], *, channel: str, actor: User) -> list[Verdict]:
    """A verdict for each row; nothing is written. Four queries for any number of rows."""
    require(actor, "lead.import")
    chosen = channel_named(channel, "").code
    found = [Verdict(row, row.values.get("channel") or chosen) for row in rows]
    numbers = [row.values.get("external_number", "") for row in rows]
    there: dict[tuple[str, str], Lead] = {}
    for lead in Lead.objects.within(actor).filter(external_number__in=[n for n in numbers if n]):
        there[lead.channel, lead.external_number] = lead
    venues = venues_named(actor, {row.values.get("venue", "") for row in rows})
    open_at: dict[UUID, list[Lead]] = {}
    waiting = Lead.objects.within(actor).filter(venue__in=[v.pk for v in venues.values()], state__in=OPEN)
    for lead in waiting.select_related("venue").order_by("-created_at", "uuid"):
        if lead.venue_id is not None:
            open_at.setdefault(lead.venue_id, []).append(lead)
    seen: dict[tuple[str, str], int] = {}
    places: set[UUID] = set()
    for one in found:
        one.venue = venues.get(one.row.values.get("venue", ""))
        key = (one.channel, one.row.values.get("external_number", ""))
        one.same, one.same_row = there.get(key), seen.get(key)
        if one.row.faults:
            one.verdict = "refused"
            continue
        if one.same is not None or one.same_row is not None:
            one.verdict = "same"
            continue
        seen[key] = one.row.row
        if one.venue is not None:
            one.alike = open_at.get(one.venue.pk, [])
            if one.alike or one.venue.pk in places:
                one.verdict = "alike"
            places.add(one.venue.pk)
    return found


def leads_import(
    rows: Sequence[LeadRow], *, channel: str, another: str, actor: User, now: datetime
) -> list[Verdict]:
    """Register every row that is new; those known already are named and not doubled.

    One row refused refuses the file (`rows_refused`), and nothing is written. Rows of venues with an open
    lead are registered as further ones with `another`, the reason; without it `reason_needed`.
    """
    with transaction.atomic():
        found = leads_judge(rows, channel=channel, actor=actor)
        refused = [one.row.row for one in found if one.verdict == "refused"]
        if refused:
            raise DomainError("rows_refused", {"n": len(refused), "rows": refused})
        if not another.strip() and any(one.verdict == "alike" for one in found):
            raise DomainError("reason_needed")
        for one in found:
            if one.verdict == "same":
                continue
            values = one.row.values
            one.made = lead_register(
                content=values["content"], channel=one.channel, venue=one.venue.pk if one.venue else None,
                external_number=values["external_number"], received_on=values.get("received_on"),
                reporter={
                    "name": values.get("name", ""), "phone": values.get("phone", ""),
                    "address": values.get("address", ""), "wants_reply": values["wants_reply"],
                },
                another=another, actor=actor, now=now,
            )  # fmt: skip
    return found
