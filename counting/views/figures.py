"""Doors of figures, statistics and the workbench."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import invalid, person
from backend.permissions import May
from counting.domain.cuts import WHOLE
from counting.exports import statistics_workbook
from counting.selectors import figures, workbench
from counting.selectors.facts import facts_of
from counting.selectors.rows import rows_shown
from counting.selectors.statistics import TABLES, Statistic, statistic
from counting.serializers.figures import CountedRowsOut, FigureOut, ReadingIn, StatisticsOut, WorkbenchOut
from counting.services.readings import reading_set
from counting.views.asking import OFFSET, WINDOW, YEAR, days_asked, rows_page, window_asked, year_asked
from registry.views.answers import KEY, WORKBOOK, answer_once, body, workbook

TABLE = OpenApiParameter("table", str, enum=list(TABLES))
BY = OpenApiParameter("by", str, enum=sorted({by for kinds in TABLES.values() for by in kinds}))
_SHEET = {"inspections": "检查", "cases": "案件", "leads": "线索", "hazards": "隐患"}


class FigureListView(APIView):
    """GET /figures: every figure of a year or a part of it."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[YEAR, WINDOW], responses=FigureOut(many=True))
    def get(self, request: Request) -> Response:
        """Read from one set of facts."""
        return Response(figures.figure_cards(person(request), year_asked(request), window_asked(request)))


class FigureView(APIView):
    """GET /figures/{indicator}: one figure with its formula; POST: how it is read."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=[YEAR, WINDOW], responses=FigureOut)
    def get(self, request: Request, indicator: str) -> Response:
        """Now."""
        return Response(self._card(request, indicator))

    @extend_schema(request=ReadingIn, responses=FigureOut, parameters=[YEAR, WINDOW, KEY])
    def post(self, request: Request, indicator: str) -> Response:
        """With the reason; answers the figure in its new reading."""
        figures.indicator_of(indicator)
        actor, values = person(request), body(ReadingIn, request)
        value = values.get("text" if values["key"] == "reading" else "number")

        def act() -> tuple[int, Any]:
            reading_set(
                indicator=indicator,
                key=values["key"],
                value=value,
                reason=values["reason"],
                actor=actor,
                now=clock.now(),
            )
            return 200, self._card(request, indicator)

        return answer_once(request, request.data, act)

    @staticmethod
    def _card(request: Request, indicator: str) -> dict[str, Any]:
        figures.indicator_of(indicator)
        year = year_asked(request)
        return figures.figure_card(facts_of(person(request), year), indicator, year, window_asked(request))


class FigureRowsView(APIView):
    """GET /figures/{indicator}/rows: the rows a figure counts, or those of a number beside it (`part`)."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[YEAR, WINDOW, OFFSET, OpenApiParameter("part", str)], responses=CountedRowsOut)
    def get(self, request: Request, indicator: str) -> Response:
        """200 at a time. Of a ratio the rows are its numerator, and `value` is how many they are."""
        kind = figures.indicator_of(indicator).rows
        actor, part = person(request), request.query_params.get("part", "")
        found = figures.figure_rows(actor, indicator, year_asked(request), window_asked(request), part)
        value = found.value if found.over is None else len(found.rows)
        return Response(rows_page(request, actor, kind, found.rows, value, found.weights))


def _statistic(request: Request) -> Statistic:
    table = request.query_params.get("table") or "inspections"
    if table not in TABLES:
        raise invalid("table", "没有这张表")
    by = request.query_params.get("by") or "category"
    return statistic(person(request), table, by, *days_asked(request))


class StatisticsView(APIView):
    """GET /statistics?table=inspections|cases|leads|hazards&by=…: one statistic."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[TABLE, BY, YEAR, WINDOW], responses=StatisticsOut)
    def get(self, request: Request) -> Response:
        """Largest first; months in order."""
        return Response(_statistic(request).card())


class StatisticsRowsView(APIView):
    """GET /statistics/rows?table=&by=&key=: the rows behind one number; `key` "": behind the total."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(
        parameters=[TABLE, BY, OpenApiParameter("key", str, required=True), YEAR, WINDOW, OFFSET],
        responses=CountedRowsOut,
    )
    def get(self, request: Request) -> Response:
        """200 at a time."""
        found = _statistic(request)
        group = found.group(request.query_params.get("key", WHOLE))
        return Response(rows_page(request, person(request), found.kind, group.ids, len(group.ids), {}))


class StatisticsWorkbookView(APIView):
    """GET /statistics/workbook: the statistic and its rows as XLSX."""

    permission_classes = [May]
    verbs = {"GET": "statistics.export"}

    @extend_schema(parameters=[TABLE, BY, YEAR, WINDOW], responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """Numbers on one sheet, rows on another."""
        found = _statistic(request)
        start, end = days_asked(request)
        ids = list(dict.fromkeys(uuid for group in found.groups for uuid in group.ids))
        shown = dict(zip(ids, rows_shown(person(request), found.kind, ids), strict=True))
        opened = [{"group": group.name, **shown[uuid]} for group in found.groups for uuid in group.ids]
        title = f"{_SHEET[found.table]}统计 {start} 至 {end}"
        return workbook(statistics_workbook(title, found.card(), opened), f"{title}.xlsx")


class WorkbenchView(APIView):
    """GET /workbench: what needs me now, the year's targets and its line."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(responses=WorkbenchOut)
    def get(self, request: Request) -> Response:
        """As of now."""
        actor, today = person(request), clock.today()
        facts = facts_of(actor, today.year)
        return Response(
            {
                "now": workbench.tasks_now(actor, today),
                "targets": figures.target_cards(actor, today.year, facts),
                "line": workbench.year_line(facts),
            }
        )
