"""Doors of the registers of reviews and suits (复议台账、诉讼台账)."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from enforcement.selectors.disputes import dispute_cards, dispute_counts, dispute_list
from enforcement.serializers.disputes import DisputeCountOut, DisputeOut, DisputeQuery
from registry.views.answers import asked


class DisputeListView(APIView):
    """GET /disputes?kind=review|litigation&state=…&year=…: the register."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(parameters=[*LIST_PARAMETERS, DisputeQuery], responses=listing("DisputePage", DisputeOut))
    def get(self, request: Request) -> Response:
        """One page, the latest accepted first."""
        today = clock.today()
        rows = dispute_list(person(request), **asked(DisputeQuery, request))
        return Response(page(rows, request, lambda got: dispute_cards(got, today), order="-began_on"))


class DisputeCountView(APIView):
    """GET /disputes/counts: how many of which kind and year stand where."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=DisputeCountOut(many=True))
    def get(self, request: Request) -> Response:
        """Both kinds."""
        return Response(dispute_counts(person(request)))
