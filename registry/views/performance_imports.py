"""Doors of performances that come as a workbook."""

import hashlib
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import OrjsonRenderer, person
from backend.permissions import May
from registry.domain.importing.performances import NEEDED, PERFORMANCE_COLUMNS, SAYS
from registry.exports import template_workbook
from registry.imports import performance_file_read
from registry.serializers.performances import PerformanceImportIn, PerformanceImportOut
from registry.services.performance_imports import (
    PerformanceVerdict,
    performances_import,
    performances_judge,
)
from registry.views.answers import KEY, WORKBOOK, WorkbookRenderer, answer_once, body, workbook


def _card(
    found: list[PerformanceVerdict], unknown: list[str], left: list[tuple[int, str]], *, written: bool
) -> Any:
    return PerformanceImportOut(
        {
            "written": written,
            "rows": [one.card() for one in found],
            "unknown": unknown,
            "left": [{"row": row, "why": why} for row, why in left],
        }
    ).data


class PerformanceImportCheckView(APIView):
    """POST /performances/import/check: a verdict for each row; nothing is written."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "performance.import"}

    @extend_schema(request={"multipart/form-data": PerformanceImportIn}, responses=PerformanceImportOut)
    def post(self, request: Request) -> Response:
        """Dry run."""
        rows, unknown, left = performance_file_read(body(PerformanceImportIn, request)["file"])
        found = performances_judge(rows, actor=person(request))
        return Response(_card(found, unknown, left, written=False))


class PerformanceImportView(APIView):
    """POST /performances/import: every row, or none."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "performance.import"}

    @extend_schema(
        request={"multipart/form-data": PerformanceImportIn},
        responses={201: PerformanceImportOut},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Once per key; the answer names each performance."""
        actor, file = person(request), body(PerformanceImportIn, request)["file"]
        sha256 = hashlib.sha256(file.read()).hexdigest()
        file.seek(0)

        def act() -> tuple[int, Any]:
            rows, unknown, left = performance_file_read(file)
            found = performances_import(rows, actor=actor, now=clock.now())
            return 201, _card(found, unknown, left, written=True)

        return answer_once(request, {"sha256": sha256}, act)


class PerformanceTemplateView(APIView):
    """GET /performances/import/template: the workbook to fill in."""

    permission_classes = [May]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "performance.import"}

    @extend_schema(responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """Empty, with how each column is written."""
        made = template_workbook("演出", PERFORMANCE_COLUMNS, SAYS, NEEDED)
        return workbook(made, "演出导入模板.xlsx")
