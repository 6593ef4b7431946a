"""Doors of records: the phone's submission, the supervisor's list and detail."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from inspections.selectors.details import inspection_get, version_get
from inspections.selectors.inspections import inspection_list, inspection_rows
from inspections.selectors.spoilt import spoilt_card, spoilt_list
from inspections.serializers.queries import InspectionQuery
from inspections.serializers.reviews import InspectionOut, InspectionRowOut, SpoiltOut, VersionBodyOut
from inspections.serializers.submission import InspectionIn, SubmissionOut
from inspections.views.submission import RecordParser, submission_take
from registry.views.answers import asked


def days(query: dict[str, Any]) -> dict[str, Any]:
    """`from`, `to` and `state` as the selectors call them."""
    first, last = query.pop("from", None), query.pop("to", None)
    states = query.pop("state", "")
    return query | {"first": first, "last": last} | ({"states": states.split(",")} if states else {})


class InspectionListView(APIView):
    """GET /inspections."""

    permission_classes = [May]
    verbs = {"GET": "inspection.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, InspectionQuery], responses=listing("InspectionPage", InspectionRowOut)
    )
    def get(self, request: Request) -> Response:
        """Records, latest first."""
        actor, today = person(request), clock.today()
        rows = inspection_list(actor, **days(asked(InspectionQuery, request)))
        shown = page(rows, request, lambda got: inspection_rows(got, actor, today), order="-finished_on")
        return Response(shown)


class InspectionView(APIView):
    """/inspections/{uuid}: the record under the phone's own uuid."""

    permission_classes = [May]
    parser_classes = [RecordParser]
    # "": who may submit depends on the visit; a member of its team may even after he lost the role
    verbs = {"GET": "inspection.view", "POST": ""}

    @extend_schema(responses=InspectionOut)
    def get(self, request: Request, inspection_id: UUID) -> Response:
        """Everything a reviewer looks at."""
        return Response(inspection_get(inspection_id, person(request), clock.today()))

    @extend_schema(
        request={"application/json": InspectionIn}, responses={200: SubmissionOut, 201: SubmissionOut}
    )
    def post(self, request: Request, inspection_id: UUID) -> Response:
        """201 stored now, 200 stored already; nothing about the visit is a reason to refuse."""
        return submission_take(request, inspection_id)


class InspectionVersionView(APIView):
    """GET /inspections/{uuid}/versions/{digest}."""

    permission_classes = [May]
    verbs = {"GET": "inspection.view"}

    @extend_schema(responses=VersionBodyOut)
    def get(self, request: Request, inspection_id: UUID, digest: str) -> Response:
        """One body as it was sent, stored or kept beside."""
        return Response(version_get(inspection_id, digest, person(request)))


class SpoiltListView(APIView):
    """GET /spoilt-payloads."""

    permission_classes = [May]
    verbs = {"GET": "inspection.return"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("SpoiltPage", SpoiltOut))
    def get(self, request: Request) -> Response:
        """Bodies that could not be read, latest first."""
        rows = spoilt_list(person(request))
        return Response(
            page(rows, request, lambda got: [spoilt_card(row) for row in got], order="-id", key="id")
        )
