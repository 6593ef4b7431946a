"""Doors of feasibility, forecast and proposals."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person, query_int
from backend.permissions import May
from counting.exports import feasibility_workbook
from counting.selectors.feasibility import Feasibility, day_rows
from counting.selectors.forecasts import forecasts
from counting.selectors.proposals import proposals_card, proposals_for
from counting.selectors.rows import rows_shown
from counting.selectors.standing import SETTING, standing_of
from counting.serializers.figures import CountedRowsOut
from counting.serializers.planning import FeasibilityOut, ForecastOut, ProposalsOut, SettingIn
from counting.services.readings import reading_set
from counting.views.asking import OFFSET, ROWS_MAX, YEAR, rows_page, year_asked
from registry.views.answers import KEY, WORKBOOK, answer_once, body, workbook

NUMBER = OpenApiParameter("number", str, required=True, description="done, room, capacity, by_ratio.most …")
OF = OpenApiParameter("of", str, description="a plan row, or a category")


def _report(request: Request) -> Feasibility:
    return Feasibility.of(standing_of(person(request), year_asked(request)))


class FeasibilityView(APIView):
    """GET /feasibility: whether the year can be done; POST: visits of one team on one day, with ground."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "target.edit"}

    @extend_schema(parameters=[YEAR], responses=FeasibilityOut)
    def get(self, request: Request) -> Response:
        """Computed from the rows of this moment."""
        return Response(_report(request).card())

    @extend_schema(request=SettingIn, responses=FeasibilityOut, parameters=[YEAR, KEY])
    def post(self, request: Request) -> Response:
        """Answers the report with the new number."""
        actor, values = person(request), body(SettingIn, request)
        indicator, key = SETTING

        def act() -> tuple[int, Any]:
            reading_set(
                indicator=indicator, key=key, value=values["number"], reason=values["reason"], actor=actor,
                now=clock.now(),
            )  # fmt: skip
            return 200, _report(request).card()

        return answer_once(request, request.data, act)


class FeasibilityRowsView(APIView):
    """GET /feasibility/rows?number=&of=: the rows behind one number of the report."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[NUMBER, OF, YEAR, OFFSET], responses=CountedRowsOut)
    def get(self, request: Request) -> Response:
        """200 at a time; of the days' capacity the working days."""
        report, asked = _report(request), request.query_params
        if asked.get("number") == "capacity":
            rows = day_rows(report)
            start = query_int(request, "offset", 0, low=0, high=10**7)
            more = start + ROWS_MAX < len(rows)
            shown = rows[start : start + ROWS_MAX]
            value, after = report.visits.capacity, start + ROWS_MAX if more else None
            return Response({"value": value, "count": len(rows), "rows": shown, "next": after})
        found = report.number(asked.get("number", ""), asked.get("of", ""))
        return Response(
            rows_page(request, person(request), found.kind, found.rows, found.value, found.weights)
        )


class FeasibilityWorkbookView(APIView):
    """GET /feasibility/workbook: report, rows, ways out, proposals and the room of every venue as XLSX."""

    permission_classes = [May]
    verbs = {"GET": "statistics.export"}

    @extend_schema(parameters=[YEAR], responses=WORKBOOK)
    def get(self, request: Request) -> HttpResponse:
        """One sheet each."""
        report = _report(request)
        room = report.number("room", "")
        venues = rows_shown(person(request), room.kind, room.rows, room.weights)
        proposed = proposals_card(report.year, proposals_for(report.year))
        title = f"{report.year.year}年可行性测算"
        data = feasibility_workbook(title, report.card(), proposed, venues)
        return workbook(data, f"{title}.xlsx")


class ForecastView(APIView):
    """GET /forecast: what the year may come to, each figure as a band with its middle and its method."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[YEAR], responses=ForecastOut(many=True))
    def get(self, request: Request) -> Response:
        """Never of a person."""
        year = standing_of(person(request), year_asked(request))
        return Response(forecasts(year, proposals_for(year)))


class ProposalsView(APIView):
    """GET /proposals: the next draws that meet every plan row with the fewest visits."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(parameters=[YEAR], responses=ProposalsOut)
    def get(self, request: Request) -> Response:
        """Computed anew every time; nothing is kept until somebody drafts one."""
        year = standing_of(person(request), year_asked(request))
        return Response(proposals_card(year, proposals_for(year)))
