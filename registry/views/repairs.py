"""Doors of applications to repair a record of dishonesty (信用修复申请)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from backend.services.documents.templates import MEDIA
from registry.models import RepairApplication
from registry.selectors.credit import dishonesty_get
from registry.selectors.repairs import repair_paper
from registry.serializers.dishonesty import (
    DishonestyOut,
    RepairApplyIn,
    RepairCheckIn,
    RepairPaperQuery,
    RepairReasonIn,
)
from registry.services.repairs import (
    repair_apply,
    repair_check,
    repair_deny,
    repair_grant,
    repair_withdraw,
)
from registry.views.answers import KEY, answer_once, asked, body


class RepairApplyView(APIView):
    """POST /dishonesty/{uuid}/repairs."""

    permission_classes = [May]
    verbs = {"POST": "repair.apply"}

    @extend_schema(request=RepairApplyIn, responses={201: DishonestyOut}, parameters=[KEY])
    def post(self, request: Request, record_id: UUID) -> Response:
        """Take an application in, with its proof."""
        actor, values = person(request), body(RepairApplyIn, request)

        def act() -> tuple[int, Any]:
            given = {"application_id": values.pop("uuid"), **values}
            repair_apply(record_id=record_id, actor=actor, now=clock.now(), **given)
            return 201, dishonesty_get(record_id, actor, clock.today())

        return answer_once(request, request.data, act)


class RepairAct(APIView):
    """One act on an application."""

    permission_classes = [May]

    def step(
        self, request: Request, application_id: UUID, service: Callable[..., RepairApplication], **values: Any
    ) -> Response:
        """Run `service` once per key and print the record."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            row = service(application_id=application_id, actor=actor, now=clock.now(), **values)
            return 200, dishonesty_get(row.record_id, actor, clock.today())

        return answer_once(request, request.data, act)


class RepairCheckView(RepairAct):
    """POST /repair-applications/{uuid}/check."""

    verbs = {"POST": "repair.check"}

    @extend_schema(request=RepairCheckIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, application_id: UUID) -> Response:
        """What was looked at and found."""
        return self.step(request, application_id, repair_check, **body(RepairCheckIn, request))


class RepairGrantView(RepairAct):
    """POST /repair-applications/{uuid}/grant."""

    verbs = {"POST": "repair.grant"}

    @extend_schema(request=RepairReasonIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, application_id: UUID) -> Response:
        """准予, by another than who checked it."""
        return self.step(request, application_id, repair_grant, **body(RepairReasonIn, request))


class RepairDenyView(RepairAct):
    """POST /repair-applications/{uuid}/deny."""

    verbs = {"POST": "repair.deny"}

    @extend_schema(request=RepairReasonIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, application_id: UUID) -> Response:
        """不予, by another than who checked it."""
        return self.step(request, application_id, repair_deny, **body(RepairReasonIn, request))


class RepairWithdrawView(RepairAct):
    """POST /repair-applications/{uuid}/withdraw."""

    verbs = {"POST": "repair.withdraw"}

    @extend_schema(request=RepairReasonIn, responses=DishonestyOut, parameters=[KEY])
    def post(self, request: Request, application_id: UUID) -> Response:
        """The venue asks no more."""
        return self.step(request, application_id, repair_withdraw, **body(RepairReasonIn, request))


class RepairPaperView(APIView):
    """GET /repair-applications/{uuid}/paper?part=pdf|docx."""

    permission_classes = [May]
    verbs = {"GET": "credit.view"}

    @extend_schema(parameters=[RepairPaperQuery], responses=binary("application/pdf", MEDIA["docx"]))
    def get(self, request: Request, application_id: UUID) -> HttpResponseBase:
        """The decision, to be printed and handed over."""
        part = asked(RepairPaperQuery, request)["part"]
        file = repair_paper(application_id, part, person(request))
        try:
            stream = default_storage.open(file.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            raise DomainError("storage_down") from error
        response = FileResponse(
            stream, content_type=file.media_type, as_attachment=part == "docx", filename=file.name
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
