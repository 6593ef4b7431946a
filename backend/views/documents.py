"""Doors of documents (文书)."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import invalid, person, query_uuid
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from backend.selectors import documents as selectors
from backend.serializers import DocumentDetailOut, DocumentOut, DocumentVoidIn
from backend.services import documents
from backend.services.documents.templates import MEDIA


def body_of(kind: Any, request: Request) -> dict[str, Any]:
    """The JSON body, checked by a serializer."""
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class DocumentListView(APIView):
    """GET /documents?noun=&of=: the documents of one matter."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(
        parameters=[
            OpenApiParameter("noun", str, required=True),
            OpenApiParameter("of", UUID, required=True),
        ],
        responses=DocumentOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """In the order they were asked for."""
        of = query_uuid(request, "of")
        if of is None:
            raise invalid("of", "应为标识")
        actor = person(request)
        rows = selectors.document_list(actor, noun=request.query_params.get("noun", ""), noun_id=of)
        return Response(selectors.document_cards(rows, actor))


class DocumentView(APIView):
    """GET /documents/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=DocumentDetailOut)
    def get(self, request: Request, document_id: UUID) -> Response:
        """With its values and earlier versions."""
        return Response(selectors.document_get(document_id, person(request)))


class DocumentContentView(APIView):
    """GET /documents/{uuid}/content?part=pdf|docx|public."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(
        parameters=[OpenApiParameter("part", {"type": "string", "enum": sorted(selectors.PARTS)})],
        responses=binary("application/pdf", MEDIA["docx"]),
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        """A PDF opens in the browser, the copy for Word is a download."""
        part = request.query_params.get("part", "") or "pdf"
        if part not in selectors.PARTS:
            raise invalid("part", "应为 pdf、docx 或 public")
        file = selectors.document_file(document_id, part, person(request))
        try:
            stream = default_storage.open(file.path, "rb")
        except Exception as error:  # a disk and S3 fail in many classes
            raise DomainError("storage_down") from error
        response = FileResponse(
            stream, content_type=file.media_type, as_attachment=part == "docx", filename=file.name
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class DocumentVoidView(APIView):
    """POST /documents/{uuid}/void."""

    permission_classes = [May]
    verbs = {"POST": "document.void"}

    @extend_schema(request=DocumentVoidIn, responses=DocumentDetailOut)
    def post(self, request: Request, document_id: UUID) -> Response:
        """With the reason."""
        actor = person(request)
        row = documents.document_void(
            document_id=document_id, actor=actor, now=clock.now(), **body_of(DocumentVoidIn, request)
        )
        return Response(selectors.document_get(row.uuid, actor))
