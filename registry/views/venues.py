"""Doors of venues."""

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
from registry.models import Venue
from registry.selectors.venues import SORTS, VenueFilter, venue_get, venue_list, venue_rows
from registry.serializers.venues import GRADES, VenueEditIn, VenueIn, VenueOut, VenueRowOut
from registry.services.venues import venue_create, venue_edit
from registry.views.answers import KEY, answer_once, asked, body


class VenueNarrowQuery(serializers.Serializer[Any]):
    """What a list or an export of venues is narrowed by."""

    q = serializers.CharField(max_length=60, required=False, help_text="name, address, people, or a code")
    category = serializers.CharField(max_length=3, required=False)
    township = serializers.CharField(max_length=12, required=False, help_text="division code")
    grade = serializers.ChoiceField(GRADES, required=False)
    status = serializers.ChoiceField(Venue.Status.choices, required=False)
    expires_before = serializers.DateField(required=False)


class VenueQuery(VenueNarrowQuery):
    """And how it is sorted."""

    sort = serializers.ChoiceField(
        [(sign + name, name) for name in SORTS for sign in ("", "-")], required=False, default="code"
    )


def narrowed(query: dict[str, Any]) -> VenueFilter:
    """The filter of a checked query."""
    return VenueFilter(**{name: query[name] for name in VenueFilter.__dataclass_fields__ if name in query})


class VenueListView(APIView):
    """GET and POST /venues."""

    permission_classes = [May]
    verbs = {"GET": "venue.view", "POST": "venue.edit"}

    @extend_schema(parameters=[*LIST_PARAMETERS, VenueQuery], responses=listing("VenuePage", VenueRowOut))
    def get(self, request: Request) -> Response:
        """One page of the register."""
        actor, today = person(request), clock.today()
        query = asked(VenueQuery, request)
        sign, name = ("-" if query["sort"].startswith("-") else "", query["sort"].lstrip("-"))
        rows = venue_list(actor=actor, narrow=narrowed(query))
        return Response(
            page(
                rows,
                request,
                lambda got: venue_rows(rows=got, actor=actor, today=today),
                order=sign + SORTS[name],
            )
        )

    @extend_schema(request=VenueIn, responses={201: VenueOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """List a new venue."""
        actor, values = person(request), body(VenueIn, request)

        def act() -> tuple[int, Any]:
            row = venue_create(values=values, actor=actor, now=clock.now())
            return 201, venue_get(venue_id=row.uuid, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)


class VenueView(APIView):
    """GET /venues/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "venue.view"}

    @extend_schema(responses=VenueOut)
    def get(self, request: Request, venue_id: UUID) -> Response:
        """Everything the register holds about it."""
        return Response(venue_get(venue_id=venue_id, actor=person(request), today=clock.today()))


class VenueEditView(APIView):
    """POST /venues/{uuid}/edit."""

    permission_classes = [May]
    verbs = {"POST": "venue.edit"}

    @extend_schema(request=VenueEditIn, responses=VenueOut, parameters=[KEY])
    def post(self, request: Request, venue_id: UUID) -> Response:
        """Change what is named; a change of status needs a reason."""
        actor, values = person(request), body(VenueEditIn, request)
        reason = values.pop("reason")

        def act() -> tuple[int, Any]:
            venue_edit(venue_id=venue_id, values=values, actor=actor, now=clock.now(), reason=reason)
            return 200, venue_get(venue_id=venue_id, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)
