"""Why somebody should call: the gravest reason first, nothing about a phone that is well."""

from datetime import UTC, datetime, timedelta

import pytest

from inspections.domain.devices import LATE_AFTER, Outbox, needs

NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
LONG_AGO, JUST_NOW = NOW - LATE_AFTER - timedelta(seconds=1), NOW - LATE_AFTER


@pytest.mark.parametrize(
    ("outbox", "said"),
    [
        (Outbox(0, None, 0, 0), []),
        (Outbox(3, JUST_NOW, 0, 0), []),
        (Outbox(3, LONG_AGO, 0, 0), ["late"]),
        (Outbox(0, LONG_AGO, 0, 0), []),
        (Outbox(1, None, 2, 0), ["failed"]),
        (Outbox(1, LONG_AGO, 1, 4), ["lost", "failed", "late"]),
    ],
)
def test_a_phone_needs_help_for_these_reasons(outbox: Outbox, said: list[str]) -> None:
    assert needs(outbox, NOW) == said
