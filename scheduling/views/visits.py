"""Doors of visits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, STATES, answer_once, asked, body, states_asked
from scheduling.models import Visit
from scheduling.selectors.joint import seat_officers
from scheduling.selectors.plans import plan_row_get
from scheduling.selectors.visits import visit_card, visit_cards, visit_get, visit_list
from scheduling.serializers.visits import (
    AssignIn,
    DecisionIn,
    ReasonIn,
    SeatOfficerOut,
    SeatQuery,
    VisitBeginIn,
    VisitCardOut,
    VisitIn,
    VisitQuery,
    VisitStartIn,
)
from scheduling.services.visits import (
    visit_approve,
    visit_ask,
    visit_assign,
    visit_begin,
    visit_cancel,
    visit_plan,
    visit_start,
)


def _answer(request: Request, given: Any, act: Callable[[User], Visit], status: int = 200) -> Response:
    """Do one thing with a visit, once; the answer is its card."""
    actor = person(request)
    return answer_once(request, given, lambda: (status, visit_card(act(actor), actor=actor)))


class VisitListView(APIView):
    """GET and POST /visits."""

    permission_classes = [May]
    verbs = {"GET": "visit.view", "POST": "visit.plan"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, STATES, VisitQuery], responses=listing("VisitPage", VisitCardOut)
    )
    def get(self, request: Request) -> Response:
        """Visits by the day they are due, or as asked."""
        actor, query = person(request), asked(VisitQuery, request)
        rows = visit_list(
            actor,
            mine=query["mine"],
            states=states_asked(request, Visit.State.values),
            venue=query.get("venue"),
            campaign=query.get("campaign"),
            draw=query.get("draw"),
            approval=query.get("approval", ""),
        )
        return Response(page(rows, request, lambda got: visit_cards(got, actor=actor), order=query["sort"]))

    @extend_schema(request=VisitIn, responses={201: VisitCardOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Plan a visit outside a draw; it then waits for its approval."""
        values = body(VisitIn, request)
        venue, row, name = values.pop("venue"), values.pop("plan_row"), values.pop("uuid")

        def act(actor: User) -> Visit:
            plan_row = found(plan_row_get(row, actor)) if row else None
            return visit_plan(
                venue_id=venue, plan_row=plan_row, visit_id=name, actor=actor, now=clock.now(), **values
            )

        return _answer(request, request.data, act, 201)


class VisitView(APIView):
    """GET /visits/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "visit.view"}

    @extend_schema(responses=VisitCardOut)
    def get(self, request: Request, visit_id: UUID) -> Response:
        """One visit."""
        actor = person(request)
        return Response(visit_card(found(visit_get(visit_id, actor)), actor=actor))


class VisitAskView(APIView):
    """POST /visits/{uuid}/ask."""

    permission_classes = [May]
    verbs = {"POST": "visit.ask"}

    @extend_schema(request=None, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Ask again for its approval."""
        return _answer(
            request, None, lambda actor: visit_ask(visit_id=visit_id, actor=actor, now=clock.now())
        )


class VisitApproveView(APIView):
    """POST /visits/{uuid}/approve."""

    permission_classes = [May]
    verbs = {"POST": "visit.approve"}

    @extend_schema(request=DecisionIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Approve it, in advance or after the fact, or reject it with a reason."""
        values = body(DecisionIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: visit_approve(visit_id=visit_id, actor=actor, now=clock.now(), **values),
        )


class VisitBeginView(APIView):
    """POST /visits/{uuid}/begin."""

    permission_classes = [May]
    verbs = {"POST": "visit.begin"}

    @extend_schema(request=VisitBeginIn, responses={201: VisitCardOut}, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Take in an unplanned visit that was begun without network; no rule refuses it."""
        values = body(VisitBeginIn, request)
        venue = values.pop("venue")
        return _answer(
            request,
            request.data,
            lambda actor: visit_begin(
                visit_id=visit_id, venue_id=venue, actor=actor, now=clock.now(), **values
            ),
            201,
        )


class VisitStartView(APIView):
    """POST /visits/{uuid}/start."""

    permission_classes = [May]
    verbs = {"POST": "visit.start"}

    @extend_schema(request=VisitStartIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Begin on the spot."""
        values = body(VisitStartIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: visit_start(visit_id=visit_id, actor=actor, now=clock.now(), **values),
        )


class VisitCancelView(APIView):
    """POST /visits/{uuid}/cancel."""

    permission_classes = [May]
    verbs = {"POST": "visit.cancel"}

    @extend_schema(request=ReasonIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Call it off."""
        values = body(ReasonIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: visit_cancel(visit_id=visit_id, actor=actor, now=clock.now(), **values),
        )


class SeatOfficerListView(APIView):
    """GET /visits/{uuid}/seat-officers."""

    permission_classes = [May]
    verbs = {"GET": "visit.assign"}

    @extend_schema(responses=SeatOfficerOut(many=True), parameters=[SeatQuery])
    def get(self, request: Request, visit_id: UUID) -> Response:
        """Who may be assigned to a seat: officers of the organ it belongs to."""
        actor = person(request)
        row, seat = found(visit_get(visit_id, actor)), asked(SeatQuery, request)["seat"]
        return Response(seat_officers(found(row if seat < row.seats else None), seat, actor))


class VisitAssignView(APIView):
    """POST /visits/{uuid}/assign."""

    permission_classes = [May]
    verbs = {"POST": "visit.assign"}

    @extend_schema(request=AssignIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Fill an open seat directly, with a reason; the leader who approves the visit approves it."""
        values = body(AssignIn, request)
        return _answer(
            request,
            request.data,
            lambda actor: visit_assign(
                visit_id=visit_id,
                seat=values["seat"],
                officer_id=values["officer"],
                reason=values["reason"],
                actor=actor,
                now=clock.now(),
            ),
        )
