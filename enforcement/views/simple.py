"""Doors of penalties on the spot (当场处罚)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from enforcement import selectors
from enforcement.selectors.simple import papers_waiting
from enforcement.serializers import CaseDetailOut
from enforcement.serializers.simple import CaseFileSimpleIn, CaseReportIn, PaperWaitingOut
from enforcement.services import cases
from enforcement.views.cases import CaseStepView
from registry.views.answers import KEY, answer_once, body


class CaseSimpleView(APIView):
    """GET, POST /cases/simple: papers from the field without a case; and a case of a penalty on the spot."""

    permission_classes = [May]
    verbs = {"GET": "case.view", "POST": "case.file_simple"}

    @extend_schema(responses=PaperWaitingOut(many=True))
    def get(self, request: Request) -> Response:
        """Their act could not be told from the record."""
        return Response(papers_waiting(person(request)))

    @extend_schema(request=CaseFileSimpleIn, responses={201: CaseDetailOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Decided and served at once; told to the organ next."""
        actor, values = person(request), body(CaseFileSimpleIn, request)

        def act() -> tuple[int, Any]:
            case = cases.case_file_simple(actor=actor, now=clock.now(), **values)
            return 201, selectors.case_get(case.uuid, actor, clock.today())

        return answer_once(request, request.data, act)


class CaseReportView(CaseStepView):
    """POST /cases/{uuid}/report: the penalty on the spot was told to the organ."""

    verbs = {"POST": "case.report"}

    @extend_schema(request=CaseReportIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With what is irregular settled."""
        return self.step(request, case_id, cases.case_report, **body(CaseReportIn, request))
