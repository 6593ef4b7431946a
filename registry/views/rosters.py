"""Doors of imports and exports."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import OrjsonRenderer, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.models import RosterImport
from registry.selectors.rosters import (
    import_row_card,
    import_row_list,
    roster_import_card,
    roster_import_get,
    roster_import_list,
)
from registry.serializers.rosters import (
    VERDICTS,
    ImportFixIn,
    ImportFixOut,
    ImportRowOut,
    RosterImportIn,
    RosterImportOut,
)
from registry.services.export import import_errors, officer_export, venue_export
from registry.services.rosters import roster_import_confirm, roster_import_fix, roster_import_upload
from registry.views.answers import KEY, WORKBOOK, WorkbookRenderer, answer_once, asked, body, workbook
from registry.views.venues import VenueNarrowQuery, narrowed


class ImportQuery(serializers.Serializer[Any]):
    """One kind, or both."""

    kind = serializers.ChoiceField(RosterImport.Kind.choices, required=False, default="")


class ImportRowQuery(serializers.Serializer[Any]):
    """One verdict, or all."""

    verdict = serializers.ChoiceField(VERDICTS, required=False, default="")


class FormatQuery(serializers.Serializer[Any]):
    """The only format there is."""

    format = serializers.ChoiceField([("xlsx", "xlsx")], required=False, default="xlsx")


class VenueExportQuery(VenueNarrowQuery, FormatQuery):
    """What an export of venues is narrowed by."""


class RosterImportListView(APIView):
    """GET and POST /imports."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"GET": "venue.import", "POST": "venue.import"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, ImportQuery], responses=listing("RosterImportPage", RosterImportOut)
    )
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        rows = roster_import_list(actor=person(request), **asked(ImportQuery, request))
        return Response(
            page(rows, request, lambda got: [roster_import_card(row) for row in got], order="-created_at")
        )

    @extend_schema(
        request={"multipart/form-data": RosterImportIn}, responses={202: RosterImportOut}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """Take a workbook in; it is read in the background."""
        actor, values = person(request), body(RosterImportIn, request)
        data, filename = values["file"].read(), values["file"].name or ""

        def act() -> tuple[int, Any]:
            row = roster_import_upload(
                kind=values["kind"], filename=filename, data=data, actor=actor, now=clock.now()
            )
            return 202, roster_import_card(row)

        given = {"kind": values["kind"], "filename": filename, "sha256": hashlib.sha256(data).hexdigest()}
        return answer_once(request, given, act)


class RosterImportView(APIView):
    """GET /imports/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "venue.import"}

    @extend_schema(responses=RosterImportOut)
    def get(self, request: Request, import_id: UUID) -> Response:
        """State, progress, header and counts."""
        return Response(roster_import_card(roster_import_get(import_id=import_id, actor=person(request))))


class ImportRowListView(APIView):
    """GET /imports/{uuid}/rows?verdict=refused."""

    permission_classes = [May]
    verbs = {"GET": "venue.import"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, ImportRowQuery], responses=listing("ImportRowPage", ImportRowOut)
    )
    def get(self, request: Request, import_id: UUID) -> Response:
        """One page of the preview in the order of the file."""
        actor = person(request)
        roster = roster_import_get(import_id=import_id, actor=actor)
        rows = import_row_list(roster=roster, actor=actor, **asked(ImportRowQuery, request))
        return Response(
            page(
                rows,
                request,
                lambda got: [import_row_card(row, roster) for row in got],
                order="row_no",
                key="id",
            )
        )


class RosterImportFixView(APIView):
    """POST /imports/{uuid}/fix."""

    permission_classes = [May]
    verbs = {"POST": "venue.import"}

    @extend_schema(request=ImportFixIn, responses=ImportFixOut, parameters=[KEY])
    def post(self, request: Request, import_id: UUID) -> Response:
        """Correct a row in place and judge it anew."""
        actor, values = person(request), body(ImportFixIn, request)

        def act() -> tuple[int, Any]:
            roster_import_fix(
                import_id=import_id, row_no=values["row_no"], values=values["values"], actor=actor,
                now=clock.now(),
            )  # fmt: skip
            roster = roster_import_get(import_id=import_id, actor=actor)
            row = import_row_list(roster=roster, actor=actor).filter(row_no=values["row_no"]).first()
            return 200, {
                "roster": roster_import_card(roster),
                "row": import_row_card(row, roster) if row else None,
            }

        return answer_once(request, request.data, act)


class RosterImportConfirmView(APIView):
    """POST /imports/{uuid}/confirm."""

    permission_classes = [May]
    verbs = {"POST": "venue.import"}

    @extend_schema(request=None, responses={202: RosterImportOut}, parameters=[KEY])
    def post(self, request: Request, import_id: UUID) -> Response:
        """Have the new and changed rows written in the background, all or none."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            roster_import_confirm(import_id=import_id, actor=actor, now=clock.now())
            return 202, roster_import_card(roster_import_get(import_id=import_id, actor=actor))

        return answer_once(request, {}, act)


class RosterImportErrorsView(APIView):
    """GET /imports/{uuid}/errors.xlsx."""

    permission_classes = [May]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "venue.import"}

    @extend_schema(responses=WORKBOOK)
    def get(self, request: Request, import_id: UUID) -> HttpResponse:
        """The refused rows with the reason in the row, to be corrected and sent in again."""
        actor = person(request)
        roster = roster_import_get(import_id=import_id, actor=actor)
        return workbook(
            import_errors(roster=roster, actor=actor), f"未导入的行-{roster.created_at:%Y%m%d}.xlsx"
        )


class VenueExportView(APIView):
    """GET /venues/export?format=xlsx with the list's filters."""

    permission_classes = [May]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "venue.export"}

    @extend_schema(parameters=[VenueExportQuery], responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """The register in the shape it imports back."""
        narrow = narrowed(asked(VenueExportQuery, request))
        data = venue_export(narrow=narrow, actor=person(request), now=clock.now())
        return workbook(data, f"检查对象名录库-{clock.today():%Y%m%d}.xlsx")


class OfficerExportView(APIView):
    """GET /officers/export?format=xlsx."""

    permission_classes = [May]
    renderer_classes = [OrjsonRenderer, WorkbookRenderer]
    verbs = {"GET": "officer.export"}

    @extend_schema(parameters=[FormatQuery], responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """The officers in the shape they import back."""
        asked(FormatQuery, request)
        data = officer_export(actor=person(request), now=clock.now())
        return workbook(data, f"执法检查人员名录库-{clock.today():%Y%m%d}.xlsx")
