"""Door of what waits for one's judgement (待我审批)."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from enforcement.selectors.inbox import inbox
from enforcement.serializers.inbox import InboxRowOut


class InboxListView(APIView):
    """GET /inbox: legal review, decisions, approvals of side tracks, publications to check, reports."""

    permission_classes = [May]
    verbs = {"GET": "case.view"}

    @extend_schema(responses=InboxRowOut(many=True))
    def get(self, request: Request) -> Response:
        """The soonest due first."""
        return Response(inbox(person(request), clock.today()))
