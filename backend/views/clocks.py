"""Doors of clocks (期限)."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.models import Clock
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.selectors.clocks import clock_card
from backend.serializers import ClockDetailOut, ClockOut
from backend.services.clocks import clock_reckoning


class ClockListView(APIView):
    """GET /clocks: open clocks of the organ, soonest first."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("ClockPage", ClockOut))
    def get(self, request: Request) -> Response:
        """One page."""
        today = clock.today()
        rows = Clock.objects.within(person(request)).filter(done_on__isnull=True)
        return Response(
            page(rows, request, lambda got: [clock_card(row, today) for row in got], order="due_on")
        )


class ClockView(APIView):
    """GET /clocks/{uuid}: one clock and why it is this day."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(responses=ClockDetailOut)
    def get(self, request: Request, clock_id: UUID) -> Response:
        """With the reckoning day by day."""
        row = found(Clock.objects.within(person(request)).filter(uuid=clock_id).first())
        today = clock.today()
        reckoned = clock_reckoning(row, today).reckoning
        days = [{"on": day.on, "number": day.number, "why": day.why} for day in reckoned]
        still = list(row.suspensions.order_by("starts_on").values("starts_on", "ends_on", "basis"))
        return Response(clock_card(row, today) | {"suspensions": still, "reckoning": days})
