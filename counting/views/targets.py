"""Doors of targets."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from counting.imports import TABLE_BYTES_MAX, read_csv
from counting.selectors.figures import target_cards
from counting.serializers.figures import (
    TargetEditIn,
    TargetIn,
    TargetOut,
    TargetReasonIn,
    TargetsImportIn,
    TargetsImportOut,
)
from counting.services.targets import target_edit, target_retire, target_set, targets_load
from counting.views.asking import YEAR, year_asked
from registry.views.answers import KEY, answer_once, body


class TargetListView(APIView):
    """GET /targets, POST /targets: the year's targets, each with its figure."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=[YEAR], responses=TargetOut(many=True))
    def get(self, request: Request) -> Response:
        """In the order of the work plan."""
        return Response(target_cards(person(request), year_asked(request)))

    @extend_schema(request=TargetIn, responses={201: TargetOut(many=True)}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """One more target; answers the year's list."""
        actor, values = person(request), body(TargetIn, request)
        year, origin = values.pop("year"), values.pop("source")

        def act() -> tuple[int, Any]:
            target_set(year=year, values=values, source=origin, actor=actor, now=clock.now())
            return 201, target_cards(actor, year)

        return answer_once(request, request.data, act)


class TargetEditView(APIView):
    """POST /targets/{uuid}/edit: change a target with its reason."""

    permission_classes = [May]
    verbs = {"POST": "target.edit"}

    @extend_schema(request=TargetEditIn, responses=TargetOut(many=True), parameters=[KEY])
    def post(self, request: Request, target_id: UUID) -> Response:
        """Answers the year's list."""
        actor, values = person(request), body(TargetEditIn, request)

        def act() -> tuple[int, Any]:
            row = target_edit(target_id=target_id, actor=actor, now=clock.now(), **values)
            return 200, target_cards(actor, row.year)

        return answer_once(request, request.data, act)


class TargetRetireView(APIView):
    """POST /targets/{uuid}/retire: a target no longer pursued."""

    permission_classes = [May]
    verbs = {"POST": "target.edit"}

    @extend_schema(request=TargetReasonIn, responses=TargetOut(many=True), parameters=[KEY])
    def post(self, request: Request, target_id: UUID) -> Response:
        """Answers the year's list."""
        actor, values = person(request), body(TargetReasonIn, request)

        def act() -> tuple[int, Any]:
            row = target_retire(target_id=target_id, actor=actor, now=clock.now(), **values)
            return 200, target_cards(actor, row.year)

        return answer_once(request, request.data, act)


class TargetsImportView(APIView):
    """POST /targets/import: a table of targets, all rows or none."""

    permission_classes = [May]
    parser_classes = [MultiPartParser]
    verbs = {"POST": "target.edit"}

    @extend_schema(
        request={"multipart/form-data": TargetsImportIn}, responses=TargetsImportOut, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """A refusal names row, field and reason."""
        actor, values = person(request), body(TargetsImportIn, request)
        upload = values["file"]

        def act() -> tuple[int, Any]:
            new, same = targets_load(
                year=values["year"],
                rows=read_csv(upload.read(TABLE_BYTES_MAX + 1)),
                source=upload.name[:200],
                actor=actor,
                now=clock.now(),
            )
            return 200, {"new": new, "same": same}

        return answer_once(request, values, act)
