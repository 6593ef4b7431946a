"""Doors of published results for everybody, without sign-in: the list, and the file for the platforms."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import invalid, page
from backend.schema import LIST_PARAMETERS, binary, listing
from inspections.exports import HEADINGS, result_rows, table_csv, table_xlsx
from inspections.selectors.results import result_card, result_list
from inspections.serializers.queries import ResultQuery, TableQuery
from inspections.serializers.reviews import ResultOut
from inspections.views.inspections import days
from registry.views.answers import XLSX, asked

CSV = "text/csv"
MOST = 20_000
TABLE: dict[str, Any] = {
    "auth": [],
    "parameters": [
        OpenApiParameter("as", {"type": "string", "enum": ["csv", "xlsx"]}), OpenApiParameter("organ", str),
        OpenApiParameter("year", {"type": "integer", "minimum": 2000, "maximum": 2100}),
    ],
    "responses": binary(CSV, XLSX),
}  # fmt: skip


def table(
    request: Request,
    name: str,
    headings: Sequence[str],
    rows: QuerySet[Any],
    cells: Callable[[Iterable[Any]], Iterable[Sequence[str]]],
) -> HttpResponse:
    """The rows as the file that was asked for; a list too long for one file is refused, never cut."""
    kind = request.query_params.get("as", "") or "csv"
    if kind not in ("csv", "xlsx"):
        raise invalid("as", "应为 csv 或 xlsx")
    if rows.count() > MOST:
        raise invalid("year", f"超过 {MOST} 行，请按年份或机关分别下载")
    made = cells(rows)
    data = table_csv(headings, made) if kind == "csv" else table_xlsx(name, headings, made)
    response = HttpResponse(data, content_type=f"{CSV}; charset=utf-8" if kind == "csv" else XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response


def year_days(year: int | None) -> dict[str, Any]:
    """First and last day of a year; nothing for none."""
    return {} if year is None else {"first": date(year, 1, 1), "last": date(year, 12, 31)}


class PublicResultListView(APIView):
    """GET /public/results: no sign-in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        auth=[], parameters=[*LIST_PARAMETERS, ResultQuery], responses=listing("ResultPage", ResultOut)
    )
    def get(self, request: Request) -> Response:
        """Published results, latest first; no name of a person."""
        rows = result_list(**days(asked(ResultQuery, request)))
        return Response(
            page(rows, request, lambda got: [result_card(row) for row in got], order="-published_at")
        )


class PublicResultTableView(APIView):
    """GET /public/results/table?as=csv|xlsx: the machine-readable list; no sign-in."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(**TABLE)
    def get(self, request: Request) -> HttpResponse:
        """In the shape of docs/publication.md."""
        query = asked(TableQuery, request)
        rows = result_list(organ=query.get("organ", ""), **year_days(query.get("year")))
        return table(
            request, "检查结果公示", HEADINGS, rows.order_by("-checked_on", "pk"),
            lambda got: result_rows(result_card(row) for row in got),
        )  # fmt: skip
