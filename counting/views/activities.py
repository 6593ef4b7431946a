"""Doors of activities (活动)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import found, page, person
from backend.models import User
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from counting.selectors.activities import activity_cards, activity_get, activity_list
from counting.serializers.activities import (
    ActivityConfirmIn,
    ActivityHoldIn,
    ActivityIn,
    ActivityOut,
    ActivityProveIn,
    ActivityQuery,
)
from counting.serializers.figures import TargetReasonIn
from counting.services import activities
from inspections.views.inspections import days
from registry.views.answers import KEY, answer_once, asked, body


def shown(activity_id: UUID, actor: User) -> dict[str, Any]:
    """As it stands now."""
    return activity_cards([found(activity_get(activity_id, actor))], actor)[0]


class ActivityListView(APIView):
    """GET /activities, POST /activities."""

    permission_classes = [May]
    verbs = {"GET": "target.view", "POST": "activity.enter"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, ActivityQuery], responses=listing("ActivityPage", ActivityOut)
    )
    def get(self, request: Request) -> Response:
        """One page, newest first."""
        actor = person(request)
        rows = activity_list(actor, **days(asked(ActivityQuery, request)))
        return Response(page(rows, request, lambda got: activity_cards(got, actor), order="-on"))

    @extend_schema(request=ActivityIn, responses={201: ActivityOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """One that was held, or is planned."""
        actor, values = person(request), body(ActivityIn, request)
        uuid = values.pop("uuid")

        def act() -> tuple[int, Any]:
            row = activities.activity_enter(activity_id=uuid, actor=actor, now=clock.now(), **values)
            return 201, shown(row.pk, actor)

        return answer_once(request, request.data, act)


class ActivityView(APIView):
    """GET /activities/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "target.view"}

    @extend_schema(responses=ActivityOut)
    def get(self, request: Request, activity_id: UUID) -> Response:
        """One of them, also one that was withdrawn."""
        return Response(shown(activity_id, person(request)))


class _Step(APIView):
    """One step: its body, its service; the answer is the activity as it stands after it."""

    permission_classes = [May]
    takes: type[serializers.Serializer[Any]]
    service: Callable[..., object]

    def step(self, request: Request, activity_id: UUID) -> Response:
        """Once per key."""
        actor, values = person(request), body(self.takes, request)

        def act() -> tuple[int, Any]:
            self.service(activity_id=activity_id, actor=actor, now=clock.now(), **values)
            return 200, shown(activity_id, actor)

        return answer_once(request, request.data, act)


class ActivityHoldView(_Step):
    """POST /activities/{uuid}/hold: a planned one was held."""

    verbs = {"POST": "activity.hold"}
    takes, service = ActivityHoldIn, staticmethod(activities.activity_hold)

    @extend_schema(request=ActivityHoldIn, responses=ActivityOut, parameters=[KEY])
    def post(self, request: Request, activity_id: UUID) -> Response:
        """With how many of whom."""
        return self.step(request, activity_id)


class ActivityProveView(_Step):
    """POST /activities/{uuid}/prove: what shows that it was held."""

    verbs = {"POST": "activity.prove"}
    takes, service = ActivityProveIn, staticmethod(activities.activity_prove)

    @extend_schema(request=ActivityProveIn, responses=ActivityOut, parameters=[KEY])
    def post(self, request: Request, activity_id: UUID) -> Response:
        """Photos, the sign-in sheet, the minutes."""
        return self.step(request, activity_id)


class ActivityConfirmView(_Step):
    """POST /activities/{uuid}/confirm: it counts."""

    verbs = {"POST": "activity.confirm"}
    takes, service = ActivityConfirmIn, staticmethod(activities.activity_confirm)

    @extend_schema(request=None, responses=ActivityOut, parameters=[KEY])
    def post(self, request: Request, activity_id: UUID) -> Response:
        """By another person than the one who held it."""
        return self.step(request, activity_id)


class ActivityWithdrawView(_Step):
    """POST /activities/{uuid}/withdraw: it will not be held, or was entered by mistake."""

    verbs = {"POST": "activity.withdraw"}
    takes, service = TargetReasonIn, staticmethod(activities.activity_withdraw)

    @extend_schema(request=TargetReasonIn, responses=ActivityOut, parameters=[KEY])
    def post(self, request: Request, activity_id: UUID) -> Response:
        """With the reason."""
        return self.step(request, activity_id)
