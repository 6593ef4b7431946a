"""Doors of the catalogue's editor: the law with its versions, the workbook, and changes under review."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import OrjsonRenderer, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.selectors.law import (
    change_card,
    change_get,
    change_list,
    change_whole,
    check_card,
    law_list,
)
from registry.serializers.law import (
    CatalogueBookChangeIn,
    CatalogueBookIn,
    CatalogueChangeIn,
    CatalogueChangeOut,
    CatalogueChangeQuery,
    CatalogueChangeRowsOut,
    CatalogueCheckOut,
    CatalogueReasonIn,
    CatalogueRowOut,
    CatalogueRowQuery,
    CatalogueRowsIn,
    LawOut,
)
from registry.services.catalogue import catalogue_sources
from registry.services.catalogue_changes import (
    catalogue_approve,
    catalogue_check,
    catalogue_export,
    catalogue_propose,
    catalogue_reject,
    catalogue_row,
    catalogue_withdraw,
    given_of_rows,
    given_of_workbook,
)
from registry.views.answers import KEY, WORKBOOK, WorkbookRenderer, answer_once, asked, body, workbook


class LawView(APIView):
    """GET /catalogue/law."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(responses=LawOut)
    def get(self, request: Request) -> Response:
        """Every violation with all versions of its bases, their bands, rules of no penalty, and sources."""
        return Response(law_list(on=clock.today()) | {"sources": catalogue_sources()})


class CatalogueRowView(APIView):
    """GET /catalogue/row?section=bases&code=…"""

    permission_classes = [May]
    verbs = {"GET": "catalogue.edit"}

    @extend_schema(parameters=[CatalogueRowQuery], responses=CatalogueRowOut)
    def get(self, request: Request) -> Response:
        """One row of the catalogue in use, whole."""
        return Response(catalogue_row(**asked(CatalogueRowQuery, request), actor=person(request)))


class CatalogueCheckView(APIView):
    """POST /catalogue/check."""

    permission_classes = [May]
    verbs = {"POST": "catalogue.edit"}

    @extend_schema(request=CatalogueRowsIn, responses=CatalogueCheckOut)
    def post(self, request: Request) -> Response:
        """Judge rows; nothing is written."""
        given = given_of_rows(body(CatalogueRowsIn, request)["rows"])
        return Response(check_card(catalogue_check(given=given, actor=person(request))))


class CatalogueBookView(APIView):
    """GET and POST /catalogue/workbook."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "catalogue.edit", "POST": "catalogue.edit"}

    @extend_schema(responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """The catalogue in use in the shape it imports back."""
        data = catalogue_export(actor=person(request), now=clock.now())
        return workbook(data, f"检查事项与法律依据目录-{clock.today():%Y%m%d}.xlsx")

    @extend_schema(
        request={"multipart/form-data": CatalogueBookChangeIn},
        responses={201: CatalogueChangeOut},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        """Propose what a workbook changes; all of it or nothing."""
        actor, values = person(request), body(CatalogueBookChangeIn, request)
        data, name = values["file"].read(), values["file"].name or ""

        def act() -> tuple[int, Any]:
            row = catalogue_propose(
                given=given_of_workbook(data, name), note=values["note"], filename=name, actor=actor,
                now=clock.now(),
            )  # fmt: skip
            return 201, change_whole(change_get(row.uuid, actor), actor)

        given = {"note": values["note"], "filename": name, "sha256": hashlib.sha256(data).hexdigest()}
        return answer_once(request, given, act)


class CatalogueBookCheckView(APIView):
    """POST /catalogue/workbook/check."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "catalogue.edit"}

    @extend_schema(request={"multipart/form-data": CatalogueBookIn}, responses=CatalogueCheckOut)
    def post(self, request: Request) -> Response:
        """Dry run of a workbook: a verdict per row; nothing is written."""
        file = body(CatalogueBookIn, request)["file"]
        given = given_of_workbook(file.read(), file.name or "")
        return Response(check_card(catalogue_check(given=given, actor=person(request))))


class CatalogueChangeListView(APIView):
    """GET and POST /catalogue-changes."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view", "POST": "catalogue.edit"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, CatalogueChangeQuery],
        responses=listing("CatalogueChangePage", CatalogueChangeRowsOut),
    )
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        actor = person(request)
        rows = change_list(actor, **asked(CatalogueChangeQuery, request))
        return Response(
            page(rows, request, lambda got: [change_card(row, actor) for row in got], order="-created_at")
        )

    @extend_schema(request=CatalogueChangeIn, responses={201: CatalogueChangeOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Propose rows; another person reviews them before they take effect."""
        actor, values = person(request), body(CatalogueChangeIn, request)

        def act() -> tuple[int, Any]:
            row = catalogue_propose(
                given=given_of_rows(values["rows"]), note=values["note"], actor=actor, now=clock.now()
            )
            return 201, change_whole(change_get(row.uuid, actor), actor)

        return answer_once(request, request.data, act)


class CatalogueChangeView(APIView):
    """GET /catalogue-changes/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "catalogue.view"}

    @extend_schema(responses=CatalogueChangeOut)
    def get(self, request: Request, change_id: UUID) -> Response:
        """Who, when, and every field that changes."""
        actor = person(request)
        return Response(change_whole(change_get(change_id, actor), actor))


class CatalogueApproveView(APIView):
    """POST /catalogue-changes/{uuid}/approve."""

    permission_classes = [May]
    verbs = {"POST": "catalogue.approve"}

    @extend_schema(request=None, responses=CatalogueChangeOut, parameters=[KEY])
    def post(self, request: Request, change_id: UUID) -> Response:
        """Bring another's change into effect."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            catalogue_approve(change_id=change_id, actor=actor, now=clock.now())
            return 200, change_whole(change_get(change_id, actor), actor)

        return answer_once(request, {}, act)


class CatalogueRejectView(APIView):
    """POST /catalogue-changes/{uuid}/reject."""

    permission_classes = [May]
    verbs = {"POST": "catalogue.reject"}

    @extend_schema(request=CatalogueReasonIn, responses=CatalogueChangeOut, parameters=[KEY])
    def post(self, request: Request, change_id: UUID) -> Response:
        """Send another's change back with the reason."""
        actor, values = person(request), body(CatalogueReasonIn, request)

        def act() -> tuple[int, Any]:
            catalogue_reject(change_id=change_id, reason=values["reason"], actor=actor, now=clock.now())
            return 200, change_whole(change_get(change_id, actor), actor)

        return answer_once(request, request.data, act)


class CatalogueWithdrawView(APIView):
    """POST /catalogue-changes/{uuid}/withdraw."""

    permission_classes = [May]
    verbs = {"POST": "catalogue.withdraw"}

    @extend_schema(request=None, responses=CatalogueChangeOut, parameters=[KEY])
    def post(self, request: Request, change_id: UUID) -> Response:
        """Take one's own proposal back."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            catalogue_withdraw(change_id=change_id, actor=actor, now=clock.now())
            return 200, change_whole(change_get(change_id, actor), actor)

        return answer_once(request, {}, act)
