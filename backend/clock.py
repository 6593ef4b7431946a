"""The one place that knows what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BEIJING = ZoneInfo("Asia/Shanghai")
_shift = timedelta(0)


def now() -> datetime:
    """The present instant (UTC). A demonstration moves it by CLOCK_OFFSET_SECONDS, a test by `at`."""
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS) + _shift


def today() -> date:
    """The Beijing civil date."""
    return civil(now())


def civil(moment: datetime) -> date:
    """The Beijing civil date of an instant."""
    return moment.astimezone(BEIJING).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run the clock on from `moment` (for tests, loaders and the demonstration history)."""
    global _shift  # noqa: PLW0603 one clock for the whole process
    before = _shift
    _shift = moment - datetime.now(UTC) - timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
    try:
        yield
    finally:
        _shift = before
