"""Doors of side tracks (旁线)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from enforcement import selectors
from enforcement.selectors.latest import case_of_track, too_late_is_told
from enforcement.serializers import CaseDetailOut, TrackActIn
from enforcement.services import cases
from registry.views.answers import KEY, answer_once, body


class CaseTrackListView(APIView):
    """POST /cases/{uuid}/tracks: begin a side track; each of its verbs asks for its own role."""

    permission_classes = [May]
    verbs = {"POST": "case.view"}

    @extend_schema(request=TrackActIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, case_id: UUID) -> Response:
        """With its first act."""
        actor, given = person(request), body(TrackActIn, request)

        def act() -> tuple[int, Any]:
            with too_late_is_told(case_id, actor):
                cases.track_begin(case_id=case_id, actor=actor, now=clock.now(), **given)
            return 200, selectors.case_get(case_id, actor, clock.today())

        return answer_once(request, request.data, act)


class CaseTrackView(APIView):
    """POST /case-tracks/{uuid}: the next act of a side track."""

    permission_classes = [May]
    verbs = {"POST": "case.view"}

    @extend_schema(request=TrackActIn, responses=CaseDetailOut, parameters=[KEY])
    def post(self, request: Request, track_id: UUID) -> Response:
        """Carry it on."""
        actor, given = person(request), body(TrackActIn, request)

        def act() -> tuple[int, Any]:
            with too_late_is_told(case_of_track(track_id, actor), actor):
                row = cases.track_act(track_id=track_id, actor=actor, now=clock.now(), **given)
            return 200, selectors.case_get(row.case_id, actor, clock.today())

        return answer_once(request, request.data, act)
