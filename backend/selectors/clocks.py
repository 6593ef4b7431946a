"""Clocks as they are shown."""

from datetime import date
from typing import Any

from backend.domain.deadlines import rest
from backend.models import Clock
from backend.services.clocks import due_words


def clock_card(clock: Clock, today: date) -> dict[str, Any]:
    """One clock with its words."""
    return {
        "uuid": clock.uuid,
        "rule": clock.rule,
        "noun": clock.noun,
        "noun_id": clock.noun_id,
        "at": {"noun": clock.at_noun or clock.noun, "uuid": clock.at_id or clock.noun_id},
        "label": clock.label,
        "start_event": clock.start_event,
        "starts_on": clock.starts_on,
        "length": clock.length,
        "unit": clock.unit,
        "basis": clock.basis,
        "due_on": clock.due_on,
        "starts_at": clock.starts_at,
        "due_at": clock.due_at,
        "words": due_words(clock),
        "provisional": clock.provisional,
        "done_on": clock.done_on,
        "rest": rest(clock.due_on, today),
    }
