"""Door of the papers of a visit."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import person
from backend.permissions import May
from backend.serializers import DocumentOut
from inspections.selectors.papers import visit_papers


class VisitPapersView(APIView):
    """GET /visits/{uuid}/documents: approval, notice, what was made on the spot, result."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=DocumentOut(many=True))
    def get(self, request: Request, visit_id: UUID) -> Response:
        """In the order they were made."""
        return Response(visit_papers(visit_id, person(request)))
