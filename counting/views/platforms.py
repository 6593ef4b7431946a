"""Doors of other platforms: their columns, and what has been entered there."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from counting.selectors.platforms import (
    platform_card,
    platform_cards,
    platform_of,
    platform_rows,
    row_cards,
)
from counting.serializers.exports import (
    EnteredQuery,
    EntryIn,
    EntryWithdrawIn,
    MappingIn,
    PlatformOut,
    PlatformRowOut,
)
from counting.services.platforms import entries_tick, entries_withdraw, mapping_set
from registry.views.answers import KEY, answer_once, asked, body


class PlatformListView(APIView):
    """GET /platforms."""

    permission_classes = [May]
    verbs = {"GET": "platform.view"}

    @extend_schema(responses=PlatformOut(many=True))
    def get(self, request: Request) -> Response:
        """Every platform with what is not entered there yet."""
        return Response(platform_cards(person(request)))


class PlatformMappingView(APIView):
    """POST /platforms/{platform}/mapping."""

    permission_classes = [May]
    verbs = {"POST": "mapping.edit"}

    @extend_schema(request=MappingIn, responses=PlatformOut, parameters=[KEY])
    def post(self, request: Request, platform: str) -> Response:
        """A further version of its columns."""
        actor, values = person(request), body(MappingIn, request)

        def act() -> tuple[int, Any]:
            mapping_set(platform=platform, actor=actor, now=clock.now(), **values)
            return 200, platform_card(platform_of(platform), actor)

        return answer_once(request, request.data, act)


class PlatformRowListView(APIView):
    """GET /platforms/{platform}/rows."""

    permission_classes = [May]
    verbs = {"GET": "platform.view"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, EnteredQuery], responses=listing("PlatformRowPage", PlatformRowOut)
    )
    def get(self, request: Request, platform: str) -> Response:
        """The latest first."""
        actor, place = person(request), platform_of(platform)
        rows = platform_rows(place, actor)
        if entered := asked(EnteredQuery, request).get("entered"):
            rows = rows.filter(entered=entered == "yes")
        order = "-decided_on" if place.ledger == "cases" else "-finished_on"
        return Response(page(rows, request, lambda got: row_cards(place, got, actor), order=order))


class PlatformEntryListView(APIView):
    """POST /platforms/{platform}/entries."""

    permission_classes = [May]
    verbs = {"POST": "platform.enter"}

    @extend_schema(request=EntryIn, responses=PlatformOut, parameters=[KEY])
    def post(self, request: Request, platform: str) -> Response:
        """Ticked off; what is ticked already stays as it is."""
        actor, values = person(request), body(EntryIn, request)

        def act() -> tuple[int, Any]:
            entries_tick(platform=platform, actor=actor, now=clock.now(), **values)
            return 200, platform_card(platform_of(platform), actor)

        return answer_once(request, request.data, act)


class PlatformEntryWithdrawView(APIView):
    """POST /platforms/{platform}/entries/withdraw."""

    permission_classes = [May]
    verbs = {"POST": "platform.enter"}

    @extend_schema(request=EntryWithdrawIn, responses=PlatformOut, parameters=[KEY])
    def post(self, request: Request, platform: str) -> Response:
        """With the reason."""
        actor, values = person(request), body(EntryWithdrawIn, request)

        def act() -> tuple[int, Any]:
            entries_withdraw(platform=platform, actor=actor, now=clock.now(), **values)
            return 200, platform_card(platform_of(platform), actor)

        return answer_once(request, request.data, act)
