"""Doors of reminders (提醒): one's own."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person, query_flag
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from backend.selectors.reminders import reminder_cards, reminder_list
from backend.serializers import ReminderOut, RemindersReadOut
from backend.services.reminders import reminder_read, reminders_read


class ReminderListView(APIView):
    """GET /reminders."""

    permission_classes = [May]
    verbs = {"GET": ""}

    @extend_schema(
        parameters=[
            OpenApiParameter("unread", {"type": "boolean"}, description="only those not read"),
            *LIST_PARAMETERS,
        ],
        responses=listing("ReminderPage", ReminderOut),
    )
    def get(self, request: Request) -> Response:
        """What one was reminded of and what still stands, the latest first."""
        rows = reminder_list(person(request))
        if query_flag(request, "unread"):
            rows = rows.filter(read_at__isnull=True)
        return Response(page(rows, request, reminder_cards, order="-created_at"))


class ReminderReadView(APIView):
    """POST /reminders/{id}/read."""

    permission_classes = [May]
    verbs = {"POST": ""}

    @extend_schema(request=None, responses=ReminderOut)
    def post(self, request: Request, reminder_id: UUID) -> Response:
        """Mark one as read."""
        row = reminder_read(reminder_id=reminder_id, actor=person(request), now=clock.now())
        return Response(reminder_cards([row])[0])


class RemindersReadView(APIView):
    """POST /reminders/read."""

    permission_classes = [May]
    verbs = {"POST": ""}

    @extend_schema(request=None, responses=RemindersReadOut)
    def post(self, request: Request) -> Response:
        """Mark all as read."""
        return Response({"read": reminders_read(actor=person(request), now=clock.now())})
