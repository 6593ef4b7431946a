"""Days of a hearing (听证): x for in time, and when it may be held."""

from datetime import date, timedelta
from typing import Any

from backend.models import Clock
from backend.services.calendar import work_calendar
from backend.services.clocks import clock_reckoning
from enforcement.domain.hearings import hearing_from, told_by
from enforcement.models import CaseTrack

TOLD_WITHIN = 30  # natural days back for which the first day of a hearing is shown


def asked_late(row: CaseTrack) -> bool:
    """Whether it was asked for after the last day of its notice; never while that is provisional."""
    given = row.values.get("hearing.request")
    if not given:
        return False
    on = date.fromisoformat(given["on"])
    windows = Clock.objects.everywhere("guard").filter(
        noun="case", noun_id=row.case_id, rule="hearing_request", starts_on__lte=on
    )
    window = windows.order_by("-starts_on").first()
    if window is None:
        return False
    reckoned = clock_reckoning(window, on)
    return on > reckoned.on and not reckoned.provisional


def notice_days(row: CaseTrack, today: date) -> list[dict[str, Any]]:
    """For each day the party may have been told: the first day of the hearing, and by when it is told of."""
    calendar = work_calendar()
    first = max(row.began_on, today - timedelta(days=TOLD_WITHIN))
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    return [
        {"on": on, "earliest_on": earliest, "told_by": told_by(earliest, calendar)}
        for on, earliest in ((on, hearing_from(on, calendar)) for on in days)
    ]
