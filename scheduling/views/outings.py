"""Doors of outings (出动) and of service visits (服务指导培训)."""

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
from registry.views.answers import KEY, answer_once, asked, body
from scheduling.selectors.outings import (
    outing_card,
    outing_cards,
    outing_list,
    service_visit_card,
    service_visit_list,
)
from scheduling.serializers.gates import (
    OutingIn,
    OutingNewIn,
    OutingOut,
    OutingQuery,
    ServiceVisitIn,
    ServiceVisitOut,
    ServiceVisitQuery,
)
from scheduling.services.outings import outing_edit, outing_set
from scheduling.services.service_visits import service_visit_log


class OutingListView(APIView):
    """GET and POST /outings."""

    permission_classes = [May]
    verbs = {"GET": "visit.view", "POST": "outing.edit"}

    @extend_schema(parameters=[*LIST_PARAMETERS, OutingQuery], responses=listing("OutingPage", OutingOut))
    def get(self, request: Request) -> Response:
        """Outings, the latest day first."""
        actor = person(request)
        rows = outing_list(actor, on=asked(OutingQuery, request).get("on"))
        return Response(page(rows, request, lambda got: outing_cards(got, actor), order="-on"))

    @extend_schema(request=OutingNewIn, responses={201: OutingOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Set out."""
        actor, values = person(request), body(OutingNewIn, request)

        def act() -> tuple[int, Any]:
            return 201, outing_card(outing_set(actor=actor, now=clock.now(), **values), actor)

        return answer_once(request, request.data, act)


class OutingEditView(APIView):
    """POST /outings/{uuid}/edit."""

    permission_classes = [May]
    verbs = {"POST": "outing.edit"}

    @extend_schema(request=OutingIn, responses=OutingOut, parameters=[KEY])
    def post(self, request: Request, outing_id: UUID) -> Response:
        """Who was out, and in which vehicle."""
        actor, values = person(request), body(OutingIn, request)

        def act() -> tuple[int, Any]:
            row = outing_edit(outing_id=outing_id, actor=actor, now=clock.now(), **values)
            return 200, outing_card(row, actor)

        return answer_once(request, request.data, act)


class ServiceVisitListView(APIView):
    """GET and POST /service-visits."""

    permission_classes = [May]
    verbs = {"GET": "service_visit.view", "POST": "service_visit.log"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, ServiceVisitQuery],
        responses=listing("ServiceVisitPage", ServiceVisitOut),
    )
    def get(self, request: Request) -> Response:
        """Service visits, the latest first."""
        rows = service_visit_list(person(request), venue=asked(ServiceVisitQuery, request).get("venue"))
        shown = page(rows, request, lambda got: [service_visit_card(row) for row in got], order="-on")
        return Response(shown)

    @extend_schema(request=ServiceVisitIn, responses={201: ServiceVisitOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Log one; it counts to nothing."""
        actor, values = person(request), body(ServiceVisitIn, request)
        venue = values.pop("venue")

        def act() -> tuple[int, Any]:
            row = service_visit_log(venue_id=venue, actor=actor, now=clock.now(), **values)
            return 201, service_visit_card(row)

        return answer_once(request, request.data, act)
