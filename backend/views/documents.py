"""Doors of forms, documents and numbers (文书、文号)."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import invalid, person, query_int, query_uuid
from backend.documents.catalogue import form_get
from backend.documents.pdf import layout
from backend.documents.word import default_template
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from backend.selectors import documents as selectors
from backend.serializers import (
    DocumentDetailOut,
    DocumentOut,
    DocumentVoidIn,
    HeldNumberOut,
    NumbersReserveIn,
    NumbersReturnIn,
    NumbersVoidIn,
    PaperFormOut,
    RegisterOut,
    SeriesOut,
)
from backend.services import booklets, documents
from backend.services.documents.templates import MEDIA
from backend.views.files import RawParser


def _body(kind: Any, request: Request) -> dict[str, Any]:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class FormListView(APIView):
    """GET /forms: every form with its field list and layout."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=PaperFormOut(many=True))
    def get(self, request: Request) -> Response:
        """In the order of the procedure."""
        return Response(selectors.form_cards(person(request)))


class FormTemplateView(APIView):
    """GET, PUT /forms/{code}/templates/{kind}: the template in use, and a new version of the bureau's own."""

    permission_classes = [May]
    parser_classes = [RawParser]
    verbs = {"GET": "document.view", "PUT": "form.edit"}

    @extend_schema(responses=binary(*MEDIA.values()))
    def get(self, request: Request, code: str, kind: str) -> HttpResponse:
        """The bytes: the bureau's own, else the house's."""
        form, actor = form_get(code), person(request)
        if kind not in MEDIA:
            raise DomainError("not_found", {"kind": kind})
        own, _ = documents.templates_of(actor.organ.code if actor.organ else "", code)
        if kind == "typst":
            content = (own.typst or layout()).encode()
        else:
            content = own.docx or default_template(form.code)
        response = HttpResponse(content, content_type=MEDIA[kind])
        response["Content-Disposition"] = (
            f'attachment; filename="{code}.{"typ" if kind == "typst" else "docx"}"'
        )
        return response

    @extend_schema(request={"application/octet-stream": OpenApiTypes.BINARY}, responses=PaperFormOut)
    def put(self, request: Request, code: str, kind: str) -> Response:
        """Tried with a value in every field first; an empty body goes back to the house's own."""
        content: Any = request.data or b""
        if not isinstance(content, bytes):
            raise ParseError
        actor = person(request)
        documents.template_put(form=code, kind=kind, content=content, actor=actor, now=clock.now())
        return Response(next(one for one in selectors.form_cards(actor) if one["code"] == code))


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
            document_id=document_id, actor=actor, now=clock.now(), **_body(DocumentVoidIn, request)
        )
        return Response(selectors.document_get(row.uuid, actor))


class SeriesListView(APIView):
    """GET /numbers: the series of this organ."""

    permission_classes = [May]
    verbs = {"GET": "number.view"}

    @extend_schema(responses=SeriesOut(many=True))
    def get(self, request: Request) -> Response:
        """Newest year first."""
        return Response(selectors.series_list(person(request)))


class NumberRegisterView(APIView):
    """GET /numbers/register?kind=&year=: the fate of every number of one series."""

    permission_classes = [May]
    verbs = {"GET": "number.view"}

    @extend_schema(
        parameters=[
            OpenApiParameter("kind", str, required=True),
            OpenApiParameter("year", int, required=True),
        ],
        responses=RegisterOut,
    )
    def get(self, request: Request) -> Response:
        """The latest first."""
        today = clock.today()
        year = query_int(request, "year", today.year, low=2000, high=2100)
        kind = request.query_params.get("kind", "")
        return Response(selectors.number_register(person(request), kind=kind, year=year, today=today))


def _held(rows: list[Any]) -> Response:
    return Response(HeldNumberOut(rows, many=True).data)


class NumbersReserveView(APIView):
    """POST /numbers/reserve: numbers this device may use off line."""

    permission_classes = [May]
    verbs = {"POST": "number.reserve"}

    @extend_schema(request=NumbersReserveIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """All it holds now; a repeated call takes nothing more."""
        values, actor = _body(NumbersReserveIn, request), person(request)
        return _held(booklets.numbers_reserve(actor=actor, now=clock.now(), **values))


class NumbersReturnView(APIView):
    """POST /numbers/return: numbers given back unused."""

    permission_classes = [May]
    verbs = {"POST": "number.return"}

    @extend_schema(request=NumbersReturnIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """Those that were held by this person."""
        values, actor = _body(NumbersReturnIn, request), person(request)
        return _held(booklets.numbers_return(actor=actor, now=clock.now(), **values))


class NumbersVoidView(APIView):
    """POST /numbers/void: numbers that will not come back."""

    permission_classes = [May]
    verbs = {"POST": "number.void"}

    @extend_schema(request=NumbersVoidIn, responses=HeldNumberOut(many=True))
    def post(self, request: Request) -> Response:
        """With the reason."""
        values, actor = _body(NumbersVoidIn, request), person(request)
        return _held(booklets.numbers_void(actor=actor, now=clock.now(), **values))
