"""Doors of case statistics and of 表一."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import person
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import May
from counting.domain.cuts import WHOLE, Cell, Cut
from counting.domain.indicators import statutory_checks
from counting.domain.windows import days
from counting.domain.yearbook import COLUMNS, Line
from counting.selectors.cuts import case_cut, case_rows, case_yearbook, organs_seen
from counting.selectors.facts import facts_of
from counting.serializers.exports import (
    CutOut,
    CutQuery,
    CutRowsQuery,
    YearbookOut,
    YearbookRowsQuery,
    YearQuery,
)
from counting.serializers.figures import CountedRowsOut
from counting.views.asking import rows_page
from enforcement.domain.penalties import CLASSES
from registry.views.answers import asked

CHECKS = "checks"


def _organs(actor: User) -> list[dict[str, str]]:
    return [{"code": one.code, "name": one.name} for one in organs_seen(actor)]


def _cut(query: Mapping[str, Any], actor: User) -> Cut:
    start, end = days(query["year"], query["period"])
    return case_cut(actor, query["rows"], query["columns"], start, end, query["organ"])


def _cell(cell: Cell) -> dict[str, int]:
    return {"value": len(cell.ids), "sum_fen": cell.sum_fen}


class CaseCutView(APIView):
    """GET /statistics/cases?rows=&columns=: cases decided in a period, one way across another."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[CutQuery], responses=CutOut)
    def get(self, request: Request) -> Response:
        """With the totals of rows and columns."""
        actor = person(request)
        found = _cut(asked(CutQuery, request), actor)

        def line(key: str, name: str, name_en: str) -> dict[str, Any]:
            cells = [_cell(found.cell(key, one[0])) for one in found.columns]
            return {
                "key": key,
                "name": name,
                "name_en": name_en,
                "cells": cells,
                "total": _cell(found.cell(key, WHOLE)),
            }

        return Response(
            {
                "columns": [{"key": k, "name": zh, "name_en": en} for k, zh, en in found.columns],
                "rows": [line(*one) for one in found.rows],
                "total": line(WHOLE, "合计", "Total"),
                "organs": _organs(actor),
            }
        )


class CaseCutRowsView(APIView):
    """GET /statistics/cases/rows: the cases behind one number."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[CutRowsQuery], responses=CountedRowsOut)
    def get(self, request: Request) -> Response:
        """200 at a time."""
        actor, query = person(request), asked(CutRowsQuery, request)
        found = _cut(query, actor)
        if not found.knows(query["row"], query["column"]):
            raise DomainError("not_found", {"row": query["row"], "column": query["column"]})
        ids = found.cell(query["row"], query["column"]).ids
        return Response(
            rows_page(request, actor, case_rows(query["rows"], query["columns"]), ids, len(ids), {})
        )


class YearbookView(APIView):
    """GET /statistics/yearbook?year=: 行政执法统计年报 表一."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[YearQuery], responses=YearbookOut)
    def get(self, request: Request) -> Response:
        """Organs down, penalty classes across."""
        actor, query = person(request), asked(YearQuery, request)
        lines, whole = case_yearbook(actor, query["year"], query["organ"])
        heads = [{"key": key, "name": CLASSES[key][0], "name_en": CLASSES[key][1]} for key in COLUMNS]
        return Response(
            {
                "columns": heads,
                "rows": [_line(code, name, line) for code, name, line in lines],
                "total": _line(WHOLE, "合计", whole),
                "organs": _organs(actor),
                "checks": statutory_checks(facts_of(actor, query["year"])).value,
            }
        )


def _line(key: str, name: str, line: Line) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "name_en": "Total" if key == WHOLE else name,
        "cells": [{"value": len(line.cells[one]), "sum_fen": 0} for one in COLUMNS],
        "total": {"value": len(line.total), "sum_fen": line.sum_fen},
    }


class YearbookRowsView(APIView):
    """GET /statistics/yearbook/rows: the decisions behind one number of 表一."""

    permission_classes = [May]
    verbs = {"GET": "statistics.view"}

    @extend_schema(parameters=[YearbookRowsQuery], responses=CountedRowsOut)
    def get(self, request: Request) -> Response:
        """200 at a time; column `checks` gives the visits behind 检查次数."""
        actor, query = person(request), asked(YearbookRowsQuery, request)
        if query["column"] == CHECKS:
            found = statutory_checks(facts_of(actor, query["year"]))
            return Response(rows_page(request, actor, "visit", found.rows, found.value, {}))
        _, line = case_yearbook(actor, query["year"], query["organ"])
        if query["column"] not in (*COLUMNS, WHOLE):
            raise DomainError("not_found", {"column": query["column"]})
        ids = line.cells[query["column"]] if query["column"] else line.total
        return Response(rows_page(request, actor, "case", ids, len(ids), {}))
