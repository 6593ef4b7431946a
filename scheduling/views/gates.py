"""Doors of what is made up beside a visit, and of requests that an officer keep away."""

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
from registry.views.answers import KEY, STATES, answer_once, body, states_asked
from scheduling.models import RecusalRequest
from scheduling.selectors.recusals import request_card, request_list
from scheduling.selectors.visits import visit_card, visit_get
from scheduling.serializers.gates import (
    BackfillIn,
    ConfirmIn,
    GrantIn,
    NotifyIn,
    RecusalReasonIn,
    RecusalRequestOut,
    RecuseIn,
    ReportIn,
)
from scheduling.serializers.visits import VisitCardOut
from scheduling.services.recusals import recusal_grant, recusal_refuse, recusal_request, recusal_withdraw
from scheduling.services.visits import visit_backfill, visit_confirm, visit_notify, visit_report


class VisitBackfillView(APIView):
    """POST /visits/{uuid}/backfill."""

    permission_classes = [May]
    verbs = {"POST": "visit.backfill"}

    @extend_schema(request=BackfillIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Make the code up, before leaving or within ten days, with the reason."""
        return _visit(request, visit_backfill, visit_id, body(BackfillIn, request))


class VisitConfirmView(APIView):
    """POST /visits/{uuid}/confirm."""

    permission_classes = [May]
    verbs = {"POST": "visit.confirm"}

    @extend_schema(request=ConfirmIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """An officer of the team says on his own phone that he is there."""
        return _visit(request, visit_confirm, visit_id, body(ConfirmIn, request))


class VisitNotifyView(APIView):
    """POST /visits/{uuid}/notify."""

    permission_classes = [May]
    verbs = {"POST": "visit.notify"}

    @extend_schema(request=NotifyIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Notice was given before the day."""
        return _visit(request, visit_notify, visit_id, body(NotifyIn, request))


class VisitReportView(APIView):
    """POST /visits/{uuid}/report."""

    permission_classes = [May]
    verbs = {"POST": "visit.report"}

    @extend_schema(request=ReportIn, responses=VisitCardOut, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """The check outside the district was reported."""
        return _visit(request, visit_report, visit_id, body(ReportIn, request))


class VisitRecuseView(APIView):
    """POST /visits/{uuid}/recuse."""

    permission_classes = [May]
    verbs = {"POST": "visit.recuse"}

    @extend_schema(request=RecuseIn, responses={201: VisitCardOut}, parameters=[KEY])
    def post(self, request: Request, visit_id: UUID) -> Response:
        """Take down that a party asks an officer to keep away."""
        actor, values = person(request), body(RecuseIn, request)
        officer = values.pop("officer")

        def act() -> tuple[int, Any]:
            row = recusal_request(
                visit_id=visit_id, officer_id=officer, actor=actor, now=clock.now(), **values
            )
            return 201, visit_card(row.visit, actor=actor)

        return answer_once(request, request.data, act)


class RecusalRequestListView(APIView):
    """GET /recusal-requests."""

    permission_classes = [May]
    verbs = {"GET": "recusal.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, STATES], responses=listing("RecusalRequestPage", RecusalRequestOut)
    )
    def get(self, request: Request) -> Response:
        """Requests, the latest first."""
        actor = person(request)
        rows = request_list(actor, states=states_asked(request, RecusalRequest.State.values))
        shown = page(
            rows, request, lambda got: [request_card(row, actor) for row in got], order="-created_at"
        )
        return Response(shown)


class RecusalGrantView(APIView):
    """POST /recusal-requests/{uuid}/grant."""

    permission_classes = [May]
    verbs = {"POST": "recusal.grant"}

    @extend_schema(request=GrantIn, responses=RecusalRequestOut, parameters=[KEY])
    def post(self, request: Request, request_id: UUID) -> Response:
        """The officer keeps away; another may take his seat at once."""
        return _decide(request, recusal_grant, request_id, body(GrantIn, request))


class RecusalRefuseView(APIView):
    """POST /recusal-requests/{uuid}/refuse."""

    permission_classes = [May]
    verbs = {"POST": "recusal.refuse"}

    @extend_schema(request=RecusalReasonIn, responses=RecusalRequestOut, parameters=[KEY])
    def post(self, request: Request, request_id: UUID) -> Response:
        """No ground, with the reason."""
        return _decide(request, recusal_refuse, request_id, body(RecusalReasonIn, request))


class RecusalWithdrawView(APIView):
    """POST /recusal-requests/{uuid}/withdraw."""

    permission_classes = [May]
    verbs = {"POST": "recusal.withdraw"}

    @extend_schema(request=RecusalReasonIn, responses=RecusalRequestOut, parameters=[KEY])
    def post(self, request: Request, request_id: UUID) -> Response:
        """The party takes it back."""
        return _decide(request, recusal_withdraw, request_id, body(RecusalReasonIn, request))


def _visit(request: Request, service: Any, visit_id: UUID, values: Any) -> Response:
    actor = person(request)

    def act() -> tuple[int, Any]:
        service(visit_id=visit_id, actor=actor, now=clock.now(), **values)
        return 200, visit_card(visit_get(visit_id, actor), actor=actor)  # type: ignore[arg-type] # it was there

    return answer_once(request, request.data if values else None, act)


def _decide(request: Request, service: Any, request_id: UUID, values: Any) -> Response:
    actor = person(request)

    def act() -> tuple[int, Any]:
        return 200, request_card(
            service(request_id=request_id, actor=actor, now=clock.now(), **values), actor
        )

    return answer_once(request, request.data, act)
