"""Doors of the papers of a case, and of its file."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import invalid, person, query_uuid
from backend.permissions import May
from backend.schema import binary
from backend.selectors.documents import document_get
from backend.serializers import DocumentDetailOut
from enforcement.selectors.papers import case_documents, case_of, paper_offers, track_of
from enforcement.serializers.papers import CaseDocumentOut, CasePaperIn, CasePaperSignIn, PaperOfferOut
from enforcement.services.case_files import case_file
from enforcement.services.papers import case_paper_make
from enforcement.services.signed_copies import paper_sign
from registry.views.answers import KEY, answer_once, body

FILES = {"pdf": "application/pdf", "zip": "application/zip"}


class CasePaperView(APIView):
    """GET, POST /cases/{uuid}/papers: which forms can be made now, and make one."""

    permission_classes = [May]
    verbs = {"GET": "document.view", "POST": "document.make"}

    @extend_schema(parameters=[OpenApiParameter("track", UUID)], responses=PaperOfferOut(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """With what each says already; those of a side track with `track`."""
        case = case_of(case_id, person(request))
        return Response(paper_offers(case, track_of(case, query_uuid(request, "track"))))

    @extend_schema(request=CasePaperIn, responses={201: DocumentDetailOut})
    def post(self, request: Request, case_id: UUID) -> Response:
        """The same content again answers the same document."""
        actor, asked = person(request), body(CasePaperIn, request)
        values: dict[str, Any] = asked.get("values") or {}
        row = case_paper_make(
            case_id=case_id,
            form=asked["form"],
            values=values,
            replaces=asked.get("replaces"),
            track=asked.get("track"),
            actor=actor,
            now=clock.now(),
        )
        return Response(document_get(row.uuid, actor), status=201)


class CaseDocumentsView(APIView):
    """GET /cases/{uuid}/documents: of the case, its side tracks, and the record it came from."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(responses=CaseDocumentOut(many=True))
    def get(self, request: Request, case_id: UUID) -> Response:
        """In the order they are bound."""
        actor = person(request)
        return Response(case_documents(case_of(case_id, actor), actor))


class CasePaperSignView(APIView):
    """POST /cases/{uuid}/documents/sign: a paper of the case has come back signed (签字件)."""

    permission_classes = [May]
    verbs = {"POST": "document.sign"}

    @extend_schema(request=CasePaperSignIn, responses=CaseDocumentOut(many=True), parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its picture or PDF, whose bytes are here."""
        actor, values = person(request), body(CasePaperSignIn, request)

        def act() -> tuple[int, Any]:
            paper_sign(case_id=case_id, actor=actor, now=clock.now(), **values)
            return 200, case_documents(case_of(case_id, actor), actor)

        return answer_once(request, request.data, act)


class CaseFileBoundView(APIView):
    """GET /cases/{uuid}/file?as=pdf|zip: the case file (一案一卷)."""

    permission_classes = [May]
    verbs = {"GET": "document.view"}

    @extend_schema(
        parameters=[OpenApiParameter("as", {"type": "string", "enum": sorted(FILES)})],
        responses=binary(*FILES.values()),
    )
    def get(self, request: Request, case_id: UUID) -> HttpResponse:
        """Bound anew each time from the papers made by now."""
        kind = request.query_params.get("as", "") or "pdf"
        if kind not in FILES:
            raise invalid("as", "应为 pdf 或 zip")
        name, content = case_file(
            case_id=case_id, folder=kind == "zip", actor=person(request), now=clock.now()
        )
        response = HttpResponse(content, content_type=FILES[kind])
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return response
