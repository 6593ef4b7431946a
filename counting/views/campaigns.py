"""Doors of what a special campaign adds up to."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import found, person
from backend.permissions import May
from counting.selectors.campaigns import PARTS, campaign_part, figure_cards
from counting.serializers.campaigns import CampaignFigureOut
from counting.serializers.figures import CountedRowsOut
from counting.views.asking import OFFSET, rows_page
from scheduling.selectors.campaigns import campaign_get


class CampaignFigureListView(APIView):
    """GET /campaigns/{uuid}/figures."""

    permission_classes = [May]
    verbs = {"GET": "campaign.view"}

    @extend_schema(responses=CampaignFigureOut(many=True))
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """Visits, venues, findings, orders, cases and penalties of the campaign."""
        actor = person(request)
        return Response(figure_cards(found(campaign_get(campaign_id, actor)), actor))


class CampaignRowListView(APIView):
    """GET /campaigns/{uuid}/rows?part=."""

    permission_classes = [May]
    verbs = {"GET": "campaign.view"}

    @extend_schema(
        parameters=[OpenApiParameter("part", str, enum=list(PARTS)), OFFSET], responses=CountedRowsOut
    )
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """The rows of one number, 200 at a time."""
        actor = person(request)
        row = found(campaign_get(campaign_id, actor))
        kind, one = campaign_part(row, actor, request.query_params.get("part") or "visits")
        return Response(rows_page(request, actor, kind, one.rows, one.value, one.weights))
