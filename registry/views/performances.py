"""Doors of performances."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.selectors.performances import performance_card, performance_get, performance_list
from registry.serializers.performances import (
    PerformanceIn,
    PerformanceOut,
    PerformanceQuery,
    PerformanceReasonIn,
)
from registry.services.performances import performance_edit, performance_enter, performance_withdraw
from registry.views.answers import KEY, answer_once, asked, body


class PerformanceListView(APIView):
    """GET and POST /performances."""

    permission_classes = [May]
    verbs = {"GET": "performance.view", "POST": "performance.edit"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, PerformanceQuery], responses=listing("PerformancePage", PerformanceOut)
    )
    def get(self, request: Request) -> Response:
        """One page, the latest first."""
        actor, query = person(request), asked(PerformanceQuery, request)
        around = clock.today() if query.pop("near") else None
        rows = performance_list(actor, around=around, **query)
        return Response(
            page(rows, request, lambda got: [performance_card(row, actor) for row in got], order="-starts_on")
        )

    @extend_schema(request=PerformanceIn, responses={201: PerformanceOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """List one."""
        actor, values = person(request), body(PerformanceIn, request)

        def act() -> tuple[int, Any]:
            return 201, performance_card(
                performance_enter(values=values, actor=actor, now=clock.now()), actor
            )

        return answer_once(request, request.data, act)


class PerformanceView(APIView):
    """GET and POST /performances/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "performance.view", "POST": "performance.edit"}

    @extend_schema(responses=PerformanceOut)
    def get(self, request: Request, performance_id: UUID) -> Response:
        """One performance."""
        actor = person(request)
        return Response(performance_card(found(performance_get(performance_id, actor)), actor))

    @extend_schema(request=PerformanceIn, responses=PerformanceOut, parameters=[KEY])
    def post(self, request: Request, performance_id: UUID) -> Response:
        """Put it right."""
        actor, values = person(request), body(PerformanceIn, request)

        def act() -> tuple[int, Any]:
            row = performance_edit(performance_id=performance_id, values=values, actor=actor, now=clock.now())
            return 200, performance_card(row, actor)

        return answer_once(request, request.data, act)


class PerformanceWithdrawView(APIView):
    """POST /performances/{uuid}/withdraw."""

    permission_classes = [May]
    verbs = {"POST": "performance.edit"}

    @extend_schema(request=PerformanceReasonIn, responses=PerformanceOut, parameters=[KEY])
    def post(self, request: Request, performance_id: UUID) -> Response:
        """Entered by mistake."""
        actor, values = person(request), body(PerformanceReasonIn, request)

        def act() -> tuple[int, Any]:
            row = performance_withdraw(performance_id=performance_id, actor=actor, now=clock.now(), **values)
            return 200, performance_card(row, actor)

        return answer_once(request, request.data, act)
