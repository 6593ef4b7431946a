"""What a venue's credit rests on: penalties, overdue orders, results of checks, complaints, good conduct."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from backend import clock
from backend.domain.deadlines import months_on
from enforcement.models import Case, CaseTrack, Lead
from enforcement.selectors.disputes import cases_fallen
from inspections.models import Inspection, Rectification
from registry.domain.credit import MONTHS_MOST, Fact, penalty_kind
from scheduling.models import ServiceVisit

COMPLAINTS = ("hotline", "report")
_RESULTS = {"1": "clean", "8": "refused", "A": "unsettled"}
_LASTING = ("accepted", "published", "corrected")
_CORRECTED_CLOSED = "closed"


def credit_facts(organ: str, today: date) -> dict[UUID, list[Fact]]:
    """venue → what counts for or against it, of one organ's records, as far back as points can last."""
    since = months_on(today, -MONTHS_MOST)
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for part in (_penalties, _orders, _results, _complaints, _trainings):
        for venue, fact in part(organ, since, today):
            found[venue].append(fact)
    return found


def _penalties(organ: str, since: date, today: date) -> Iterator[tuple[UUID, Fact]]:
    """Penalties decided and settled; one withdrawn, or revoked on review or by the court, counts no more."""
    gone = cases_fallen(CaseTrack.objects.everywhere("task").filter(case__organ_id=organ))
    rows = (
        Case.objects.everywhere("task")
        .filter(
            organ_id=organ,
            outcome=Case.Outcome.PENALTY,
            decided_on__gte=since,
            decided_on__lte=today,
            counts=True,
        )
        .exclude(state=Case.State.WITHDRAWN)
    )
    for row in rows.only("uuid", "venue_id", "heaviest", "decided_on", "decision_number"):
        if row.uuid not in gone and row.decided_on is not None:
            fact = Fact(
                penalty_kind(row.heaviest), "case", str(row.uuid), row.decided_on, row.decision_number
            )
            yield row.venue_id, fact


def _orders(organ: str, since: date, today: date) -> Iterator[tuple[UUID, Fact]]:
    """An order not met by its day counts from the next day on; one closed in time is a correction.

    An order of a record that was withdrawn is neither.
    """
    rows = Rectification.objects.everywhere("task").filter(organ_id=organ, due_on__gte=since)
    rows = rows.exclude(inspection__state=Inspection.State.WITHDRAWN)
    for row in rows.only("uuid", "venue_id", "number", "state", "due_on", "closed_on"):
        late = row.closed_on is None or row.closed_on > row.due_on
        if row.state == _CORRECTED_CLOSED and not late and row.closed_on is not None:
            yield row.venue_id, Fact("corrected", "rectification", str(row.uuid), row.closed_on, row.number)
        elif late and row.due_on < today:
            over = row.due_on + timedelta(days=1)
            yield row.venue_id, Fact("overdue", "rectification", str(row.uuid), over, row.number)


def _results(organ: str, since: date, today: date) -> Iterator[tuple[UUID, Fact]]:
    """Accepted records that count: code 1 alone is clean; 8 and A count against the venue."""
    rows = Inspection.objects.everywhere("task").filter(
        organ_id=organ, counts=True, state__in=_LASTING, finished_on__gte=since, finished_on__lte=today
    )
    listed = rows.values_list("uuid", "visit__venue_id", "result_codes", "finished_on")
    for uuid, venue, codes, on in listed:
        for code in codes:
            if code in _RESULTS:
                yield venue, Fact(_RESULTS[code], "inspection", str(uuid), on)


def _complaints(organ: str, since: date, today: date) -> Iterator[tuple[UUID, Fact]]:
    """Complaints that were checked and found true; one that became a case counts there."""
    rows = Lead.objects.everywhere("task").filter(
        organ_id=organ, source__in=COMPLAINTS, state=Lead.State.VERIFIED, venue__isnull=False,
        created_at__date__gte=since,
    )  # fmt: skip
    for row in rows.only("uuid", "venue_id", "created_at"):
        on = clock.civil(row.created_at)
        if row.venue_id is not None and on <= today:
            yield row.venue_id, Fact("complaint", "lead", str(row.uuid), on)


def _trainings(organ: str, since: date, today: date) -> Iterator[tuple[UUID, Fact]]:
    """Training and guidance the venue took part in."""
    rows = ServiceVisit.objects.everywhere("task").filter(
        organ_id=organ, kind__in=("training", "guidance"), on__gte=since, on__lte=today
    )
    for row in rows.only("uuid", "venue_id", "on"):
        yield row.venue_id, Fact("training", "servicevisit", str(row.uuid), row.on)
