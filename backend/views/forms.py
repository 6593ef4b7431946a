"""Doors of forms (文种) and of a bureau's own templates of them."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import invalid, person
from backend.documents.catalogue import form_get
from backend.documents.pdf import layout
from backend.documents.word import default_template
from backend.domain.errors import DomainError
from backend.permissions import May
from backend.schema import binary
from backend.selectors import documents as selectors
from backend.serializers import PaperFormOut, TemplateVersionOut
from backend.services import documents
from backend.services.documents.templates import MEDIA
from backend.views.files import RawParser

PREVIEWS = {"pdf": "application/pdf", "docx": MEDIA["docx"]}


class FormListView(APIView):
    """GET /forms: every form with its field list and layout."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=PaperFormOut(many=True))
    def get(self, request: Request) -> Response:
        """In the order of the procedure."""
        return Response(selectors.form_cards(person(request)))


class FormTemplateView(APIView):
    """GET, POST /forms/{code}/templates/{kind}: the template in use, and a new one of the bureau's own."""

    permission_classes = [May]
    parser_classes = [RawParser]
    verbs = {"GET": "document.view", "POST": "form.edit"}

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
    def post(self, request: Request, code: str, kind: str) -> Response:
        """Tried with a value in every field first; an empty body goes back to the house's own."""
        content: Any = request.data or b""
        if not isinstance(content, bytes):
            raise ParseError
        actor = person(request)
        documents.template_put(form=code, kind=kind, content=content, actor=actor, now=clock.now())
        return Response(next(one for one in selectors.form_cards(actor) if one["code"] == code))


class FormTemplateListView(APIView):
    """GET /forms/{code}/templates: every version of the bureau's own, with who put it and when."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=TemplateVersionOut(many=True))
    def get(self, request: Request, code: str) -> Response:
        """The latest first; one without a file went back to the house's own."""
        return Response(selectors.template_list(form_get(code), person(request)))


class FormPreviewView(APIView):
    """GET /forms/{code}/preview?part=pdf|docx: the form as it would print now, with example data."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(
        parameters=[OpenApiParameter("part", {"type": "string", "enum": sorted(PREVIEWS)})],
        responses=binary(*PREVIEWS.values()),
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """With the templates in use; a value in every field, no number taken."""
        part = request.query_params.get("part", "") or "pdf"
        if part not in PREVIEWS:
            raise invalid("part", "应为 pdf 或 docx")
        content = documents.template_preview(form=code, part=part, actor=person(request), today=clock.today())
        response = HttpResponse(content, content_type=PREVIEWS[part])
        how = "inline" if part == "pdf" else "attachment"
        response["Content-Disposition"] = f'{how}; filename="{code}-preview.{part}"'
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
