"""The nightly grading: this floor knows the facts and asks the registry to grade (regrade)."""

from datetime import datetime

from backend import clock
from enforcement.selectors.credit import credit_facts
from registry.models import Venue
from registry.services.credit import venues_regrade
from registry.services.dishonesty import dishonesty_expire


def regrade_all(*, now: datetime) -> dict[str, int]:
    """Every organ with venues: how many rows its change log gained. Running twice changes nothing more."""
    dishonesty_expire(now=now)
    return {organ: regrade_organ(organ=organ, now=now) for organ in _organs()}


def regrade_organ(*, organ: str, now: datetime) -> int:
    """One organ's register."""
    return venues_regrade(organ=organ, facts=credit_facts(organ, clock.civil(now)), now=now)


def _organs() -> list[str]:
    rows = Venue.objects.everywhere("task").filter(left_on__isnull=True).order_by()
    return sorted(set(rows.values_list("organ_id", flat=True).distinct()))
