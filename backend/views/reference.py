"""Doors of what everybody may look up: divisions, their outline, the working calendar."""

from datetime import timedelta
from pathlib import Path

import orjson
from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person, query_date
from backend.domain.outline import rings
from backend.models import Division
from backend.permissions import May
from backend.serializers import CalendarDayOut, DivisionOut, OutlineOut
from backend.services.calendar import work_calendar

DAYS_MAX = 400


class DivisionListView(APIView):
    """GET /divisions?parent=370117: the divisions below one."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(parameters=[OpenApiParameter("parent", str)], responses=DivisionOut(many=True))
    def get(self, request: Request) -> Response:
        """Rows by code; without parent the provinces."""
        parent = request.query_params.get("parent", "")
        rows = Division.objects.within(person(request)).filter(parent=parent)
        return Response([{"code": r.code, "name": r.name, "level": r.level} for r in rows])


class OutlineView(APIView):
    """GET /outline: the outline of the district, by the setting MAP_OUTLINE."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(responses=OutlineOut)
    def get(self, request: Request) -> Response:
        """Its outer rings, on the datum of Chinese maps; none without the setting."""
        path = settings.MAP_OUTLINE
        return Response({"rings": rings(orjson.loads(Path(path).read_bytes())) if path else []})


class CalendarView(APIView):
    """GET /calendar?from=2026-09-01&to=2026-09-30: the working calendar, at most 400 days."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(
        parameters=[OpenApiParameter("from", OpenApiTypes.DATE), OpenApiParameter("to", OpenApiTypes.DATE)],
        responses=CalendarDayOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """One row a day, with the school vacations of the person's place; null without the year's table."""
        start = query_date(request, "from", clock.today().replace(day=1))
        end = query_date(request, "to", start + timedelta(days=41))
        organ = person(request).organ
        calendar = work_calendar(organ.division_id if organ else "")
        days = (start + timedelta(days=i) for i in range(min((end - start).days, DAYS_MAX) + 1))
        return Response([calendar.card(day) for day in days])
