"""Doors of leave."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.views.answers import KEY, answer_once, body
from scheduling.selectors.leaves import leave_cards, leave_list
from scheduling.serializers.leaves import LeaveIn, LeaveOut
from scheduling.services.leaves import leave_enter


class LeaveListView(APIView):
    """GET and POST /leaves."""

    permission_classes = [May]
    verbs = {"GET": "officer.view", "POST": "officer.edit"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("LeavePage", LeaveOut))
    def get(self, request: Request) -> Response:
        """Leave, the latest first."""
        return Response(page(leave_list(person(request)), request, leave_cards, order="-starts_on"))

    @extend_schema(request=LeaveIn, responses={201: LeaveOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Enter days of leave."""
        actor, values = person(request), body(LeaveIn, request)
        officer = values.pop("officer")

        def act() -> tuple[int, Any]:
            row = leave_enter(officer_id=officer, actor=actor, now=clock.now(), **values)
            return 201, leave_cards([row])[0]

        return answer_once(request, request.data, act)
