"""Door of the review of a match."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import found, person
from backend.domain.errors import DomainError
from backend.permissions import May
from scheduling.models import Draw
from scheduling.selectors.draws import draw_get, draw_review, shown_to
from scheduling.serializers.reviews import DrawReviewOut


class DrawReviewView(APIView):
    """GET /draws/{uuid}/review."""

    permission_classes = [May]
    verbs = {"GET": "draw.view"}

    @extend_schema(responses=DrawReviewOut)
    def get(self, request: Request, draw_id: UUID) -> Response:
        """Teams, open seats first, and how fair the draw is; of a sealed draw for those who may know."""
        actor = person(request)
        row = found(draw_get(draw_id, actor))
        if row.state != Draw.State.DRAWN or not shown_to(row, actor):
            raise DomainError("move_not_open", {"state": row.state, "verb": "draw.view"})
        return Response(draw_review(row))
