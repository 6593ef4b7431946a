"""Where a visit stands for whoever holds its code."""

from datetime import date, timedelta

import pytest

from scheduling.domain.door import scan_mode, standing

FIRST, LAST = date(2026, 9, 15), date(2026, 9, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "today", "stands"),
    [
        ("approved", FIRST - DAY, "early"),
        ("approved", FIRST, "valid"),
        ("approved", LAST, "valid"),
        ("approved", LAST + DAY, "expired"),
        ("planned", FIRST, "planned"),
        ("started", FIRST, "started"),
        ("finished", LAST, "finished"),
        ("finished", LAST + DAY, "expired"),
        ("cancelled", LAST + DAY, "cancelled"),
        ("replaced", FIRST, "replaced"),
    ],
)
def test_a_code_says_where_its_visit_stands(state: str, today: date, stands: str) -> None:
    assert standing(state, first=FIRST, last=LAST, today=today) == stands


@pytest.mark.parametrize(
    ("state", "today", "mode"),
    [
        ("approved", FIRST - DAY, ""),
        ("approved", FIRST, "before"),
        ("started", FIRST, "before_leave"),
        ("finished", FIRST, ""),
        ("planned", FIRST, ""),
    ],
)
def test_a_scan_counts_before_the_start_or_before_leaving(state: str, today: date, mode: str) -> None:
    assert scan_mode(state, first=FIRST, today=today) == mode
