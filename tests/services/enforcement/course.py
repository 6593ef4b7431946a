"""A course of a case told day by day: move the day, look at a clock, be refused without a trace."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine
from enforcement.models import Case, Lead
from tests.cast import Cast
from tests.factories_enforcement import step


def on_day(year: int, month: int, day: int) -> AbstractContextManager[None]:
    """Ten in the morning of that day."""
    return clock.at(datetime(year, month, day, 10, 0, tzinfo=BEIJING))


def due_of(row: Case | Lead, rule: str) -> Clock:
    """The one clock of this rule."""
    return Clock.objects.everywhere("guard").get(noun_id=row.uuid, rule=rule)


def refused(cast: Cast, case: Case, verb: str, **values: Any) -> DomainError:
    """The refusal of a step; it leaves no trace."""
    before = (case.state, JournalLine.objects.everywhere("guard").count())
    with pytest.raises(DomainError) as refusal:
        step(cast, case, verb, **values)
    case.refresh_from_db()
    assert (case.state, JournalLine.objects.everywhere("guard").count()) == before
    return refusal.value
