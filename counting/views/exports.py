"""Doors of exports: ask for one, follow it, take it away."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from counting.exports import MEDIA
from counting.selectors.exports import export_cards, export_file, export_get, export_list
from counting.serializers.exports import ExportIn, ExportOut, ExportQuery
from counting.services.exports import export_request
from registry.views.answers import KEY, answer_once, asked, body


class ExportListView(APIView):
    """GET and POST /exports: one's own exports, and one more."""

    permission_classes = [May]
    verbs = {"GET": "", "POST": ""}  # which verb a kind needs is asked by the service

    @extend_schema(parameters=[*LIST_PARAMETERS, ExportQuery], responses=listing("ExportPage", ExportOut))
    def get(self, request: Request) -> Response:
        """The latest first."""
        rows = export_list(person(request), kind=asked(ExportQuery, request).get("kind", ""))
        return Response(page(rows, request, export_cards, order="-created_at"))

    @extend_schema(request=ExportIn, responses={201: ExportOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """A task makes it; ask GET /exports/{uuid} how far it is."""
        actor, values = person(request), body(ExportIn, request)

        def act() -> tuple[int, Any]:
            row = export_request(actor=actor, now=clock.now(), **values)
            return 201, export_get(row.uuid, actor)

        return answer_once(request, request.data, act)


class ExportView(APIView):
    """GET /exports/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(responses=ExportOut)
    def get(self, request: Request, export_id: UUID) -> Response:
        """How far it is, or what is wrong with it."""
        return Response(export_get(export_id, person(request)))


class ExportContentView(APIView):
    """GET /exports/{uuid}/content."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(
        responses={
            (200, media.partition(";")[0]): OpenApiResponse(OpenApiTypes.BINARY, description="the file")
            for media in MEDIA.values()
        }
    )
    def get(self, request: Request, export_id: UUID) -> HttpResponseBase:
        """As a download, to whom it was made for."""
        file = export_file(export_id, person(request))
        try:
            stream = default_storage.open(file.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            raise DomainError("storage_down") from error
        return FileResponse(stream, content_type=file.media_type, as_attachment=True, filename=file.name)
