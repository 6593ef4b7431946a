"""Doors of a decision of no penalty (不予处罚)."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import person
from backend.permissions import May
from enforcement.selectors.leniency import leniency_card
from enforcement.selectors.papers import case_of
from enforcement.serializers.leniency import LeniencyOut


class CaseLeniencyView(APIView):
    """GET /cases/{uuid}/leniency: what may prove it, and what speaks against a first time."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=LeniencyOut)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Orders, files, talks; findings, orders and running cases of the period."""
        return Response(leniency_card(case_of(case_id, person(request))))
