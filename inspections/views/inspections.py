"""Doors of records: the phone's submission, the supervisor's list and review."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.permissions import May
from inspections.serializers.submission import InspectionIn, SubmissionOut
from inspections.views.submission import RecordParser, submission_take


class InspectionView(APIView):
    """POST /inspections/{uuid}: the record of a visit under the phone's own uuid."""

    permission_classes = [May]
    parser_classes = [RecordParser]
    # "": who may submit depends on the visit; a member of its team may even after he lost the role
    verbs = {"POST": ""}

    @extend_schema(request=InspectionIn, responses={200: SubmissionOut, 201: SubmissionOut})
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """201 stored now, 200 stored already; nothing about the visit is a reason to refuse."""
        return submission_take(request, inspection_id)
