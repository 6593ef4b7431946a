"""Doors of the phone's tasks."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from inspections.selectors.standings import standing_list
from inspections.selectors.tasks import task_cards, task_get, task_list
from inspections.serializers.queries import StandingQuery
from inspections.serializers.tasks import StandingOut, TaskOut
from registry.views.answers import asked


class TaskListView(APIView):
    """GET /tasks."""

    permission_classes = [May]
    verbs = {"GET": "visit.view"}

    @extend_schema(parameters=LIST_PARAMETERS, responses=listing("TaskPage", TaskOut))
    def get(self, request: Request) -> Response:
        """The person's own visits, the soonest due first, each whole enough to work without network."""
        actor, today = person(request), clock.today()
        rows = task_list(actor, today)
        return Response(page(rows, request, lambda got: task_cards(got, actor, today), order="planned_to"))


class StandingListView(APIView):
    """GET /standings."""

    permission_classes = [May]
    verbs = {"GET": "venue.view"}

    @extend_schema(parameters=[StandingQuery], responses=StandingOut(many=True))
    def get(self, request: Request) -> Response:
        """How the venues of a list stand this year."""
        asked_for = asked(StandingQuery, request)["venues"].split(",")
        return Response(standing_list([UUID(one) for one in asked_for], person(request), clock.today()))


class TaskView(APIView):
    """GET /tasks/{visit}."""

    permission_classes = [May]
    verbs = {"GET": "visit.view"}

    @extend_schema(responses=TaskOut)
    def get(self, request: Request, visit_id: UUID) -> Response:
        """One visit with its form."""
        return Response(task_get(visit_id, person(request), clock.today()))
