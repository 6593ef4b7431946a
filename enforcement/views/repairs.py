"""Doors of the prompt to repair a credit record (信用修复提示)."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from backend.services.documents.templates import MEDIA
from enforcement.selectors.followups import follow_up_get
from enforcement.selectors.repair import repair_paper, repair_records
from enforcement.serializers.followups import (
    FollowUpOut,
    FollowUpPaperQuery,
    FollowUpPromptIn,
    RepairRecordOut,
)
from enforcement.services.cases.repairing import follow_up_prompt
from enforcement.views.followups import FollowUpAct
from registry.views.answers import KEY, asked, body


class FollowUpRepairView(APIView):
    """GET /follow-ups/{uuid}/repair."""

    permission_classes = [May]
    verbs = {"GET": "follow_up.view"}

    @extend_schema(responses=RepairRecordOut(many=True))
    def get(self, request: Request, follow_up_id: UUID) -> Response:
        """The decision and the lists of its venue, each with what may be repaired of it."""
        actor = person(request)
        row = found(follow_up_get(follow_up_id, actor))
        return Response(repair_records(row, actor, clock.today()))


class FollowUpPromptView(FollowUpAct):
    """POST /follow-ups/{uuid}/prompt."""

    verbs = {"POST": "follow_up.prompt"}

    @extend_schema(request=FollowUpPromptIn, responses=FollowUpOut, parameters=[KEY])
    def post(self, request: Request, follow_up_id: UUID) -> Response:
        """Made of one record, with its paper."""
        return self.step(request, follow_up_id, follow_up_prompt, **body(FollowUpPromptIn, request))


class FollowUpPaperView(APIView):
    """GET /follow-ups/{uuid}/paper?document=&part=pdf|docx."""

    permission_classes = [May]
    verbs = {"GET": "follow_up.view"}

    @extend_schema(parameters=[FollowUpPaperQuery], responses=binary("application/pdf", MEDIA["docx"]))
    def get(self, request: Request, follow_up_id: UUID) -> HttpResponseBase:
        """A prompt of this follow-up, to be printed and handed over."""
        query = asked(FollowUpPaperQuery, request)
        file = repair_paper(follow_up_id, query["document"], query["part"], person(request))
        try:
            stream = default_storage.open(file.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            raise DomainError("storage_down") from error
        response = FileResponse(
            stream, content_type=file.media_type, as_attachment=query["part"] == "docx", filename=file.name
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
