"""Doors of filters kept under a name."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import person
from backend.permissions import May
from registry.views.answers import KEY, answer_once, body
from scheduling.domain.filtering import Filter
from scheduling.selectors.filters import filter_list
from scheduling.serializers.filters import PoolFilterIn, PoolFilterOut
from scheduling.services.filters import filter_retire, filter_save


class FilterListView(APIView):
    """GET and POST /draw-filters."""

    permission_classes = [May]
    verbs = {"GET": "draw.draft", "POST": "draw.draft"}

    @extend_schema(responses=PoolFilterOut(many=True))
    def get(self, request: Request) -> Response:
        """The organ's filters in use."""
        return Response(filter_list(person(request)))

    @extend_schema(request=PoolFilterIn, responses={201: PoolFilterOut(many=True)}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Keep a filter under a name; the answer is the whole list."""
        actor, values = person(request), body(PoolFilterIn, request)
        name = values.pop("name")

        def act() -> tuple[int, Any]:
            filter_save(name=name, chosen=Filter(**values), actor=actor, now=clock.now())
            return 201, filter_list(actor)

        return answer_once(request, request.data, act)


class FilterRetireView(APIView):
    """POST /draw-filters/{uuid}/retire."""

    permission_classes = [May]
    verbs = {"POST": "draw.draft"}

    @extend_schema(request=None, responses=PoolFilterOut(many=True), parameters=[KEY])
    def post(self, request: Request, filter_id: UUID) -> Response:
        """No longer offered."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            filter_retire(filter_id=filter_id, actor=actor, now=clock.now())
            return 200, filter_list(actor)

        return answer_once(request, None, act)
