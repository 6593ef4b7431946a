"""Visits: planned, approved, given a missing officer, started, finished, cancelled."""

from scheduling.services.visits.approving import visit_approve, visit_ask
from scheduling.services.visits.arranging import visit_arrange
from scheduling.services.visits.assigning import visit_assign
from scheduling.services.visits.beginning import visit_begin
from scheduling.services.visits.gates import visit_backfill, visit_confirm, visit_notify, visit_report
from scheduling.services.visits.going import (
    visit_cancel,
    visit_finish,
    visit_finish_held,
    visit_outing,
    visit_scanned,
    visit_start,
)
from scheduling.services.visits.owing import owed_start
from scheduling.services.visits.planning import visit_plan
from scheduling.services.visits.requesting import visit_request
from scheduling.services.visits.scanning import visit_scan

__all__ = [
    "owed_start",
    "visit_approve",
    "visit_arrange",
    "visit_ask",
    "visit_assign",
    "visit_backfill",
    "visit_begin",
    "visit_cancel",
    "visit_confirm",
    "visit_finish",
    "visit_finish_held",
    "visit_notify",
    "visit_outing",
    "visit_plan",
    "visit_report",
    "visit_request",
    "visit_scan",
    "visit_scanned",
    "visit_start",
]
