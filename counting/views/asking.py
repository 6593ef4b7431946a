"""What every door of counting reads from the query, and the rows it opens."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from backend import clock
from backend.api import invalid, query_int
from backend.models import User
from counting.domain.windows import WINDOWS, days
from counting.selectors.rows import rows_shown

YEARS = (2000, 2100)
YEAR = OpenApiParameter(
    "year", {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]}, description="default: this year"
)
WINDOW = OpenApiParameter("window", str, enum=WINDOWS)
OFFSET = OpenApiParameter("offset", {"type": "integer", "minimum": 0, "maximum": 10**7, "default": 0})
ROWS_MAX = 200


def year_asked(request: Request) -> int:
    """`?year=`, else this year."""
    return query_int(request, "year", clock.today().year, low=YEARS[0], high=YEARS[1])


def window_asked(request: Request) -> str:
    """`?window=`, else the whole year."""
    window = request.query_params.get("window") or "year"
    if window not in WINDOWS:
        raise invalid("window", "没有这个期间")
    return window


def days_asked(request: Request) -> tuple[date, date]:
    """First and last day of year and window."""
    return days(year_asked(request), window_asked(request))


def rows_page(
    request: Request, actor: User, kind: str, ids: Sequence[UUID], value: int, weights: Mapping[UUID, int]
) -> dict[str, Any]:
    """200 rows from `?offset=` on, with the number they add up to."""
    start = query_int(request, "offset", 0, low=0, high=10**7)
    more = start + ROWS_MAX < len(ids)
    return {
        "value": value,
        "count": len(ids),
        "rows": rows_shown(actor, kind, ids[start : start + ROWS_MAX], weights),
        "next": start + ROWS_MAX if more else None,
    }
