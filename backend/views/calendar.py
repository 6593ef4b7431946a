"""Doors of the working calendar's tables: the years, their changes, and which clocks moved by them."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person, query_uuid
from backend.domain.workdays import DayKind, SpecialDay
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.selectors.calendar import (
    change_cards,
    change_list,
    change_made,
    shift_cards,
    shift_list,
    year_cards,
)
from backend.serializers.calendar import (
    CalendarChangeDetailOut,
    CalendarChangeOut,
    CalendarYearIn,
    CalendarYearOut,
    ClockShiftOut,
)
from backend.services.calendar import calendar_edit


class CalendarYearListView(APIView):
    """GET, POST /calendar/years: the loaded tables; set or try one."""

    permission_classes = [May]
    verbs = {"GET": "clock.view", "POST": "calendar.edit"}

    @extend_schema(responses=CalendarYearOut(many=True))
    def get(self, request: Request) -> Response:
        """All years, the latest first."""
        return Response(year_cards(person(request)))

    @extend_schema(request=CalendarYearIn, responses=CalendarChangeDetailOut)
    def post(self, request: Request) -> Response:
        """The clocks that move: with `keep` for good, without it nothing is written."""
        given = CalendarYearIn(data=request.data)
        given.is_valid(raise_exception=True)
        values, actor = given.validated_data, person(request)
        days = [SpecialDay(row["on"], DayKind(row["kind"]), row["name"]) for row in values["days"]]
        change = calendar_edit(
            year=values["year"], source=values["source"], days=days, keep="kept" if values["keep"] else "",
            actor=actor, now=clock.now(),
        )  # fmt: skip
        return Response(change_made(change, actor, clock.today()))


class CalendarChangeListView(APIView):
    """GET /calendar/changes."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("CalendarChangePage", CalendarChangeOut))
    def get(self, request: Request) -> Response:
        """Every change of the tables, the latest first."""
        return Response(page(change_list(person(request)), request, change_cards, order="-at"))


class ClockShiftListView(APIView):
    """GET /calendar/shifts?change=…: the clocks that moved by one change."""

    permission_classes = [May]
    verbs = {"GET": "clock.view"}

    @extend_schema(
        parameters=[OpenApiParameter("change", UUID, required=True), *LIST_PARAMETERS],
        responses=listing("ClockShiftPage", ClockShiftOut),
    )
    def get(self, request: Request) -> Response:
        """Before and after."""
        change = query_uuid(request, "change") or UUID(int=0)
        today = clock.today()
        rows = shift_list(person(request), change)
        return Response(page(rows, request, lambda got: shift_cards(got, today), order="after", key="id"))
