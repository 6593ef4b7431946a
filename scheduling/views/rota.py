"""Doors of the rota: the calendar, its rules, a week's proof, a seat's change, one's own duty."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person, query_date, query_int
from backend.permissions import May
from registry.views.answers import KEY, answer_once, body
from scheduling.models import DutySeat
from scheduling.selectors.rota import duty_mine, policy_card, rota_get, week_cards, week_proof
from scheduling.serializers.rota import (
    DutyChangeIn,
    DutyProofOut,
    DutySwapIn,
    DutyWeekOut,
    OwnDutiesOut,
    PolicyIn,
    PolicyOut,
    RotaOut,
)
from scheduling.services.rota.changing import duty_change, duty_swap
from scheduling.services.rota.rotating import policy_make

WEEKS, WEEKS_MAX = 10, 60


class RotaView(APIView):
    """GET /rota."""

    permission_classes = [May]
    verbs = {"GET": "duty.view"}

    @extend_schema(
        parameters=[
            OpenApiParameter("from", {"type": "string", "format": "date"}, description="default last week"),
            OpenApiParameter(
                "weeks", {"type": "integer", "minimum": 1, "maximum": WEEKS_MAX, "default": WEEKS}
            ),
        ],
        responses=RotaOut,
    )
    def get(self, request: Request) -> Response:
        """Weeks × teams of the person's organ."""
        today = clock.today()
        first = query_date(request, "from", today - timedelta(days=7))
        weeks = query_int(request, "weeks", WEEKS, low=1, high=WEEKS_MAX)
        return Response(rota_get(actor=person(request), first=first, weeks=weeks, today=today))


class RotaPolicyView(APIView):
    """POST /rota/policies."""

    permission_classes = [May]
    verbs = {"POST": "rota.edit"}

    @extend_schema(request=PolicyIn, responses={201: PolicyOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """New rules, and the weeks they cover published at once."""
        actor, values = person(request), body(PolicyIn, request)

        def act() -> tuple[int, Any]:
            return 201, policy_card(policy_make(actor=actor, now=clock.now(), **values))

        return answer_once(request, request.data, act)


class DutyWeekView(APIView):
    """GET /duty-weeks/{id}."""

    permission_classes = [May]
    verbs = {"GET": "duty.view"}

    @extend_schema(responses=DutyProofOut)
    def get(self, request: Request, week_id: UUID) -> Response:
        """A week computed once more from what is stored with it."""
        return Response(week_proof(week_id=week_id, actor=person(request), today=clock.today()))


class DutySeatChangeView(APIView):
    """POST /duty-seats/{id}/change."""

    permission_classes = [May]
    verbs = {"POST": "duty.change"}

    @extend_schema(request=DutyChangeIn, responses=DutyWeekOut, parameters=[KEY])
    def post(self, request: Request, seat_id: UUID) -> Response:
        """Place an officer, or the next by the rota's key; the week as it then stands."""
        actor, values = person(request), body(DutyChangeIn, request)

        def act() -> tuple[int, Any]:
            seat = duty_change(
                seat_id=seat_id, officer_id=values["officer"], reason=values["reason"], actor=actor,
                now=clock.now(),
            )  # fmt: skip
            return 200, _week(seat, request)

        return answer_once(request, request.data, act)


class DutySeatSwapView(APIView):
    """POST /duty-seats/{id}/swap."""

    permission_classes = [May]
    verbs = {"POST": "duty.change"}

    @extend_schema(request=DutySwapIn, responses=DutyWeekOut, parameters=[KEY])
    def post(self, request: Request, seat_id: UUID) -> Response:
        """Exchange two holders; the week of the first as it then stands."""
        actor, values = person(request), body(DutySwapIn, request)

        def act() -> tuple[int, Any]:
            seat, _ = duty_swap(
                seat_id=seat_id, other_id=values["other"], reason=values["reason"], actor=actor,
                now=clock.now(),
            )  # fmt: skip
            return 200, _week(seat, request)

        return answer_once(request, request.data, act)


def _week(seat: DutySeat, request: Request) -> Any:
    return week_cards([seat.week], actor=person(request), today=clock.today())[0]


class DutyMineView(APIView):
    """GET /duties/mine."""

    permission_classes = [May]
    verbs = {"GET": "duty.view"}

    @extend_schema(responses=OwnDutiesOut)
    def get(self, request: Request) -> Response:
        """One's own weeks of duty."""
        return Response({"rows": duty_mine(actor=person(request), today=clock.today())})
