"""Doors of the calendar and the map of visits."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, person
from backend.permissions import May
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.selectors.boards import visit_board, visit_days
from scheduling.selectors.near import near_venue
from scheduling.selectors.visits import visit_get
from scheduling.serializers.boards import (
    NearQuery,
    VisitBoardOut,
    VisitBoardQuery,
    VisitDayIn,
    VisitDayOut,
)
from scheduling.serializers.visits import NearVisitOut
from scheduling.services.visits import visit_arrange


class VisitBoardView(APIView):
    """GET /visits/board?first=&last=: visits of a span of days, for calendar and map."""

    permission_classes = [May]
    verbs = {"GET": "visit.view"}

    @extend_schema(parameters=[VisitBoardQuery], responses=VisitBoardOut)
    def get(self, request: Request) -> Response:
        """Those made, those set for a day, and those that wait to be set."""
        return Response(visit_board(person(request), **asked(VisitBoardQuery, request)))


class NearVisitListView(APIView):
    """GET /visits/near?venue=&first=&last=: who else was, is or will be at these premises about then."""

    permission_classes = [May]
    verbs = {"GET": "visit.plan"}

    @extend_schema(parameters=[NearQuery], responses=NearVisitOut(many=True))
    def get(self, request: Request) -> Response:
        """For a warning while a visit is planned; it hinders nothing."""
        return Response(near_venue(actor=person(request), **asked(NearQuery, request)))


class VisitDayListView(APIView):
    """GET and POST /visits/{uuid}/days: every day the visit was set for; set it for another one."""

    permission_classes = [May]
    verbs = {"GET": "visit.view", "POST": "visit.arrange"}

    @extend_schema(responses=VisitDayOut(many=True))
    def get(self, request: Request, visit_id: UUID) -> Response:
        """Newest first."""
        return Response(visit_days(found(visit_get(visit_id, person(request)))))

    @extend_schema(request=VisitDayIn, responses=VisitDayOut(many=True), parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Within its window, with a reason when it was set before."""
        actor, values = person(request), body(VisitDayIn, request)

        def act() -> tuple[int, Any]:
            return 200, visit_days(visit_arrange(visit_id=visit_id, actor=actor, now=clock.now(), **values))

        return answer_once(request, request.data, act)
