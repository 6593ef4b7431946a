"""Doors of proposed coordinates."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend import clock
from backend.api import page, person
from backend.permissions import May
from backend.schema import LIST_PARAMETERS, listing
from registry.models import Geocode
from registry.selectors.geocodes import geocode_card, geocode_list
from registry.serializers.rosters import GeocodeAskIn, GeocodeAskOut, GeocodeOut, GeocodeRejectIn
from registry.services.geocodes import geocode_accept, geocode_ask, geocode_reject
from registry.views.answers import KEY, answer_once, asked, body


class GeocodeQuery(serializers.Serializer[Any]):
    """One state, or all."""

    state = serializers.ChoiceField(Geocode.State.choices, required=False, default="")


class GeocodeListView(APIView):
    """GET and POST /geocodes."""

    permission_classes = [May]
    verbs = {"GET": "venue.edit", "POST": "venue.edit"}

    @extend_schema(parameters=[*LIST_PARAMETERS, GeocodeQuery], responses=listing("GeocodePage", GeocodeOut))
    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        actor = person(request)
        rows = geocode_list(actor=actor, **asked(GeocodeQuery, request))
        return Response(
            page(rows, request, lambda got: [geocode_card(row, actor) for row in got], order="-created_at")
        )

    @extend_schema(request=GeocodeAskIn, responses={202: GeocodeAskOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Ask the provider about venues; the answers are proposals."""
        actor, values = person(request), body(GeocodeAskIn, request)

        def act() -> tuple[int, Any]:
            rows = geocode_ask(venues=values["venues"], actor=actor, now=clock.now())
            return 202, {"asked": len(rows)}

        return answer_once(request, request.data, act)


class GeocodeAcceptView(APIView):
    """POST /geocodes/{uuid}/accept."""

    permission_classes = [May]
    verbs = {"POST": "venue.edit"}

    @extend_schema(request=None, responses=GeocodeOut, parameters=[KEY])
    def post(self, request: Request, geocode_id: UUID) -> Response:
        """Take the proposal over into the register."""
        actor = person(request)

        def act() -> tuple[int, Any]:
            row = geocode_accept(geocode_id=geocode_id, actor=actor, now=clock.now())
            return 200, geocode_card(geocode_list(actor=actor).get(pk=row.pk), actor)

        return answer_once(request, {}, act)


class GeocodeRejectView(APIView):
    """POST /geocodes/{uuid}/reject."""

    permission_classes = [May]
    verbs = {"POST": "venue.edit"}

    @extend_schema(request=GeocodeRejectIn, responses=GeocodeOut, parameters=[KEY])
    def post(self, request: Request, geocode_id: UUID) -> Response:
        """Leave the register as it is."""
        actor, values = person(request), body(GeocodeRejectIn, request)

        def act() -> tuple[int, Any]:
            row = geocode_reject(
                geocode_id=geocode_id, reason=values["reason"], actor=actor, now=clock.now()
            )  # fmt: skip
            return 200, geocode_card(geocode_list(actor=actor).get(pk=row.pk), actor)

        return answer_once(request, request.data, act)
