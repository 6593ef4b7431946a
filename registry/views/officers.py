"""Doors of officers and recusals."""

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
from registry.models import Officer
from registry.selectors.officers import officer_card, officer_get, officer_list
from registry.serializers.officers import (
    OfficerEditIn,
    OfficerIn,
    OfficerOut,
    OfficerRowOut,
    RecusalEndIn,
    RecusalIn,
)
from registry.services.officers import officer_create, officer_edit, recusal_declare, recusal_end
from registry.views.answers import KEY, answer_once, asked, body


class OfficerQuery(serializers.Serializer[Any]):
    """What the list is narrowed by; `mine`: only the officer who asks."""

    q = serializers.CharField(max_length=60, required=False, default="")
    status = serializers.ChoiceField(Officer.Status.choices, required=False, default="")
    category = serializers.CharField(max_length=3, required=False, default="")
    mine = serializers.BooleanField(required=False, default=False)


class OfficerListView(APIView):
    """GET and POST /officers."""

    permission_classes = [May]
    verbs = {"GET": "officer.view", "POST": "officer.edit"}

    @extend_schema(
        parameters=[*LIST_PARAMETERS, OfficerQuery], responses=listing("OfficerPage", OfficerRowOut)
    )
    def get(self, request: Request) -> Response:
        """One page of the register."""
        actor, today = person(request), clock.today()
        rows = officer_list(actor=actor, **asked(OfficerQuery, request))
        return Response(
            page(
                rows,
                request,
                lambda got: [officer_card(row, actor=actor, today=today) for row in got],
                order="cert_no",
            )
        )

    @extend_schema(request=OfficerIn, responses={201: OfficerOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """List a new officer."""
        actor, values = person(request), body(OfficerIn, request)

        def act() -> tuple[int, Any]:
            row = officer_create(values=values, actor=actor, now=clock.now())
            return 201, officer_get(officer_id=row.uuid, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)


class OfficerView(APIView):
    """GET /officers/{uuid}."""

    permission_classes = [May]
    verbs = {"GET": "officer.view"}

    @extend_schema(responses=OfficerOut)
    def get(self, request: Request, officer_id: UUID) -> Response:
        """One officer with the recusals."""
        return Response(officer_get(officer_id=officer_id, actor=person(request), today=clock.today()))


class OfficerEditView(APIView):
    """POST /officers/{uuid}/edit."""

    permission_classes = [May]
    verbs = {"POST": "officer.edit"}

    @extend_schema(request=OfficerEditIn, responses=OfficerOut, parameters=[KEY])
    def post(self, request: Request, officer_id: UUID) -> Response:
        """Change what is named."""
        actor, values = person(request), body(OfficerEditIn, request)

        def act() -> tuple[int, Any]:
            officer_edit(officer_id=officer_id, values=values, actor=actor, now=clock.now())
            return 200, officer_get(officer_id=officer_id, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)


class OfficerRecusalView(APIView):
    """POST /officers/{uuid}/recusals."""

    permission_classes = [May]
    verbs = {"POST": "recusal.declare"}

    @extend_schema(request=RecusalIn, responses={201: OfficerOut}, parameters=[KEY])
    def post(self, request: Request, officer_id: UUID) -> Response:
        """The officer keeps away from a venue (回避)."""
        actor, values = person(request), body(RecusalIn, request)

        def act() -> tuple[int, Any]:
            recusal_declare(
                officer_id=officer_id, venue_id=values["venue"], reason=values["reason"], actor=actor,
                now=clock.now(),
            )  # fmt: skip
            return 201, officer_get(officer_id=officer_id, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)


class RecusalEndView(APIView):
    """POST /recusals/{uuid}/end."""

    permission_classes = [May]
    verbs = {"POST": "recusal.end"}

    @extend_schema(request=RecusalEndIn, responses=OfficerOut, parameters=[KEY])
    def post(self, request: Request, recusal_id: UUID) -> Response:
        """The recusal no longer holds."""
        actor, values = person(request), body(RecusalEndIn, request)

        def act() -> tuple[int, Any]:
            row = recusal_end(
                recusal_id=recusal_id, reason=values["reason"], actor=actor, now=clock.now()
            )  # fmt: skip
            return 200, officer_get(officer_id=row.officer_id, actor=actor, today=clock.today())

        return answer_once(request, request.data, act)
