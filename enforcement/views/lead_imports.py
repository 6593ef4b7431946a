"""Doors of leads that come as a workbook."""

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
from enforcement.domain.lead_rows import COLUMNS, NEEDED, SAYS
from enforcement.imports import lead_file_read
from enforcement.serializers.leads import LeadImportIn, LeadImportOut
from enforcement.services.leads import leads_import, leads_judge
from enforcement.services.leads.importing import Verdict
from registry.exports import template_workbook
from registry.views.answers import KEY, WORKBOOK, WorkbookRenderer, answer_once, body, workbook


def _card(found: list[Verdict], unknown: list[str], left: list[tuple[int, str]], *, written: bool) -> Any:
    return LeadImportOut(
        {
            "written": written,
            "rows": [one.card() for one in found],
            "unknown": unknown,
            "left": [{"row": row, "why": why} for row, why in left],
        }
    ).data


class LeadImportCheckView(APIView):
    """POST /leads/import/check: a verdict for each row; nothing is written."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "lead.import"}

    @extend_schema(request={"multipart/form-data": LeadImportIn}, responses=LeadImportOut)
    def post(self, request: Request) -> Response:
        """Dry run."""
        values = body(LeadImportIn, request)
        rows, unknown, left = lead_file_read(values["file"], clock.today())
        found = leads_judge(rows, channel=values["channel"], actor=person(request))
        return Response(_card(found, unknown, left, written=False))


class LeadImportView(APIView):
    """POST /leads/import: every new row, or none."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "lead.import"}

    @extend_schema(
        request={"multipart/form-data": LeadImportIn}, responses={201: LeadImportOut}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """Once per key; the answer names each lead, and no reporter."""
        actor, values = person(request), body(LeadImportIn, request)
        file, channel, another = values["file"], values["channel"], values["another"]
        sha256 = hashlib.sha256(file.read()).hexdigest()
        file.seek(0)

        def act() -> tuple[int, Any]:
            rows, unknown, left = lead_file_read(file, clock.today())
            found = leads_import(rows, channel=channel, another=another, actor=actor, now=clock.now())
            return 201, _card(found, unknown, left, written=True)

        return answer_once(request, {"sha256": sha256, "channel": channel, "another": another}, act)


class LeadTemplateView(APIView):
    """GET /leads/import/template: the workbook to fill in."""

    permission_classes = [May]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "lead.import"}

    @extend_schema(responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """Empty, with how each column is written."""
        return workbook(template_workbook("线索", COLUMNS, SAYS, NEEDED), "线索导入模板.xlsx")
