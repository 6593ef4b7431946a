"""Doors of counting: targets, figures, statistics, activities, the workbench."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import May, may
from backend.schema import LIST_PARAMETERS, listing
from counting import exports
from counting.domain.windows import WINDOWS, days
from counting.models import Activity
from counting.selectors import figures, statistics, workbench
from counting.serializers import (
    ActivityIn,
    ActivityOut,
    CountedRowsOut,
    FigureOut,
    ReadingIn,
    ReasonIn,
    StatisticsOut,
    TargetEditIn,
    TargetIn,
    TargetOut,
    TargetsImportIn,
    TargetsImportOut,
    WorkbenchOut,
)
from counting.services import targets

YEAR = OpenApiParameter("year", int, description="default: this year")
WINDOW = OpenApiParameter("window", str, enum=WINDOWS)
OFFSET = OpenApiParameter("offset", int)
TABLE = OpenApiParameter("table", str, enum=list(statistics.TABLES))
BY = OpenApiParameter("by", str)
ROWS_MAX = 200


def _year(request: Request) -> int:
    text = request.query_params.get("year", "")
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100):
        raise DomainError("invalid", {"fields": {"year": ["应为年份"]}})
    return int(text)


def _window(request: Request) -> str:
    window = request.query_params.get("window") or "year"
    if window not in WINDOWS:
        raise DomainError("invalid", {"fields": {"window": ["没有这个期间"]}})
    return window


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise DomainError("invalid", {"fields": {"offset": ["应为非负整数"]}})
    return int(text)


def _rows(request: Request, actor: User, kind: str, ids: tuple[UUID, ...] | list[UUID]) -> dict[str, Any]:
    start = _offset(request)
    some = ids[start : start + ROWS_MAX]
    more = start + ROWS_MAX < len(ids)
    return {
        "count": len(ids),
        "rows": figures.rows_shown(actor, kind, some),
        "next": start + ROWS_MAX if more else None,
    }


class TargetListView(APIView):
    """GET /targets, POST /targets: the year's targets, each with its figure."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=[YEAR], responses=TargetOut(many=True))
    def get(self, request: Request) -> Response:
        """In the order of the work plan."""
        return Response(figures.target_cards(person(request), _year(request)))

    @extend_schema(request=TargetIn, responses={201: TargetOut(many=True)})
    def post(self, request: Request) -> Response:
        """One more target; answers the year's list."""
        body = TargetIn(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        year, origin = values.pop("year"), values.pop("source")
        actor = person(request)
        targets.target_set(year=year, values=values, source=origin, actor=actor, now=clock.now())
        return Response(figures.target_cards(actor, year), status=201)


class TargetEditView(APIView):
    """POST /targets/{uuid}/edit: change a target with its reason."""

    permission_classes = [May]
    verbs = {"POST": "target.edit"}

    @extend_schema(request=TargetEditIn, responses=TargetOut(many=True))
    def post(self, request: Request, target_id: UUID) -> Response:
        """Answers the year's list."""
        body = TargetEditIn(data=request.data)
        body.is_valid(raise_exception=True)
        actor = person(request)
        row = targets.target_edit(target_id=target_id, actor=actor, now=clock.now(), **body.validated_data)
        return Response(figures.target_cards(actor, row.year))


class TargetRetireView(APIView):
    """POST /targets/{uuid}/retire: a target no longer pursued."""

    permission_classes = [May]
    verbs = {"POST": "target.edit"}

    @extend_schema(request=ReasonIn, responses=TargetOut(many=True))
    def post(self, request: Request, target_id: UUID) -> Response:
        """Answers the year's list."""
        body = ReasonIn(data=request.data)
        body.is_valid(raise_exception=True)
        actor = person(request)
        row = targets.target_retire(target_id=target_id, actor=actor, now=clock.now(), **body.validated_data)
        return Response(figures.target_cards(actor, row.year))


class TargetsImportView(APIView):
    """POST /targets/import: a table of targets, all rows or none."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "target.edit"}

    @extend_schema(request={"multipart/form-data": TargetsImportIn}, responses=TargetsImportOut)
    def post(self, request: Request) -> Response:
        """A refusal names row, field and reason."""
        body = TargetsImportIn(data=request.data)
        body.is_valid(raise_exception=True)
        upload = body.validated_data["file"]
        rows = read_csv(upload.read(1_000_000))
        new, same = targets.targets_load(
            year=body.validated_data["year"],
            rows=rows,
            source=upload.name[:200],
            actor=person(request),
            now=clock.now(),
        )
        return Response({"new": new, "same": same})


def read_csv(data: bytes) -> list[dict[str, str]]:
    """Rows of a UTF-8 or GB18030 table; lines that begin with # are remarks."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        if "\x00" in text or not lines:
            break
        try:
            return [
                {str(k): str(v or "") for k, v in row.items()}
                for row in csv.DictReader(io.StringIO("\n".join(lines)))
            ]
        except csv.Error as error:
            raise DomainError("file_unreadable", {"why": str(error)}) from error
    raise DomainError("file_unreadable", {"why": "不是 UTF-8 或 GB18030 的表格，或没有内容"})


class FigureView(APIView):
    """GET /figures/{indicator}: one figure with its formula; POST: how it is read."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=[YEAR, WINDOW], responses=FigureOut)
    def get(self, request: Request, indicator: str) -> Response:
        """Now."""
        return Response(figures.figure_card(person(request), indicator, _year(request), _window(request)))

    @extend_schema(request=ReadingIn, responses=FigureOut)
    def post(self, request: Request, indicator: str) -> Response:
        """With the reason; answers the figure in its new reading."""
        figures.indicator_of(indicator)
        body = ReadingIn(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        actor = person(request)
        value = values.get("text" if values["key"] == "reading" else "number")
        targets.reading_set(
            indicator=indicator,
            key=values["key"],
            value=value,
            reason=values["reason"],
            actor=actor,
            now=clock.now(),
        )
        return Response(figures.figure_card(actor, indicator, _year(request), _window(request)))


class FigureRowsView(APIView):
    """GET /figures/{indicator}/rows: the rows a figure counts, or those of a number beside it (`part`)."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[YEAR, WINDOW, OFFSET, OpenApiParameter("part", str)], responses=CountedRowsOut)
    def get(self, request: Request, indicator: str) -> Response:
        """200 at a time."""
        actor = person(request)
        part = request.query_params.get("part", "")
        kind, ids = figures.figure_ids(actor, indicator, _year(request), _window(request), part)
        return Response(_rows(request, actor, kind, ids))


def _statistic(request: Request) -> tuple[str, str, date, date]:
    table = request.query_params.get("table") or "inspections"
    if table not in statistics.TABLES:
        raise DomainError("invalid", {"fields": {"table": ["没有这张表"]}})
    by = request.query_params.get("by") or "category"
    start, end = days(_year(request), _window(request))
    return table, by, start, end


class StatisticsView(APIView):
    """GET /statistics?table=inspections|cases&by=…: one statistic."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[TABLE, BY, YEAR, WINDOW], responses=StatisticsOut)
    def get(self, request: Request) -> Response:
        """Largest first; months in order."""
        table, by, start, end = _statistic(request)
        return Response(statistics.statistics(person(request), table, by, start, end))


class StatisticsRowsView(APIView):
    """GET /statistics/rows?table=&by=&key=: the rows behind one number."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(
        parameters=[TABLE, BY, OpenApiParameter("key", str, required=True), YEAR, WINDOW, OFFSET],
        responses=CountedRowsOut,
    )
    def get(self, request: Request) -> Response:
        """200 at a time."""
        table, by, start, end = _statistic(request)
        actor = person(request)
        kind, ids = statistics.statistics_ids(
            actor, table, by, request.query_params.get("key", ""), start, end
        )
        return Response(_rows(request, actor, kind, ids))


class StatisticsWorkbookView(APIView):
    """GET /statistics/workbook: the statistic and its rows as XLSX."""

    permission_classes = [May]
    verbs = {"GET": "statistics.export"}

    @extend_schema(
        parameters=[TABLE, BY, YEAR, WINDOW],
        responses={200: OpenApiResponse(OpenApiTypes.BINARY, description="XLSX")},
    )
    def get(self, request: Request) -> HttpResponse:
        """Numbers on one sheet, rows on another."""
        table, by, start, end = _statistic(request)
        actor = person(request)
        found = statistics.statistics(actor, table, by, start, end)
        opened = []
        for row in found["rows"]:
            kind, ids = statistics.statistics_ids(actor, table, by, row["key"], start, end)
            opened += [{"group": row["name"], **shown} for shown in figures.rows_shown(actor, kind, ids)]
        name = {"inspections": "检查", "cases": "案件"}[table]
        data = exports.statistics_workbook(f"{name}统计 {start} 至 {end}", found["rows"], opened)
        response = HttpResponse(
            data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        response["Content-Disposition"] = f'attachment; filename="{table}-{by}-{start.year}.xlsx"'
        return response


class WorkbenchView(APIView):
    """GET /workbench: what needs me now, the year's targets and its line."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(responses=WorkbenchOut)
    def get(self, request: Request) -> Response:
        """As of now."""
        actor = person(request)
        today = clock.today()
        return Response(
            {
                "now": workbench.tasks_now(actor, today),
                "targets": figures.target_cards(actor, today.year),
                "line": workbench.year_line(actor, today.year),
            }
        )


def _activity(row: Activity, actor: User) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "title": row.title,
        "on": row.on,
        "place": row.place,
        "people": row.people,
        "note": row.note,
        "verbs": ["activity.withdraw"] if may(actor, "target.edit") else [],
    }


class ActivityListView(APIView):
    """GET /activities, POST /activities."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("ActivityPage", ActivityOut))
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor = person(request)
        rows = Activity.objects.within(actor).filter(withdrawn_at__isnull=True)
        return Response(page(rows, request, lambda got: [_activity(row, actor) for row in got], order="-on"))

    @extend_schema(request=ActivityIn, responses={201: ActivityOut})
    def post(self, request: Request) -> Response:
        """One that was held."""
        body = ActivityIn(data=request.data)
        body.is_valid(raise_exception=True)
        actor = person(request)
        row = targets.activity_enter(actor=actor, now=clock.now(), **body.validated_data)
        return Response(_activity(row, actor), status=201)


class ActivityWithdrawView(APIView):
    """POST /activities/{uuid}/withdraw: entered by mistake."""

    permission_classes = [May]
    verbs = {"POST": "target.edit"}

    @extend_schema(request=ReasonIn, responses=ActivityOut)
    def post(self, request: Request, activity_id: UUID) -> Response:
        """With the reason."""
        body = ReasonIn(data=request.data)
        body.is_valid(raise_exception=True)
        actor = person(request)
        row = targets.activity_withdraw(
            activity_id=activity_id, actor=actor, now=clock.now(), **body.validated_data
        )
        return Response(_activity(row, actor))
