"""Doors of the evidence of a case."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from enforcement.selectors.evidence_cards import evidence_card
from enforcement.selectors.papers import case_of
from enforcement.serializers.evidence import CaseEvidenceIn, CaseEvidenceOut, EvidenceSetAsideIn
from enforcement.services.cases.evidence import evidence_add, evidence_set_aside
from registry.views.answers import KEY, answer_once, body


class CaseEvidenceView(APIView):
    """GET, POST /cases/{uuid}/evidence: of the record it came from and of the case itself."""

    permission_classes = [May]
    verbs = {"GET": "case.view", "POST": "evidence.add"}

    @extend_schema(responses=CaseEvidenceOut)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Those set aside too."""
        actor = person(request)
        return Response(evidence_card(case_of(case_id, actor), actor))

    @extend_schema(request=CaseEvidenceIn, responses={201: CaseEvidenceOut}, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """Files whose bytes are here."""
        actor, values = person(request), body(CaseEvidenceIn, request)

        def act() -> tuple[int, Any]:
            evidence_add(case_id=case_id, actor=actor, now=clock.now(), **values)
            return 201, evidence_card(case_of(case_id, actor), actor)

        return answer_once(request, request.data, act)


class EvidenceSetAsideView(APIView):
    """POST /case-evidence/{uuid}/set-aside: it stays, and stands in the file no more."""

    permission_classes = [May]
    verbs = {"POST": "evidence.set_aside"}

    @extend_schema(request=EvidenceSetAsideIn, responses=CaseEvidenceOut, parameters=[KEY])
    def post(self, request: Request, evidence_id: UUID) -> Response:
        """With the reason."""
        actor, values = person(request), body(EvidenceSetAsideIn, request)

        def act() -> tuple[int, Any]:
            row = evidence_set_aside(evidence_id=evidence_id, actor=actor, now=clock.now(), **values)
            return 200, evidence_card(case_of(row.case_id, actor), actor)

        return answer_once(request, request.data, act)
